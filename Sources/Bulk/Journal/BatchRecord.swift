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
  private let state = Mutex(State())

  private struct State {
    /// `nil` before it was announced.
    var announcement: Result<Int, Failure>?
    var isAllSent = false
    /// The places of rows in requests that went.
    var sent: Set<Int> = []
  }

  private struct Failure: Error {}

  /// A record of the rows of a batch for which something may be sent; `nil` when there are none.
  init?<Item>(_ batch: Batch<Item>, in journal: JournalWriter, _ stopSwitch: StopSwitch) {
    var indexes: [RowPast: [Int]] = [:]
    for (index, row) in batch.rows.enumerated() {
      if let record = row.record, record.past != .done {
        indexes[record.past, default: []].append(index)
      }
    }
    let parts = [RowPast.open, .inDoubt, .overtaken].map { indexes[$0] ?? [] }
    let rows = parts.map { $0.compactMap { batch.rows[$0].record?.fingerprint } }
    order = parts.flatMap(\.self)
    guard !order.isEmpty else { return nil }
    let subjects = order.map { batch.rows[$0].record?.subject }
    intent = JournalIntent(
      batch: 0, rows: rows[0], doubtful: rows[1], overtaken: rows[2],
      subjects: subjects.contains { $0 != nil } ? subjects : [])
    self.journal = journal
    self.stopSwitch = stopSwitch
  }

  /// The indexes of the intent's rows in the batch: its places.
  var places: [Int] { order }

  /// Records the intent, so that it may be on disk when the first request wants to go.
  func announce() { _ = number() }

  /// The batch's number; `nil` when the intent cannot be recorded.
  private func number() -> Int? {
    state.withLock { state in
      let result =
        state.announcement ?? journal.announce(intent).map { .success($0) }
        ?? .failure(Failure())
      state.announcement = result
      return try? result.get()
    }
  }

  /// Returns once the intent is on disk and it is recorded that a request goes with the rows at some places,
  /// or with all rows; `false` when that cannot be, and then the run stops and the request must not go.
  func send(_ places: [Int]) async -> Bool {
    if let batch = number(), await journal.isOnDisk(batch), isSent(places, of: batch) {
      return true
    }
    stopSwitch.stop(.journalFailed(journal.failure))
    return false
  }

  /// Whether it is recorded that requests with these rows go; each row is recorded once.
  private func isSent(_ places: [Int], of batch: Int) -> Bool {
    state.withLock { state in
      if state.isAllSent { return true }
      let new = places.filter { !state.sent.contains($0) }.sorted()
      if new.isEmpty, !places.isEmpty { return true }
      guard journal.recordSent(batch, rows: Self.ranges(of: new)) else { return false }
      state.isAllSent = places.isEmpty
      state.sent.formUnion(new)
      return true
    }
  }

  /// Numbers that ascend, as ranges.
  private static func ranges(of numbers: [Int]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number {
        ranges[ranges.count - 1] = last.lowerBound..<number + 1
      } else {
        ranges.append(number..<number + 1)
      }
    }
    return ranges
  }

  /// Records the results of all rows of the batch.
  ///
  /// Where nothing was sent and nothing was learned, nothing is recorded: the journal then says of the rows
  /// what it said before.
  func settle(_ results: [RowResult]) {
    let rows = order.map { JournalRowOutcome(results[$0]) }
    let isNews = rows.contains { $0.status != .notAttempted && !$0.isStillInDoubt }
    switch state.withLock({ $0.announcement }) {
    case .success(let batch): journal.record(JournalOutcome(batch: batch, rows: rows))
    case nil where isNews: journal.record(intent, JournalOutcome(batch: 0, rows: rows))
    case .failure, nil: break
    }
    let code = journal.failure
    if code != 0 { stopSwitch.stop(.journalFailed(code)) }
  }
}

extension JournalRowOutcome {
  /// Whether it says no more than that an earlier run left the row's fate open.
  fileprivate var isStillInDoubt: Bool { status == .unknown && detail?.code == Outcome.inDoubtCode }
}
