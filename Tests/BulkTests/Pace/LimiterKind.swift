// The kinds of limiters that runs are tried against, and the sizes in which.

import Testing

/// A kind of limiter, in the size that a row of the table asks for.
enum LimiterKind: String, Sendable, CaseIterable {
  case fixed, sliding, log, token, tokenNext, leaky

  func limiter(_ limit: Int, per window: Double) -> any Limiter {
    switch self {
    case .fixed: FixedWindow(limit: limit, window: window)
    case .sliding: SlidingWindow(limit: limit, window: window)
    case .log: RollingLog(limit: limit, window: window)
    case .token: TokenBucket(capacity: limit, per: window, requests: limit)
    case .tokenNext: TokenBucket(capacity: limit, per: window, requests: limit, tellsFull: false)
    case .leaky: TokenBucket(capacity: 5, per: window, requests: limit)
    }
  }

  /// In words for people.
  var words: String {
    switch self {
    case .fixed: "fixed window"
    case .sliding: "sliding window"
    case .log: "rolling log"
    case .token: "token bucket"
    case .tokenNext: "token bucket, tells the next token"
    case .leaky: "leaky bucket of 5"
    }
  }
}

/// A limit, and how many windows of it are tried.
struct Shape: Sendable, CustomTestStringConvertible {
  var limit: Int
  var window: Double
  var windows: Int

  /// The last window is half used: else one request more or less would cost a whole one.
  var requests: Int { limit * windows - limit / 2 }

  var testDescription: String { "\(limit) in \(Int(window)) s, \(windows) windows" }

  static let twentyInTwoSeconds = Shape(limit: 20, window: 2, windows: 10)
  static let sixtyAMinute = Shape(limit: 60, window: 60, windows: 10)
  static let threeHundredAMinute = Shape(limit: 300, window: 60, windows: 10)
  static let sixHundredAMinute = Shape(limit: 600, window: 60, windows: 10)

  func lasting(_ windows: Int) -> Shape {
    var longer = self
    longer.windows = windows
    return longer
  }
}
