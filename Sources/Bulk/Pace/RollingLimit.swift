// A documented limit kept as the strictest reading of it: never more than N requests in any stretch of W.

import Providers

/// The requests of the last W, so that no window, wherever it begins, holds more than N.
struct RollingLimit: Sendable {
  let requests: Int
  let per: Duration
  private var log = AnswerLog()

  /// A limit of less than one request is taken for one.
  init(_ limit: RateLimit) {
    requests = max(1, limit.requests)
    per = max(.zero, limit.per)
  }

  /// The earliest moment for the next request.
  func admission(now: ContinuousClock.Instant, inFlight: Int) -> Admission {
    guard log.count + inFlight >= requests else { return .go }
    guard inFlight < requests else { return .waitForAnswer(why: .documented) }
    let free = log.moment(span: per, after: requests - inFlight - 1) ?? now
    return free <= now ? .go : .wait(until: free, why: .documented)
  }

  /// Counts a request whose answer came, or which failed, now.
  mutating func finished(sentAt: ContinuousClock.Instant, now: ContinuousClock.Instant) {
    log.note(sentAt: sentAt, now: now, keeping: requests)
  }
}
