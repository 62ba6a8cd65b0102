// The journal of a running run: intents on disk before anything is sent, outcomes as they come.

import Synchronization
import Transport

/// Adds lines to a journal; used by many tasks at once.
package final class JournalWriter: Sendable {
  fileprivate struct State {
    var end: FileEnd
    /// The last batch whose intent is in the file, that up to which all are on disk, and that up to which the
    /// disk is at it.
    var lastBatch: Int
    var onDisk: Int
    var underWay: Int
    /// The first error; no intent is taken after it, so nothing more is sent.
    var failure: Int32 = 0
  }

  private let file: OpenFile
  private let state: Mutex<State>
  private let disk: SyncThread
  /// The number of the run that writes.
  private let run: Int
  /// Before this no run of the journal has sent anything; `nil` where the clock does not tell.
  let earliest: ContinuousClock.Instant?

  init(
    _ file: OpenFile, _ end: FileEnd, run: Int, lastBatch: Int, age: Duration?
  ) throws(SystemError) {
    self.run = run
    earliest = age.map { .now - $0 }
    self.file = file
    state = Mutex(
      State(end: end, lastBatch: lastBatch, onDisk: lastBatch, underWay: lastBatch))
    disk = try SyncThread(file.number)
  }

  deinit { disk.close() }

  /// The first error that writing met, zero while there was none.
  package var failure: Int32 { state.withLock { $0.failure } }

  /// Records rows that are about to be sent, and gives their batch's number; `nil` when that cannot be.
  ///
  /// It is not on disk yet. The disk is asked to take in many at a time, before anyone has to wait for it.
  package func announce(_ intent: JournalIntent) -> Int? {
    let (batch, asksDisk) = state.withLock { state -> (Int?, Bool) in
      guard state.failure == 0, let batch = state.append(intent, nil) else { return (nil, false) }
      let asksDisk = batch - state.underWay >= Self.batchesAtOnce
      if asksDisk { state.underWay = batch }
      return (batch, asksDisk)
    }
    if asksDisk { Task { await flush() } }
    return batch
  }

  /// Returns once a batch's intent is on disk; `false` when it cannot be, and then nothing of it must be sent.
  package func isOnDisk(_ batch: Int) async -> Bool {
    if state.withLock({ $0.onDisk >= batch }) { return true }
    await flush()
    return state.withLock { $0.onDisk >= batch }
  }

  private static let batchesAtOnce = 8

  /// Puts what is in the file on disk.
  private func flush() async {
    let last = state.withLock { state in
      state.underWay = state.lastBatch
      return state.lastBatch
    }
    let code = await disk.sync()
    state.withLock { state in
      state.note(code)
      if state.failure == 0 { state.onDisk = max(state.onDisk, last) }
    }
  }

  /// Records that a request is about to go with some rows of a batch, or with all of them; `false` when it
  /// cannot be, and then it must not.
  package func recordSent(_ batch: Int, rows: [Range<Int>] = []) -> Bool {
    var bytes: [UInt8] = []
    JournalLine.sent(batch, rows: rows).write(to: &bytes)
    return state.withLock { state in
      state.note(state.end.append(bytes))
      return state.failure == 0
    }
  }

  /// Records what became of a batch; it is in the file when this returns, though it may not be on disk.
  ///
  /// Losing it costs looking again, no more. Tried even after an error, since it may fit where an intent
  /// did not.
  package func record(_ outcome: JournalOutcome) {
    var bytes: [UInt8] = []
    JournalLine.outcome(outcome).write(to: &bytes)
    state.withLock { $0.note($0.end.append(bytes)) }
  }

  /// Records rows for which nothing was sent together with what became of them.
  package func record(_ intent: JournalIntent, _ outcome: JournalOutcome) {
    _ = state.withLock { $0.append(intent, outcome) }
  }

  /// Puts everything on disk; the first error that writing met, zero when there was none.
  ///
  /// `open` is how many rows that could be sent are not done; `nil` where the run stopped before its end.
  package func end(open: Int? = nil) async -> Int32 {
    if let open {
      var bytes: [UInt8] = []
      JournalLine.ended(run: run, open: open).write(to: &bytes)
      state.withLock { state in
        // What became of all rows must be on record before that they are done.
        if state.failure == 0 { state.note(state.end.append(bytes)) }
      }
    }
    await flush()
    return failure
  }
}

extension JournalWriter.State {
  /// Adds an intent under the next number, and its outcome where it is known; `nil` when it cannot be
  /// written.
  fileprivate mutating func append(_ intent: JournalIntent, _ outcome: JournalOutcome?) -> Int? {
    var intent = intent
    intent.batch = lastBatch + 1
    var bytes: [UInt8] = []
    JournalLine.intent(intent).write(to: &bytes)
    if var outcome {
      outcome.batch = intent.batch
      JournalLine.outcome(outcome).write(to: &bytes)
    }
    let code = end.append(bytes)
    note(code)
    guard code == 0 else { return nil }
    lastBatch = intent.batch
    return intent.batch
  }

  fileprivate mutating func note(_ code: Int32) { if failure == 0 { failure = code } }
}
