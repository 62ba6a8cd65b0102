// What simulated servers say of their limits in headers, believable and hostile.

import HTTP

/// How a server tells of its limit.
enum Telling: Sendable, Equatable {
  /// Dub: `X-RateLimit-*` on every answer, epoch milliseconds there and in `Retry-After`.
  case milliseconds

  /// `X-RateLimit-*` with epoch seconds, no `Retry-After`.
  case epochSeconds

  /// `X-RateLimit-*` with whole seconds from now, rounded up, and the same in `Retry-After`.
  case seconds

  /// `X-RateLimit-*` on what is accepted, and on 429s only `Retry-After` in whole seconds.
  case untilRefused

  /// Dub's headers, but this text in `Retry-After`.
  case hostileRetry(String)

  /// Dub's headers, but this text in `Retry-After` and in `X-RateLimit-Reset`.
  case hostileReset(String)

  /// Only `Retry-After`, only on 429s: whole seconds, a date, or this text.
  case retrySeconds
  case retryDate
  case retryText(String)

  case nothing

  /// Dub's headers while the store of its limiter is slow.
  static let zeros: HTTPHeaders = [
    "X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0",
    "Retry-After": "0",
  ]

  /// The headers of an answer at `now`, `reset` being the ruling's, in seconds since the epoch.
  func headers(_ ruling: Ruling, now: Double, reset: Double) -> HTTPHeaders {
    var headers: HTTPHeaders = [:]
    let milliseconds = String(Int64((reset * 1000).rounded(.up)))
    let wait = String(Int((reset - now).rounded(.up)))
    let told: (reset: String?, retry: String?) =
      switch self {
      case .milliseconds: (milliseconds, milliseconds)
      case .epochSeconds: (String(Int64(reset.rounded(.up))), nil)
      case .seconds: (wait, ruling.isAllowed ? nil : wait)
      case .untilRefused: ruling.isAllowed ? (milliseconds, nil) : (nil, wait)
      case .hostileRetry(let text): (milliseconds, text)
      case .hostileReset(let text): (text, text)
      case .retrySeconds: (nil, ruling.isAllowed ? nil : wait)
      case .retryDate:
        (nil, ruling.isAllowed ? nil : HTTPDate.format(Int64(reset.rounded(.up))))
      case .retryText(let text): (nil, ruling.isAllowed ? nil : text)
      case .nothing: (nil, nil)
      }
    if let reset = told.reset {
      headers["X-RateLimit-Limit"] = String(ruling.limit)
      headers["X-RateLimit-Remaining"] = String(ruling.remaining)
      headers["X-RateLimit-Reset"] = reset
    }
    headers["Retry-After"] = told.retry
    return headers
  }
}
