// A documented limit kept as the strictest reading of it: never more than N requests in any stretch of W.

import Providers

/// The requests of the last W, so that no window, wherever it begins, holds more than N.
struct RollingLimit: Sendable {
  private let requests: Int
  private let per: Duration

  /// When requests were answered, oldest first.
  ///
  /// The server counted each at or before that moment, so
  /// what is sent W after it is surely outside its window.
  private var answered: [ContinuousClock.Instant] = []

  /// The first of `answered` that still counts.
  private var first = 0

  /// A limit of less than one request is taken for one.
  init(_ limit: RateLimit) {
    requests = max(1, limit.requests)
    per = max(.zero, limit.per)
  }

  /// The earliest moment for the next request.
  func admission(now: ContinuousClock.Instant, inFlight: Int) -> Admission {
    let mustPass = answered.count - first + inFlight - requests
    guard mustPass >= 0 else { return .go }
    guard first + mustPass < answered.count else { return .waitForAnswer(why: .documented) }
    let free = answered[first + mustPass].advanced(by: per)
    return free <= now ? .go : .wait(until: free, why: .documented)
  }

  /// Counts a request whose answer came, or which failed, now.
  mutating func finished(now: ContinuousClock.Instant) {
    answered.append(now)
    while first < answered.count, answered[first].advanced(by: per) <= now { first += 1 }
    if first > 1024, first * 2 > answered.count {
      answered.removeFirst(first)
      first = 0
    }
  }
}
