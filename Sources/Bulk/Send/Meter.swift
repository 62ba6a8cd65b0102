// The figures of a run's requests, counted by everyone who sends.

import Synchronization

/// Counts requests, resends, rate-limit answers, and the time in which none could go.
final class Meter: Sendable {
  struct Figures: Sendable {
    var requests = 0
    var resends = 0
    var rateLimited = 0
    /// Answers that could be read, refusals among them.
    var answers = 0
    var waited = Duration.zero
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

  /// So long no request could go; the waits of a run do not overlap.
  func waited(_ time: Duration) { state.withLock { $0.waited += time } }
}
