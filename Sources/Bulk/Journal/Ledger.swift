// What earlier runs have done, asked row by row in the order of the input. Pure.

/// Says of each row in turn what is to be done with it.
///
/// Equal rows are counted: when three were done, the first three that come are done. A row about a link is done
/// only where nothing that comes before it, and nothing that the input no longer holds, was or will be done to
/// that link after it. A value, so that an input can be looked over with a copy before it is run.
package struct Ledger: Sendable {
  private let table: FingerprintTable
  /// The last batch of the rounds before: what was done in them to a link may be done again.
  private let roundStart: UInt32
  /// How many equal rows have come, by the table's slots.
  private var taken: [UInt32] = []
  /// Rows that are done and have not come yet.
  private var doneLeft: Int
  /// The last batch that any row about a thing was done in, as far as rows have come.
  private var lastSent: [UInt64: UInt32] = [:]
  /// The same over all things with names of one kind; marked by what was done.
  private var latest = [Latest<UInt64>](repeating: Latest(), count: 4)
  private var strangers = Strangers()

  /// Whether it has to be told of every row of the input before the first is taken.
  package let needsLookAhead: Bool

  init(_ table: FingerprintTable, roundStart: Int) {
    let start = UInt32(clamping: roundStart)
    self.table = table
    self.roundStart = start
    let current = table.all.lazy.filter { $0.lastBatch > start }
    doneLeft = current.reduce(0) { $0 + Int($1.done) }
    needsLookAhead = current.contains { $0.subject != 0 }
  }

  /// Whether an earlier round is over and this run begins a new one.
  package var beginsRound: Bool {
    roundStart > 0 && !table.all.contains { $0.lastBatch > roundStart }
  }

  /// What became of a row that comes now.
  package mutating func take(_ row: RowIdentity) -> RowPast {
    guard let slot = table.slot(of: row.fingerprint) else { return sent(row, .open) }
    if taken.isEmpty { taken = Array(repeating: 0, count: table.slotCount) }
    let turn = taken[slot]
    if turn < .max { taken[slot] = turn + 1 }
    let standing = table[slot]
    let done = row.subject != nil && standing.lastBatch <= roundStart ? 0 : standing.done
    guard turn < done else {
      return sent(row, turn - done < standing.inDoubt ? .inDoubt : .open)
    }
    if standing.lastBatch > roundStart { doneLeft -= 1 }
    // Which of equal rows is in doubt is not known, so anything else may have come after.
    let moment = standing.inDoubt > 0 ? 0 : standing.lastBatch
    if isOvertaken(row, since: moment) { return sent(row, .overtaken) }
    remember(row, moment)
    return .done
  }

  /// The batch in which a row was done; `nil` where several equal ones were, of which each has its own.
  func batch(ofDone row: Fingerprint) -> Int? {
    guard let slot = table.slot(of: row), table[slot].done == 1 else { return nil }
    return Int(table[slot].lastBatch)
  }

  private func isOvertaken(_ row: RowIdentity, since moment: UInt32) -> Bool {
    guard let subject = row.subject else { return false }
    if row.subjects.contains(where: { lastSent[$0.bits] ?? 0 > moment }) { return true }
    if strangers.last[subject.short] ?? 0 >= max(1, moment) { return true }
    return (1..<latest.count).contains { kind in
      guard kind != subject.kind else { return false }
      return latest[kind].moment(for: row.change) ?? 0 > moment
        || strangers.lastOfKind[kind] >= max(1, moment)
    }
  }

  /// Remembers that a row is sent in this run.
  private mutating func sent(_ row: RowIdentity, _ past: RowPast) -> RowPast {
    remember(row, .max)
    return past
  }

  /// Remembers when a row was done, as long as rows that are done may come after it.
  private mutating func remember(_ row: RowIdentity, _ moment: UInt32) {
    guard doneLeft > 0 else { return lastSent = [:] }
    for subject in row.subjects {
      lastSent[subject.bits] = max(lastSent[subject.bits] ?? 0, moment)
    }
    if let kind = row.subject?.kind { latest[Int(kind)].add(row.change, at: Int(moment)) }
  }
}

extension Ledger {
  /// Which rows of the journal stand in an input.
  package struct LookAhead: Sendable {
    fileprivate let table: FingerprintTable
    fileprivate var isPresent: [Bool]

    package mutating func add(_ row: RowIdentity) {
      if let slot = table.slot(of: row.fingerprint) { isPresent[slot] = true }
    }
  }

  /// What was done in this round, or may have been, and stands no longer in the input.
  fileprivate struct Strangers: Sendable {
    /// The last batch for each thing, by `RowSubject.short`.
    var last: [UInt32: UInt32] = [:]
    /// The same over all things with names of one kind.
    var lastOfKind = [UInt32](repeating: 0, count: 4)
  }

  /// To be told of every row of the input, and then given to `end`.
  package func lookAhead() -> LookAhead {
    LookAhead(table: table, isPresent: Array(repeating: false, count: table.slotCount))
  }

  /// Takes in which rows stand in the input.
  package mutating func end(_ lookAhead: LookAhead) {
    for slot in 0..<table.slotCount where !lookAhead.isPresent[slot] {
      guard let standing = table.standing(at: slot), standing.subject != 0,
        standing.lastBatch > roundStart, standing.done > 0 || standing.inDoubt > 0
      else { continue }
      let batch = standing.lastBatch
      strangers.last[standing.subject] = max(strangers.last[standing.subject] ?? 0, batch)
      let kind = Int(standing.subject & 3)
      strangers.lastOfKind[kind] = max(strangers.lastOfKind[kind], batch)
    }
  }
}
