// What makes two rows of one operation the same.

/// What a journal knows a row by: its content, never its place.
package struct RowIdentity: Sendable, Equatable {
  /// Of all that is sent for the row.
  package let fingerprint: Fingerprint
  /// Of what the row is about, where the last of several rows about one thing has the last word, so that
  /// their order matters; `nil` where it does not.
  package let subject: Fingerprint?

  package init(_ fingerprint: Fingerprint, subject: Fingerprint? = nil) {
    self.fingerprint = fingerprint
    self.subject = subject
  }
}

/// What earlier runs of a journal have done of a row.
package enum RowPast: Sendable, Equatable {
  /// Nothing that lasts: it is new, has failed, or was not attempted.
  case open
  /// It was sent, or was about to be, and nobody knows what came of it.
  case inDoubt
  /// It was done, but a row before it that is about the same thing is sent after that, so its turn comes
  /// again.
  case overtaken
  /// It is done, and nothing is sent for it.
  case done
}
