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
    /// Of each class, and of the requests without one.
    var gates: [String?: Wait] = [:]

    /// Since when somebody waits at a gate.
    var since: ContinuousClock.Instant?
    var resends: [Int: Wait] = [:]
    var nextResend = 0
  }

  private let state = Mutex(State())
  private let tell: @Sendable (Wait) -> Void

  /// Each wait is told when it begins, and when it turns out to end at another moment.
  init(_ tell: @escaping @Sendable (Wait) -> Void = { _ in }) { self.tell = tell }

  /// The one that matters most: a gate holds many, a resend only itself.
  var current: Wait? {
    state.withLock { state in
      let gate = Self.soonest(state.gates.values)
      if let gate, gate.until != nil { return gate }
      return Self.soonest(state.resends.values) ?? gate
    }
  }

  /// The one that ends first, as far as that is known.
  private static func soonest(_ waits: some Collection<Wait>) -> Wait? {
    waits.min { first, second in
      switch (first.until, second.until) {
      case (let first?, let second?): first < second
      case (nil, nil): first.since < second.since
      case (nil, _): false
      case (_, nil): true
      }
    }
  }

  /// One of a class who wants to send was told to wait; it began earlier if that was so for the same cause.
  func atGate(
    _ cause: Wait.Cause, of name: String? = nil, until: ContinuousClock.Instant?,
    now: ContinuousClock.Instant
  ) {
    let wait = state.withLock { state in
      let since = state.gates[name].flatMap { $0.cause == cause ? $0.since : nil } ?? now
      let wait = Wait(cause, since: since, until: until)
      state.gates[name] = wait
      state.since = state.since ?? now
      return wait
    }
    tell(wait)
  }

  /// Nobody of a class waits at its gate any more; gives how long somebody has waited at any, once nobody does.
  @discardableResult func passed(of name: String? = nil, now: ContinuousClock.Instant) -> Duration {
    state.withLock { state in
      state.gates[name] = nil
      guard state.gates.isEmpty, let since = state.since else { return .zero }
      state.since = nil
      return since.duration(to: now)
    }
  }

  /// A request pauses; gives what `resume` needs.
  func pause(until: ContinuousClock.Instant, now: ContinuousClock.Instant) -> Int {
    let wait = Wait(.resend, since: now, until: until)
    defer { tell(wait) }
    return state.withLock { state in
      state.nextResend += 1
      state.resends[state.nextResend] = wait
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
