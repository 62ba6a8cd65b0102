// How fast a run goes and how long it waits.

import Arguments
import Providers

/// Concurrency, batch size, rate, resends and time-outs.
struct PaceOptions: Sendable {
  var concurrency = 8
  var batchSize: Int?
  var rate: RateLimit?
  var retries = 5
  var timeout = Duration.seconds(60)
  var maxWait = Duration.seconds(900)
  var maxDuration: Duration?

  static let group = OptionGroup<PaceOptions>(
    "Pace",
    [
      .integer(
        "concurrency", short: "c", "N", 1...256, .set(\.concurrency), "requests in flight",
        default: "8"),
      .integer(
        "batch-size", "N", 1...1_000_000, .set(\.batchSize),
        "rows a request, up to the provider's limit", default: "the provider's limit"
      ).rare(),
      .value(
        "rate", "N/s|N/m", expects: "a number of requests such as 10/s or 300/m", .set(\.rate),
        "never faster than this, all requests together",
        discussion: """
          Never send faster than this, all requests together. It replaces the limit that the \
          provider documents. Rate headers and refusals for being too fast still rule.
          """, default: "what the provider allows", parse: RateLimit.init),
      .integer(
        "retries", "N", 0...100, .set(\.retries),
        "resends of one request after a network fault or a server error", default: "5"
      ).rare(),
      .seconds(
        "timeout", "SECONDS", .milliseconds(1) ... .seconds(86_400), .set(\.timeout),
        "the longest that one request may take", default: "60"
      ).rare(),
      .seconds(
        "max-wait", "SECONDS", .zero ... .seconds(86_400), .set(\.maxWait),
        "the longest wait that a provider may ask for",
        discussion: """
          The longest wait that a provider may ask for. The run stops with status 3 when the \
          provider asks for more, or when nothing but refusals for being too fast came for so \
          long.
          """, default: "900"
      ).rare(),
      .seconds(
        "max-duration", "SECONDS", .milliseconds(1) ... .seconds(31_536_000), .set(\.maxDuration),
        "stop cleanly after this long",
        discussion: """
          Stop cleanly after this long. Nothing new is sent then, requests in flight are let \
          finish, rows that were not tried are not_attempted, and the status is 3.
          """
      ).rare(),
    ])
}

extension RateLimit {
  /// `10/s` or `300/m`; whole numbers up to a million.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let requests = Int(parts[0]), (1...1_000_000).contains(requests),
      parts[0].utf8.first != UInt8(ascii: "+")
    else { return nil }
    switch parts[1] {
    case "s": self.init(requests: requests, per: .seconds(1))
    case "m": self.init(requests: requests, per: .seconds(60))
    default: return nil
    }
  }
}
