// The user's `--rate`: requests at even distances, whatever the provider would allow.

import Providers

/// Evenly spaced sends.
struct SteadyPace: Sendable {
  private let interval: Duration
  private var next: ContinuousClock.Instant?

  /// How far behind its schedule it may catch up: enough for late wake-ups, too little for a burst.
  private static let slack = Duration.milliseconds(20)

  /// A limit of less than one request is taken for one.
  init(_ limit: RateLimit) { interval = max(.zero, limit.per) / max(1, limit.requests) }

  func admission(now: ContinuousClock.Instant) -> Admission {
    guard let next, next > now else { return .go }
    return .wait(until: next, why: .userRate)
  }

  mutating func sent(now: ContinuousClock.Instant) {
    let scheduled = next.map { max($0, now.advanced(by: .zero - Self.slack)) } ?? now
    next = scheduled.advanced(by: interval)
  }
}
