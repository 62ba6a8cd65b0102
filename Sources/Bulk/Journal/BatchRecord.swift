// One batch of a running run in the journal: its intent at the last moment before its first request, its
// outcome before anybody is told.

import Providers
import Synchronization

/// The journal's lines of one batch.
final class BatchRecord: Sendable {
  private let journal: JournalWriter
  private let stopSwitch: StopSwitch
  private let intent: JournalIntent
  /// The rows' indexes in the batch, in the order of the intent.
  private let order: [Int]
  private let recording = Mutex<Task<Int?, Never>?>(nil)

  /// A record of the rows of a batch for which something may be sent; `nil` when there are none.
  init?<Item>(_ batch: Batch<Item>, in journal: JournalWriter, _ stopSwitch: StopSwitch) {
    var indexes: [RowPast: [Int]] = [:]
    for (index, row) in batch.rows.enumerated() where row.fingerprint != nil {
      indexes[row.past, default: []].append(index)
    }
    let parts = [RowPast.open, .inDoubt, .overtaken].map { indexes[$0] ?? [] }
    let rows = parts.map { $0.compactMap { batch.rows[$0].fingerprint } }
    order = parts.flatMap(\.self)
    guard !order.isEmpty else { return nil }
    intent = JournalIntent(batch: 0, rows: rows[0], doubtful: rows[1], overtaken: rows[2])
    self.journal = journal
    self.stopSwitch = stopSwitch
  }

  /// Returns once the intent is on disk; `false` when it cannot be, and then the run stops.
  ///
  /// Only the first call writes.
  func announce() async -> Bool {
    let task = recording.withLock { recording in
      let task = recording ?? Task { [journal, intent] in await journal.record(intent) }
      recording = task
      return task
    }
    if await task.value != nil { return true }
    stopSwitch.stop(.journalFailed(journal.failure))
    return false
  }

  /// Records the results of all rows of the batch.
  ///
  /// Where nothing was sent and nothing was learned, nothing is recorded: the journal then says of the rows
  /// what it said before.
  func settle(_ results: [RowResult]) async {
    let rows = order.map { JournalRowOutcome(results[$0]) }
    let task = recording.withLock { $0 }
    if let task {
      guard let batch = await task.value else { return }
      journal.record(JournalOutcome(batch: batch, rows: rows))
    } else if rows.contains(where: { $0.status != .notAttempted && !$0.isStillInDoubt }) {
      journal.record(intent, JournalOutcome(batch: 0, rows: rows))
    }
    let code = journal.failure
    if code != 0 { stopSwitch.stop(.journalFailed(code)) }
  }
}

extension JournalRowOutcome {
  /// Whether it says no more than that an earlier run left the row's fate open.
  fileprivate var isStillInDoubt: Bool { status == .unknown && detail?.code == Outcome.inDoubtCode }
}
