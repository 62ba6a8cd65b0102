// What holds a run up at this moment, for whoever shows its progress.

import Synchronization

/// Something that is waited for before a request can go.
package struct Wait: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// The provider's limit, told or learned.
    case rateLimit
    /// The user's own limit.
    case ownRate
    /// The answer to a request that shows whether more may go.
    case answer
    /// The pause before a request is sent again.
    case resend
  }

  package var cause: Cause
  package var since: ContinuousClock.Instant
  /// When it ends, as far as that is known.
  package var until: ContinuousClock.Instant?

  package init(
    _ cause: Cause, since: ContinuousClock.Instant, until: ContinuousClock.Instant?
  ) {
    self.cause = cause
    self.since = since
    self.until = until
  }
}

/// The waits of a run; told by everyone who sends, read by anyone.
final class Waits: Sendable {
  private struct State {
    var gate: Wait?
    var resends: [Int: Wait] = [:]
    var nextResend = 0
  }

  private let state = Mutex(State())

  /// The one that matters most: the gate holds everyone, a resend only itself.
  var current: Wait? {
    state.withLock { state in
      if let gate = state.gate, gate.until != nil { return gate }
      return state.resends.values.min { first, second in
        (first.until ?? first.since) < (second.until ?? second.since)
      } ?? state.gate
    }
  }

  /// One who wants to send was told to wait; it began earlier if that was so for the same cause.
  func atGate(_ cause: Wait.Cause, until: ContinuousClock.Instant?, now: ContinuousClock.Instant) {
    state.withLock { state in
      let since = state.gate.flatMap { $0.cause == cause ? $0.since : nil } ?? now
      state.gate = Wait(cause, since: since, until: until)
    }
  }

  /// Nobody waits at the gate.
  func passed() { state.withLock { $0.gate = nil } }

  /// A request pauses; gives what `resume` needs.
  func pause(until: ContinuousClock.Instant, now: ContinuousClock.Instant) -> Int {
    state.withLock { state in
      state.nextResend += 1
      state.resends[state.nextResend] = Wait(.resend, since: now, until: until)
      return state.nextResend
    }
  }

  func resume(_ pause: Int) { state.withLock { $0.resends[pause] = nil } }
}

extension Wait.Cause {
  /// What the gate's reason means for people.
  init(_ reason: Admission.Reason) {
    switch reason {
    case .refused, .usedUp, .documented, .learnedPace: self = .rateLimit
    case .userRate: self = .ownRate
    case .firstAnswer, .concurrency: self = .answer
    }
  }
}
