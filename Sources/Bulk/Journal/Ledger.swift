// What earlier runs have done, asked row by row in the order of the input. Pure.

/// Says of each row in turn what is to be done with it.
///
/// Equal rows are counted: when three were done, the first three that come are done. A value, so that an
/// input can be looked over with a copy before it is run.
package struct Ledger: Sendable {
  private let table: FingerprintTable
  /// How many equal rows have come, by the table's slots.
  private var taken: [UInt32] = []
  /// Rows that are done and have not come yet.
  private var doneLeft: Int
  /// The last batch that any row about a thing was sent in, as far as rows have come.
  private var lastSent: [UInt64: UInt32] = [:]

  init(_ table: FingerprintTable) {
    self.table = table
    doneLeft = table.all.reduce(0) { $0 + Int($1.done) }
  }

  /// What became of a row that comes now.
  package mutating func take(_ row: RowIdentity) -> RowPast {
    guard let slot = table.slot(of: row.fingerprint) else { return sent(row.subject, .open) }
    if taken.isEmpty { taken = Array(repeating: 0, count: table.slotCount) }
    let turn = taken[slot]
    if turn < .max { taken[slot] = turn + 1 }
    let standing = table[slot]
    guard turn < standing.done else {
      return sent(row.subject, turn - standing.done < standing.inDoubt ? .inDoubt : .open)
    }
    doneLeft -= 1
    guard let subject = row.subject.map(Self.name) else { return .done }
    if let earlier = lastSent[subject], earlier > standing.lastBatch {
      return sent(row.subject, .overtaken)
    }
    lastSent[subject] = standing.lastBatch
    if doneLeft == 0 { lastSent = [:] }
    return .done
  }

  /// The batch in which a row was done; `nil` where several equal ones were, of which each has its own.
  func batch(ofDone row: Fingerprint) -> Int? {
    guard let slot = table.slot(of: row), table[slot].done == 1 else { return nil }
    return Int(table[slot].lastBatch)
  }

  /// Remembers that a row is sent in this run, as long as rows that are done may come after it.
  private mutating func sent(_ subject: Fingerprint?, _ past: RowPast) -> RowPast {
    if doneLeft == 0 {
      lastSent = [:]
    } else if let subject {
      lastSent[Self.name(subject)] = .max
    }
    return past
  }

  /// Half of the fingerprint: when two things are taken for one, a row is sent once more, which is harmless.
  private static func name(_ subject: Fingerprint) -> UInt64 {
    UInt64(truncatingIfNeeded: subject.bits)
  }
}
