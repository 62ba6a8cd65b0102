// Token and leaky bucket. Both are one thing, a bucket that drains evenly, with different room. Pure.

/// How full a bucket is.
///
/// One request adds `span` microseconds' worth and `requests` drain every microsecond, so that whole
/// numbers are exact: at most a million requests times a day of microseconds, which fits.
struct Bucket: Sendable {
  private var level: Int64 = 0
  private var updated = Timestamp(microseconds: 0)

  mutating func admit(at now: Timestamp, _ limit: RateLimit) -> RateLimiter.Verdict {
    let share = limit.span.count
    let room = Int64(limit.burst) * share
    drain(until: now, limit)
    let isAllowed = level + share <= room
    if isAllowed { level += share }
    return RateLimiter.Verdict(
      isAllowed: isAllowed, remaining: Int((room - level) / share),
      reset: now + Self.time(toDrain: level, limit),
      retry: now + Self.time(toDrain: level + share - room, limit))
  }

  private mutating func drain(until now: Timestamp, _ limit: RateLimit) {
    guard now > updated else { return }
    let elapsed = (now - updated).count
    let emptyAfter = Self.time(toDrain: level, limit).count
    level = elapsed >= emptyAfter ? 0 : level - elapsed * Int64(limit.requests)
    updated = now
  }

  private static func time(toDrain level: Int64, _ limit: RateLimit) -> Microseconds {
    guard level > 0 else { return .zero }
    let requests = Int64(limit.requests)
    return Microseconds((level + requests - 1) / requests)
  }
}
