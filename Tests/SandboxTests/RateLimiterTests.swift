// Each kind of limit as a table: when requests come, in milliseconds, and which are allowed.

import Sandbox
import Testing

struct RateLimiterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var limit: RateLimit
    /// Milliseconds and whether the request is allowed.
    var requests: [(Int64, Bool)]
  }

  static let second = Microseconds.seconds(1)

  static let cases = [
    Case(
      testDescription: "a fixed window starts anew with the clock's, not with the first request",
      limit: RateLimit(2, per: second),
      requests: [(900, true), (950, true), (999, false), (1000, true), (1001, true), (1002, false)]),
    Case(
      testDescription: "Dub's window has almost no room at the start of the next minute",
      limit: RateLimit(60, per: .seconds(60), kind: .slidingWindow),
      requests: Array(repeating: (59_000, true), count: 60) + [
        (59_500, false), (60_000, false), (60_001, true), (60_002, false),
      ]),
    Case(
      testDescription: "Dub's window has five of sixty after five seconds",
      limit: RateLimit(60, per: .seconds(60), kind: .slidingWindow),
      requests: Array(repeating: (59_000, true), count: 60)
        + Array(repeating: (65_000, true), count: 5) + [(65_000, false)]),
    Case(
      testDescription: "Dub's window forgets after two windows",
      limit: RateLimit(2, per: second, kind: .slidingWindow),
      requests: [(500, true), (500, true), (500, false), (2500, true), (2500, true), (2500, false)]),
    Case(
      testDescription: "a rolling log gives each request back after one span",
      limit: RateLimit(2, per: second, kind: .rollingLog),
      requests: [
        (0, true), (600, true), (999, false), (1000, true), (1001, false), (1600, true),
      ]),
    Case(
      testDescription: "a token bucket starts full and fills evenly",
      limit: RateLimit(10, per: second, kind: .tokenBucket, burst: 3),
      requests: [
        (0, true), (0, true), (0, true), (0, false), (99, false), (100, true), (100, false),
        (5000, true), (5000, true), (5000, true), (5000, false),
      ]),
    Case(
      testDescription: "a leaky bucket spaces requests",
      limit: RateLimit(10, per: second, kind: .leakyBucket),
      requests: [(0, true), (0, false), (99, false), (100, true), (150, false), (200, true)]),
    Case(
      testDescription: "a leaky bucket lets a burst in where it has room",
      limit: RateLimit(10, per: second, kind: .leakyBucket, burst: 2),
      requests: [(0, true), (0, true), (0, false), (100, true), (100, false)]),
    Case(
      testDescription: "a clock that is set back opens no window",
      limit: RateLimit(1, per: second),
      requests: [(5000, true), (4000, false), (5999, false), (6000, true)]),
  ]

  @Test("a limit allows what its kind allows", arguments: cases)
  func allows(given: Case) {
    var limiter = RateLimiter(given.limit)
    for (index, request) in given.requests.enumerated() {
      let now = Timestamp(microseconds: request.0 * 1000)
      #expect(limiter.admit(at: now).isAllowed == request.1, "request \(index) at \(request.0)")
    }
  }

  @Test("concurrency counts what is unanswered")
  func concurrency() {
    var limiter = RateLimiter(RateLimit(2, per: .seconds(1), kind: .concurrency))
    let now = Timestamp(seconds: 100)
    #expect(limiter.admit(at: now).remaining == 1)
    #expect(limiter.admit(at: now).isAllowed)
    #expect(!limiter.admit(at: now).isAllowed)
    limiter.release()
    #expect(limiter.admit(at: now).isAllowed)
  }

  @Test(
    "a refused request is allowed at the moment that the verdict names",
    arguments: [
      RateLimit.Kind.fixedWindow, .rollingLog, .tokenBucket, .leakyBucket,
    ])
  func retryMoment(kind: RateLimit.Kind) {
    var limiter = RateLimiter(RateLimit(3, per: .seconds(7), kind: kind, burst: 1))
    let now = Timestamp(microseconds: 1_000_000_123)
    var verdict = limiter.admit(at: now)
    while verdict.isAllowed { verdict = limiter.admit(at: now) }
    var early = limiter
    #expect(!early.admit(at: verdict.retry + Microseconds(-1)).isAllowed)
    #expect(limiter.admit(at: verdict.retry).isAllowed)
  }

  @Test("what remains is what would be allowed now", arguments: RateLimit.Kind.allCases)
  func remaining(kind: RateLimit.Kind) {
    let limiter = RateLimiter(RateLimit(5, per: .seconds(10), kind: kind, burst: 4))
    let now = Timestamp(microseconds: 33_000_000)
    var used = limiter
    let first = used.admit(at: now)
    for left in (0..<first.remaining).reversed() {
      #expect(used.admit(at: now).remaining == left)
    }
    #expect(!used.admit(at: now).isAllowed)
  }

  @Test("the greatest limit and span do not overflow", arguments: RateLimit.Kind.allCases)
  func extremes(kind: RateLimit.Kind) {
    let limit = RateLimit(Int.max, per: Microseconds(.max), kind: kind, burst: Int.max)
    var limiter = RateLimiter(limit)
    for seconds in [0, 1, 86_399, 86_400, 172_800, 4_000_000_000] as [Int64] {
      #expect(limiter.admit(at: Timestamp(seconds: seconds)).isAllowed)
    }
    var least = RateLimiter(RateLimit(Int.min, per: Microseconds(.min), kind: kind))
    #expect(least.admit(at: Timestamp(seconds: 1)).isAllowed)
    #expect(!least.admit(at: Timestamp(seconds: 1)).isAllowed)
  }

  @Test("a hint is written in each of its forms")
  func hints() {
    let now = Timestamp(microseconds: 784_111_777_400_000)
    let retry = now + .milliseconds(2500)
    let texts = RetryHint.allCases.map { $0.text(retry: retry, at: now) }
    #expect(
      texts == [
        nil, nil, "0", "3", "Sun, 06 Nov 1994 08:49:40 GMT", "784111780", "784111779900",
        "soon, perhaps", "31536000", "3600", "Sun, 06 Nov 1994 07:49:37 GMT",
      ])
  }
}
