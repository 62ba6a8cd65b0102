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
        "rate", "N|N/s|N/m", expects: "a number of requests such as 10, 10/s or 300/m",
        .set(\.rate),
        "never faster than this, all requests together",
        discussion: """
          Never send faster than this, all requests together: so many a second, or with /m a \
          minute. It replaces the limit that the provider documents. Rate headers and refusals for \
          being too fast still rule.
          """, default: "what the provider allows", parse: RateLimit.init),
      .time(
        "max-duration", "TIME", .milliseconds(1) ... .seconds(31_536_000), .set(\.maxDuration),
        "stop cleanly after this long",
        discussion: """
          Stop cleanly after this long. Nothing new is sent then, requests in flight are \
          allowed to finish, rows that were not tried are not_attempted, and the status is 3.
          """
      ).rare(),
    ])

  /// Those that a single request needs too.
  static let requests = OptionGroup<PaceOptions>(
    "Requests",
    [
      .integer(
        "retries", "N", 0...100, .set(\.retries),
        "resends of one request after a network fault or a server error", default: "5"
      ).rare(),
      .time(
        "timeout", "TIME", .milliseconds(1) ... .seconds(86_400), .set(\.timeout),
        "the longest that one request may take", default: "60s"
      ).rare(),
      .time(
        "max-wait", "TIME", .zero ... .seconds(86_400), .set(\.maxWait),
        "the longest wait that a provider may ask for",
        discussion: """
          The longest wait that a provider may ask for. The run stops with status 3 when the \
          provider asks for more, or when nothing but refusals for being too fast came for so \
          long.
          """, default: "15m"
      ).rare(),
    ])
}

extension RateLimit {
  /// `10` or `10/s`, `300/m`; whole numbers up to a million.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let number = parts.first, parts.count <= 2, let requests = Int(number),
      (1...1_000_000).contains(requests), number.utf8.first != UInt8(ascii: "+")
    else { return nil }
    switch parts.dropFirst().first ?? "s" {
    case "s": self.init(requests: requests, per: .seconds(1))
    case "m": self.init(requests: requests, per: .seconds(60))
    default: return nil
    }
  }
}
