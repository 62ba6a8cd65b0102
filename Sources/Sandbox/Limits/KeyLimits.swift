// One stand-in's limiters, one for each key, and the choices that all stand-ins share.

/// Which limit a stand-in keeps.
package enum LimitChoice: Sendable, Equatable {
  /// The one that the provider documents.
  case provider
  case none
  case custom(RateLimit)
}

/// How each key stands to the limit.
struct KeyLimits: Sendable {
  private let limit: RateLimit?
  private var limiters: [String: RateLimiter] = [:]

  /// `documented` is what `.provider` stands for.
  init(_ choice: LimitChoice, documented: RateLimit) {
    limit =
      switch choice {
      case .provider: documented
      case .none: nil
      case .custom(let limit): limit
      }
  }

  /// Counts a request of the key; `nil` where there is no limit.
  mutating func admit(_ key: String, at now: Timestamp) -> RateVerdict? {
    guard let limit else { return nil }
    let verdict = limiters[key, default: RateLimiter(limit)].admit(at: now)
    return RateVerdict(limit: limit, verdict: verdict)
  }

  mutating func release(_ key: String) { limiters[key]?.release() }
}

/// A verdict together with the limit that it was given by.
package struct RateVerdict: Sendable {
  package var limit: RateLimit
  package var verdict: RateLimiter.Verdict
}
