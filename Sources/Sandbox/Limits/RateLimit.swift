// What a limit is, apart from who has used how much of it.

/// So many requests in a span, counted in one of the ways that providers count.
package struct RateLimit: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Counted from 0 in each window; windows begin at whole multiples of the span since 1970.
    case fixedWindow = "fixed-window"
    /// Dub's: the last window counts on, weighted with what is left of it in the sliding span.
    case slidingWindow = "sliding-window"
    /// Exact: every request counts for one span.
    case rollingLog = "rolling-log"
    /// `burst` requests at once (by default all of them), then as they are refilled evenly.
    case tokenBucket = "token-bucket"
    /// Evenly spaced; up to `burst` (by default 1) may come at once.
    case leakyBucket = "leaky-bucket"
    /// So many at the same time; the span is of no account.
    case concurrency
  }

  /// The most requests that a limit may allow, so that no count can overflow.
  package static let most = 1_000_000

  package let kind: Kind
  package let requests: Int
  package let span: Microseconds
  package let burst: Int

  /// Values outside of 1 to `most` requests and 1 millisecond to 1 day are brought inside.
  package init(
    _ requests: Int, per span: Microseconds, kind: Kind = .fixedWindow, burst: Int? = nil
  ) {
    self.kind = kind
    self.requests = min(max(1, requests), Self.most)
    self.span = min(max(.milliseconds(1), span), .longest)
    let usual = kind == .leakyBucket ? 1 : self.requests
    self.burst = min(max(1, burst ?? usual), Self.most)
  }
}
