// The journal of a running run: intents on disk before anything is sent, outcomes as they come.

import Synchronization
import Transport

/// Adds lines to a journal; used by many tasks at once.
package final class JournalWriter: Sendable {
  fileprivate struct State {
    var end: FileEnd
    var lastBatch: Int
    /// The first error; no intent is taken after it, so nothing more is sent.
    var failure: Int32 = 0
  }

  private let file: OpenFile
  private let state: Mutex<State>
  private let disk: SyncThread

  init(_ file: OpenFile, _ end: FileEnd, lastBatch: Int) throws(SystemError) {
    self.file = file
    state = Mutex(State(end: end, lastBatch: lastBatch))
    disk = try SyncThread(file.number)
  }

  /// The first error that writing met, zero while there was none.
  package var failure: Int32 { state.withLock { $0.failure } }

  /// Records rows that are about to be sent, and returns their batch's number once that is on disk; `nil`
  /// when it cannot be, and then they must not be sent.
  func record(_ intent: JournalIntent) async -> Int? {
    let batch = state.withLock { state -> Int? in
      guard state.failure == 0 else { return nil }
      return state.append(intent, nil)
    }
    guard let batch else { return nil }
    let code = await disk.sync()
    guard code != 0 else { return batch }
    state.withLock { $0.note(code) }
    return nil
  }

  /// Records what became of a batch; it is in the file when this returns, though it may not be on disk.
  ///
  /// Losing it costs looking again, no more. Tried even after an error, since it may fit where an intent
  /// did not.
  func record(_ outcome: JournalOutcome) {
    var bytes: [UInt8] = []
    JournalLine.outcome(outcome).write(to: &bytes)
    state.withLock { $0.note($0.end.append(bytes)) }
  }

  /// Records rows for which nothing was sent together with what became of them.
  func record(_ intent: JournalIntent, _ outcome: JournalOutcome) {
    _ = state.withLock { $0.append(intent, outcome) }
  }

  /// Puts everything on disk; the first error that writing met, zero when there was none.
  package func end() async -> Int32 {
    let code = await disk.sync()
    return state.withLock { state in
      state.note(code)
      return state.failure
    }
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
