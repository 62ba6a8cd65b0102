// Rate-limit headers as the stand-ins send them.

import HTTP

/// The choices of headers and hints that all stand-ins of a sandbox share.
struct RateHeaderText: Sendable {
  var headers: RateHeaders
  var hint: RetryHint

  /// `X-RateLimit-Limit`, `-Remaining` and `-Reset` with the given reset.
  func write(_ rate: RateVerdict, reset: Int64, to response: inout HTTPResponse) {
    let isZero = headers == .zero
    response.headers.append("X-RateLimit-Limit", isZero ? "0" : String(rate.limit.requests))
    response.headers.append("X-RateLimit-Remaining", isZero ? "0" : String(rate.verdict.remaining))
    response.headers.append("X-RateLimit-Reset", isZero ? "0" : String(reset))
  }

  /// The hint that was chosen in place of the provider's own.
  func chosenHint(_ rate: RateVerdict, at now: Timestamp) -> String? {
    hint.text(retry: rate.verdict.retry, at: now)
  }
}
