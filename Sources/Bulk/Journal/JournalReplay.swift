// What the lines of a journal add up to. Pure: lines in, what is known of each row out.

package import Providers

/// Takes in the lines of a journal one by one.
///
/// In memory are the table of fingerprints and the batches that have no outcome yet.
package struct JournalReplay: Sendable {
  /// Whether links that are not there count as done.
  private let ignoresNotFound: Bool
  private var table: FingerprintTable
  private var underWay: [Int: BatchUnderWay] = [:]

  package private(set) var job: JournalJob?
  /// When the first run began, in seconds since 1970.
  package private(set) var started: Int?
  /// The run that began last.
  package private(set) var lastRun: JournalRun?
  package private(set) var lastBatch = 0
  /// How many rows that could be sent the last run left undone; `nil` where it did not reach its end.
  package private(set) var lastOpen: Int?
  /// The last batch of the rounds that are over: runs up to one that left nothing open.
  private var roundStart = 0
  /// Outcomes that were recorded, in all runs: a row that was tried twice counts twice.
  package private(set) var outcomes: [Status: Int] = [:]

  /// `rows` is how many fingerprints there may be, as far as it is known.
  package init(ignoringNotFound ignoresNotFound: Bool, rows: Int = 0) {
    self.ignoresNotFound = ignoresNotFound
    table = FingerprintTable(room: rows)
  }

  /// Takes in a line; `false` when it cannot follow those before it.
  package mutating func take(_ line: JournalLine) -> Bool {
    switch line {
    case .header(let job):
      guard self.job == nil else { return false }
      self.job = job
    case .run(let run):
      guard job != nil, run.number == (lastRun?.number ?? 0) + 1 else { return false }
      close(before: run.boot)
      endRound()
      started = started ?? run.started
      lastRun = run
    case .intent(let intent):
      guard lastRun != nil, intent.batch == lastBatch + 1, !intent.all.isEmpty else { return false }
      take(intent)
    case .sent(let batch, let rows): return underWay[batch]?.send(rows) ?? false
    case .outcome(let outcome):
      guard let intent = underWay.removeValue(forKey: outcome.batch)?.intent,
        intent.all.count == outcome.rows.count
      else { return false }
      take(outcome, of: intent)
    case .ended(let run, let open):
      guard let lastRun, lastRun.number == run, lastOpen == nil else { return false }
      lastOpen = open
    }
    return true
  }

  /// What was done to links in a round that left nothing open may be done again by the runs that follow.
  private mutating func endRound() {
    if lastOpen == 0 { roundStart = lastBatch }
    lastOpen = nil
  }

  private mutating func take(_ intent: JournalIntent) {
    lastBatch = intent.batch
    underWay[intent.batch] = BatchUnderWay(intent)
    // They are in this batch now, and its outcome is theirs.
    for row in intent.doubtful { change(row) { $0.inDoubt -= $0.inDoubt > 0 ? 1 : 0 } }
    for row in intent.overtaken { change(row) { $0.done -= $0.done > 0 ? 1 : 0 } }
  }

  private mutating func take(_ outcome: JournalOutcome, of intent: JournalIntent) {
    for (index, (row, recorded)) in zip(intent.all, outcome.rows).enumerated() {
      outcomes[recorded.status, default: 0] += 1
      if recorded.outcome.isDone(ignoringNotFound: ignoresNotFound) {
        touch(row, intent.subject(index), in: outcome.batch) {
          $0.done = Self.next($0.done)
          $0.lastBatch = UInt32(clamping: outcome.batch)
        }
      } else if recorded.status == .unknown || recorded.status == .unconfirmed {
        touch(row, intent.subject(index), in: outcome.batch) { $0.inDoubt = Self.next($0.inDoubt) }
      }
    }
  }

  /// Something was done to what a row is about, or may have been; what was done in earlier rounds does not
  /// count any more.
  private mutating func touch(
    _ row: Fingerprint, _ subject: RowSubject?, in batch: Int,
    _ body: (inout FingerprintTable.Standing) -> Void
  ) {
    let start = UInt32(clamping: roundStart)
    change(row) { standing in
      if let subject {
        if standing.lastBatch <= start { standing.done = 0 }
        standing.subject = subject.short
        standing.lastBatch = UInt32(clamping: batch)
      }
      body(&standing)
    }
  }

  /// Nobody will say any more what became of batches that have no outcome, now that a run begins with the
  /// system as it is since `boot`.
  private mutating func close(before boot: String) {
    let isKnown = lastRun.map { $0.boot == boot && !boot.isEmpty } ?? false
    for batch in underWay.values { close(batch, trustingMarks: isKnown) }
    underWay = [:]
  }

  /// Rows that were not sent are what they were before; of the others nothing is known.
  private mutating func close(_ batch: BatchUnderWay, trustingMarks isKnown: Bool) {
    let intent = batch.intent
    for (index, row) in intent.all.enumerated() {
      let isOpen = isKnown && !batch.isSent(index)
      if isOpen, index < intent.rows.count { continue }
      if isOpen, index >= intent.rows.count + intent.doubtful.count {
        change(row) { $0.done = Self.next($0.done) }
      } else {
        touch(row, intent.subject(index), in: intent.batch) { $0.inDoubt = Self.next($0.inDoubt) }
      }
    }
  }

  private mutating func change(
    _ row: Fingerprint, _ body: (inout FingerprintTable.Standing) -> Void
  ) {
    let slot = table.addedSlot(of: row)
    body(&table[slot])
  }

  private static func next(_ count: UInt32) -> UInt32 { count < .max ? count + 1 : count }
}

extension JournalReplay {
  /// Hands over what the next run goes by, which begins with the system as it is since `boot`; of single rows
  /// nothing is known here any more.
  package mutating func handOver(boot: String) -> Ledger {
    close(before: boot)
    let start = lastOpen == 0 ? lastBatch : roundStart
    defer { table = FingerprintTable() }
    return Ledger(table, roundStart: start)
  }

  /// Batches of the last run without an outcome, in their order.
  package var batchesUnderWay: [BatchUnderWay] {
    underWay.values.sorted { $0.intent.batch < $1.intent.batch }
  }

  /// How many rows are done, and of how many the fate is open, those under way not among them.
  package var rows: (done: Int, inDoubt: Int) {
    table.all.reduce(into: (0, 0)) { rows, standing in
      rows.0 += Int(standing.done)
      rows.1 += Int(standing.inDoubt)
    }
  }
}
