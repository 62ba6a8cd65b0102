// Who has used how much of a limit. Pure: time is an argument, so every kind is a table in a test.

/// One key's use of one limit.
package struct RateLimiter: Sendable {
  /// What became of one request, and what a provider would say of the limit then.
  package struct Verdict: Sendable, Equatable {
    package var isAllowed: Bool
    /// How many more would be allowed now.
    package var remaining: Int
    /// When the window ends, or the bucket is as at the start.
    package var reset: Timestamp
    /// The first moment at which a request may be allowed again.
    package var retry: Timestamp
  }

  private enum Use {
    case window(FixedWindow)
    case sliding(SlidingWindow)
    case log(RollingLog)
    case bucket(Bucket)
    case flight(Int)
  }

  package let limit: RateLimit
  private var use: Use

  package init(_ limit: RateLimit) {
    self.limit = limit
    use =
      switch limit.kind {
      case .fixedWindow: .window(FixedWindow())
      case .slidingWindow: .sliding(SlidingWindow())
      case .rollingLog: .log(RollingLog())
      case .tokenBucket, .leakyBucket: .bucket(Bucket())
      case .concurrency: .flight(0)
      }
  }

  /// Counts a request if the limit has room for it; a refused one is not counted.
  package mutating func admit(at now: Timestamp) -> Verdict {
    switch use {
    case .window(var window):
      defer { use = .window(window) }
      return window.admit(at: now, limit)
    case .sliding(var window):
      defer { use = .sliding(window) }
      return window.admit(at: now, limit)
    case .log(var log):
      // Without a second owner the log grows in place.
      use = .flight(0)
      defer { use = .log(log) }
      return log.admit(at: now, limit)
    case .bucket(var bucket):
      defer { use = .bucket(bucket) }
      return bucket.admit(at: now, limit)
    case .flight(let count):
      return admit(beside: count, at: now)
    }
  }

  private mutating func admit(beside count: Int, at now: Timestamp) -> Verdict {
    let isAllowed = count < limit.requests
    let taken = isAllowed ? count + 1 : count
    use = .flight(taken)
    // Nobody can know when a place becomes free; a second is a usual guess.
    let later = now + .seconds(1)
    return Verdict(
      isAllowed: isAllowed, remaining: limit.requests - taken, reset: later, retry: later)
  }

  /// Says that a request which was allowed has been answered; only `concurrency` minds.
  package mutating func release() {
    if case .flight(let count) = use { use = .flight(max(0, count - 1)) }
  }
}
