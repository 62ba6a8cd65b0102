// Limits that count requests in windows of time. Pure.

/// A count that starts at 0 with every window of the clock.
struct FixedWindow: Sendable {
  private var window: Int64 = -1
  private var count = 0

  mutating func admit(at now: Timestamp, _ limit: RateLimit) -> RateLimiter.Verdict {
    let current = now.microseconds / limit.span.count
    if current > window {
      window = current
      count = 0
    }
    let isAllowed = count < limit.requests
    if isAllowed { count += 1 }
    let end = Timestamp(microseconds: (window + 1) * limit.span.count)
    return RateLimiter.Verdict(
      isAllowed: isAllowed, remaining: limit.requests - count, reset: end, retry: end)
  }
}

/// The approximation that Dub's limiter uses (Dub dossier, section 4).
///
/// Allowed while `floor(previous · (1 − t / span)) + current < limit`, where t is the time since the
/// clock's window began. At the start of the window after one that was used up there is almost no room.
struct SlidingWindow: Sendable {
  private var window: Int64 = -1
  private var previous = 0
  private var current = 0

  mutating func admit(at now: Timestamp, _ limit: RateLimit) -> RateLimiter.Verdict {
    let span = limit.span.count
    advance(to: now.microseconds / span)
    let elapsed = min(max(0, now.microseconds - window * span), span)
    // No overflow: at most a million requests times a day of microseconds.
    let carried = Int(Int64(previous) * (span - elapsed) / span)
    let isAllowed = carried + current < limit.requests
    if isAllowed { current += 1 }
    let end = Timestamp(microseconds: (window + 1) * span)
    return RateLimiter.Verdict(
      isAllowed: isAllowed, remaining: max(0, limit.requests - carried - current), reset: end,
      retry: end)
  }

  private mutating func advance(to number: Int64) {
    guard number > window else { return }
    previous = number == window + 1 ? current : 0
    current = 0
    window = number
  }
}

/// The times of the requests that still count.
struct RollingLog: Sendable {
  private var times: [Timestamp] = []
  private var first = 0

  mutating func admit(at now: Timestamp, _ limit: RateLimit) -> RateLimiter.Verdict {
    forget(upTo: now, limit.span)
    let isAllowed = times.count - first < limit.requests
    if isAllowed { times.append(max(now, times.last ?? now)) }
    let oldest = first < times.count ? times[first] : now
    return RateLimiter.Verdict(
      isAllowed: isAllowed, remaining: limit.requests - (times.count - first),
      reset: (times.last ?? now) + limit.span, retry: oldest + limit.span)
  }

  private mutating func forget(upTo now: Timestamp, _ span: Microseconds) {
    while first < times.count, times[first] + span <= now { first += 1 }
    if first > 1024, first > times.count / 2 {
      times.removeFirst(first)
      first = 0
    }
  }
}
