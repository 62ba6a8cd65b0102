// One batch of a running run in the journal: its intent, that its first request goes, and its outcome before
// anybody is told.

import Providers
import Synchronization

/// The journal's lines of one batch.
final class BatchRecord: Sendable {
  private let journal: JournalWriter
  private let stopSwitch: StopSwitch
  private let intent: JournalIntent
  /// The rows' indexes in the batch, in the order of the intent.
  private let order: [Int]
  private let state = Mutex(State.new)

  private enum State {
    case new
    case announced(Int)
    case sent(Int)
    case failed
  }

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

  /// Records the intent, so that it may be on disk when the first request wants to go.
  func announce() { _ = number() }

  /// The batch's number; `nil` when the intent cannot be recorded.
  private func number() -> Int? {
    state.withLock { state in
      if case .new = state { state = journal.announce(intent).map { .announced($0) } ?? .failed }
      switch state {
      case .announced(let batch), .sent(let batch): return batch
      case .new, .failed: return nil
      }
    }
  }

  /// Returns once the intent is on disk and it is recorded that a request goes; `false` when that cannot be,
  /// and then the run stops and the request must not go.
  func send() async -> Bool {
    if let batch = number(), await journal.isOnDisk(batch), isSent(batch) { return true }
    stopSwitch.stop(.journalFailed(journal.failure))
    return false
  }

  /// Whether it is recorded that a request goes; only the first one is.
  private func isSent(_ batch: Int) -> Bool {
    state.withLock { state in
      if case .sent = state { return true }
      guard journal.recordSent(batch) else { return false }
      state = .sent(batch)
      return true
    }
  }

  /// Records the results of all rows of the batch.
  ///
  /// Where nothing was sent and nothing was learned, nothing is recorded: the journal then says of the rows
  /// what it said before.
  func settle(_ results: [RowResult]) {
    let rows = order.map { JournalRowOutcome(results[$0]) }
    let isNews = rows.contains { $0.status != .notAttempted && !$0.isStillInDoubt }
    switch state.withLock({ $0 }) {
    case .announced(let batch), .sent(let batch):
      journal.record(JournalOutcome(batch: batch, rows: rows))
    case .new where isNews: journal.record(intent, JournalOutcome(batch: 0, rows: rows))
    case .new, .failed: break
    }
    let code = journal.failure
    if code != 0 { stopSwitch.stop(.journalFailed(code)) }
  }
}

extension JournalRowOutcome {
  /// Whether it says no more than that an earlier run left the row's fate open.
  fileprivate var isStillInDoubt: Bool { status == .unknown && detail?.code == Outcome.inDoubtCode }
}
