// What makes two rows of one operation the same, and which rows may be about one link.

/// What a journal knows a row by: its content, never its place.
package struct RowIdentity: Sendable, Equatable {
  /// Of all that is sent for the row.
  package let fingerprint: Fingerprint
  /// What the row is about, where the last of several rows about one thing has the last word, so that their
  /// order matters; `nil` where it does not, since what such a row does is done for good.
  package let subject: RowSubject?
  /// What the thing is called once the row is done, where the row gives it another name.
  package let subjectAfter: RowSubject?
  /// What is done to the thing, since the order of rows with equal changes does not matter; `nil` where it does
  /// whatever the other row is.
  package let change: UInt64?

  package init(
    _ fingerprint: Fingerprint, subject: RowSubject? = nil, subjectAfter: RowSubject? = nil,
    change: UInt64? = nil
  ) {
    self.fingerprint = fingerprint
    self.subject = subject
    self.subjectAfter = subjectAfter
    self.change = change
  }

  /// All names of the thing.
  var subjects: [RowSubject] { [subject, subjectAfter].compactMap(\.self) }
}

/// A name of what a row is about, as a fingerprint: when two things are taken for one, a row is sent once
/// more, which is harmless.
package struct RowSubject: Sendable, Hashable {
  /// The lowest two bits are the kind, which is never zero.
  package let bits: UInt64

  /// Names of different kinds may be one thing's.
  package init(kind: UInt8, _ name: [String]) {
    var hash = FingerprintHash()
    for part in name { hash.add(part.utf8) }
    bits = hash.fingerprint.half & ~3 | UInt64(max(1, kind & 3))
  }

  /// A subject as it is recorded; `nil` for none.
  init?(bits: UInt64) {
    guard bits & 3 != 0 else { return nil }
    self.bits = bits
  }

  /// Which names cannot be told from this one.
  var kind: UInt8 { UInt8(bits & 3) }

  /// What is kept of it in memory for each row.
  var short: UInt32 { UInt32(truncatingIfNeeded: bits) }
}

/// What earlier runs of a journal have done of a row.
package enum RowPast: Sendable, Equatable {
  /// Nothing that lasts: it is new, has failed, or was not attempted, or a new round has begun.
  case open
  /// It was sent, or was about to be, and nobody knows what came of it.
  case inDoubt
  /// It was done, but it is not the last thing that was, or will be, done to its link, so its turn comes
  /// again.
  case overtaken
  /// It is done, and nothing is sent for it.
  case done
}
