// The forms in which servers say when to come back: right ones, odd ones, hostile ones. Pure.

/// What a 429 says about when to come back.
package enum RetryHint: String, Sendable, CaseIterable {
  /// As the provider does: Dub epoch milliseconds, Hoko `retryAfter` in the body, ShortPen nothing.
  case provider = "default"
  /// Nothing at all.
  case none
  case zero
  /// Whole seconds from now, at least 1, as RFC 9110 has it.
  case seconds
  /// A date, as RFC 9110 has it.
  case httpDate = "http-date"
  /// Seconds since 1970.
  case epoch
  /// Milliseconds since 1970.
  case epochMilliseconds = "epoch-ms"
  /// No number and no date.
  case garbage
  /// A year from now, in seconds.
  case year
  /// An hour from now, in seconds.
  case hour
  /// A date that lies an hour back.
  case past

  /// What `Retry-After` says, or `nil` where this form has no text of its own.
  package func text(retry: Timestamp, at now: Timestamp) -> String? {
    switch self {
    case .provider, .none: nil
    case .zero: "0"
    case .seconds: String(max(1, (retry - now).secondsRoundedUp))
    case .httpDate: CalendarText(Timestamp(seconds: Self.roundedUp(retry))).http
    case .epoch: String(Self.roundedUp(retry))
    case .epochMilliseconds: String(retry.milliseconds)
    case .garbage: "soon, perhaps"
    case .year: "31536000"
    case .hour: "3600"
    case .past: CalendarText(Timestamp(seconds: max(0, now.seconds - 3600))).http
    }
  }

  private static func roundedUp(_ time: Timestamp) -> Int64 {
    (time - Timestamp(seconds: 0)).secondsRoundedUp
  }
}

/// Which rate-limit headers are sent besides the hint on a 429.
package enum RateHeaders: String, Sendable, CaseIterable {
  /// Those that the provider sends; ShortPen documents none.
  case provider = "default"
  case none
  /// `X-RateLimit-Limit`, `-Remaining` and `-Reset` from every provider.
  case all
  /// All of them 0, as Dub sends when the store of its limiter is slow.
  case zero
}
