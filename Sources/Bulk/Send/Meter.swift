// The figures of a run while it goes on, counted by everyone who sends or settles.

import Synchronization

/// Counts requests, resends, rate-limit answers, the time in which none could go, and settled rows.
final class Meter: Sendable {
  struct Figures: Sendable {
    var requests = 0
    var resends = 0
    var rateLimited = 0
    /// Answers that could be read, refusals among them.
    var answers = 0
    var waited = Duration.zero
    /// Settled rows, and those of them that are not done.
    var rows = 0
    var notDone = 0
    /// Walks over all links that go on.
    var walks = 0
  }

  private let state = Mutex(Figures())

  var figures: Figures { state.withLock { $0 } }

  func sent(isResend: Bool) {
    state.withLock {
      $0.requests += 1
      if isResend { $0.resends += 1 }
    }
  }

  func answered() { state.withLock { $0.answers += 1 } }

  func rateLimited() {
    state.withLock {
      $0.answers += 1
      $0.rateLimited += 1
    }
  }

  /// So long somebody waited at a gate; the waits of a run do not overlap.
  func waited(_ time: Duration) { state.withLock { $0.waited += time } }

  /// So many rows are settled by now, of which so many are not done.
  func settled(_ rows: Int, notDone: Int) {
    state.withLock {
      $0.rows = rows
      $0.notDone = notDone
    }
  }

  /// A walk over all links begins (1) or ends (-1).
  func walks(_ change: Int) { state.withLock { $0.walks += change } }
}
