// How long to wait before a request is sent again after a network fault or a 5xx. Rate limits are not
// its concern: those are the gate's.

/// Waits that double, each lengthened by chance and never shortened.
package enum Backoff {
  private static let base = Duration.milliseconds(500)
  private static let cap = Duration.seconds(30)

  /// The wait before resend number `attempt`, the first being 1.
  ///
  /// Half a second, doubled each time up to 30 s, plus up to a half more, so that requests that failed
  /// together do not come back together. What a 503 asks for is the least that is waited; `nil` when
  /// it asks for more than `maxWait`.
  package static func wait(
    attempt: Int, hints: RateHints = RateHints(), maxWait: Duration,
    using generator: inout some RandomNumberGenerator
  ) -> Duration? {
    let own = doubled(base, times: max(attempt, 1) - 1, cap: cap)
    guard case .after(let asked) = hints.retryAfter, asked > own else {
      return own + own * Double.random(in: 0...0.5, using: &generator)
    }
    guard asked <= maxWait else { return nil }
    return asked + min(asked * 0.1, .seconds(1)) * Double.random(in: 0...1, using: &generator)
  }

  /// A wait doubled so many times, and no longer than `cap`.
  static func doubled(_ wait: Duration, times: Int, cap: Duration) -> Duration {
    min(wait * (1 << min(max(times, 0), 20)), cap)
  }
}
