// The shutting of the gate by a 429: nothing goes until its time, then one request to see, then all.

/// Open, closed until a moment, or waiting for the answer to the one request that tries.
struct Closure: Sendable {
  private enum State: Sendable, Equatable {
    case open
    case closed(until: ContinuousClock.Instant)
    case trying
  }

  private var state = State.open

  /// When the gate was last shut.
  ///
  /// A 429 to a request sent before that is part of the same event.
  private var shutAt: ContinuousClock.Instant?

  /// Refusals since the gate was last open.
  private(set) var refusals = 0

  /// When the first of an unbroken row of 429s came.
  private var refusedSince: ContinuousClock.Instant?

  /// No wait of its own is longer.
  private static let longestOwnWait = Duration.seconds(60)

  /// No closure is shorter, however short the hint.
  private static let shortest = Duration.milliseconds(100)

  func admission(now: ContinuousClock.Instant) -> Admission {
    switch state {
    case .open: .go
    case .closed(let until): until <= now ? .go : .wait(until: until, why: .refused)
    case .trying: .waitForAnswer(why: .refused)
    }
  }

  /// Whether a request belongs to the time before the gate was last shut.
  func isStale(sentAt: ContinuousClock.Instant) -> Bool {
    shutAt.map { sentAt <= $0 } ?? false
  }

  /// The moment until which it is closed, `now` when it is not.
  func until(now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    guard case .closed(let until) = state else { return now }
    return max(until, now)
  }

  mutating func sent() {
    if case .closed = state { state = .trying }
  }

  /// Something but a 429 was answered; true when that opens the gate.
  mutating func answered(sentAt: ContinuousClock.Instant) -> Bool {
    refusedSince = nil
    guard state == .trying, !isStale(sentAt: sentAt) else { return false }
    state = .open
    refusals = 0
    return true
  }

  /// A request got no answer; where it was the one that tries, the next may.
  mutating func failed(sentAt: ContinuousClock.Instant, now: ContinuousClock.Instant) {
    if state == .trying, !isStale(sentAt: sentAt) { state = .closed(until: now) }
  }

  /// Notes a 429, stale ones included, and tells how long nothing else has come.
  mutating func refusedFor(now: ContinuousClock.Instant) -> Duration {
    let since = refusedSince ?? now
    refusedSince = since
    return since.duration(to: now)
  }

  /// Shuts the gate for what the hint asks, or for a wait of its own that begins at `first` and doubles.
  ///
  /// The second refusal in a row makes the own wait count beside the hint: a server whose hints are
  /// too short is not asked at their pace for ever. Chance only lengthens. No own wait passes `longest`.
  mutating func shut(
    hint: Duration?, first: Duration, longest: Duration, now: ContinuousClock.Instant,
    using generator: inout some RandomNumberGenerator
  ) {
    refusals += 1
    let own = Backoff.doubled(first, times: refusals - 1, cap: min(Self.longestOwnWait, longest))
    let ownDue = hint == nil ? own : refusals > 1 ? own / 2 : .zero
    let wait = max(hint ?? .zero, ownDue, Self.shortest)
    let most = hint == nil ? wait * 0.25 : min(wait * 0.05, .milliseconds(250))
    shutAt = now
    state = .closed(
      until: now.advanced(by: wait + most * Double.random(in: 0...1, using: &generator)))
  }
}
