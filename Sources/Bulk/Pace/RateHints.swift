// What a response says about the rate, checked for sense. Headers are hostile: a hint is believed only
// where it means a wait of more than nothing and at most a day.

package import HTTP

/// The rate limit as one response tells it.
package struct RateHints: Sendable, Equatable {
  /// What a response says about when to come back.
  package enum Wait: Sendable, Equatable {
    case absent

    /// Something was said that cannot be meant: zero, negative, past, over a day, or no time at all.
    case nonsense

    case after(Duration)
  }

  /// Requests in a window; more than zero.
  package var limit: Int?

  /// Requests left in it when this one had been counted.
  package var remaining: Int?

  /// Time from when the response came until the window ends; more than zero.
  package var resetAfter: Duration?

  /// The same moment in seconds since the epoch, on the server's clock, where it was told so.
  ///
  /// Two answers of one window have the same, whatever the clocks here show. It is there also when it
  /// seems to be past, by no more than a day.
  package var resetEpoch: Double?

  package var retryAfter: Wait = .absent

  /// Says nothing.
  package init() {}

  /// Reads `Retry-After` and the `X-RateLimit-*` family.
  ///
  /// - Parameters:
  ///   - receivedAtEpoch: what the wall clock here showed when the response came, in seconds.
  ///   - bodyRetryAfter: what the body asks for, where the provider puts it there; a believable
  ///     header goes before it.
  package init(_ response: HTTPResponse, receivedAtEpoch: Double, bodyRetryAfter: Double? = nil) {
    let headers = response.headers
    let family = Self.family(in: headers)
    limit = family.flatMap { Self.count(headers[$0 + "Limit"]) }
    // Dub lets requests through with every figure 0 while its limiter's store is slow.
    if limit == 0 {
      limit = nil
      return
    }
    let now = Self.serverTime(headers, receivedAtEpoch: receivedAtEpoch)
    if let family {
      remaining = Self.count(headers[family + "Remaining"])
      let reset = headers[family + "Reset"].flatMap { RateMoment(text: $0) }
      resetAfter = reset?.wait(epochNow: now)
      if case .epoch(let moment) = reset, abs(moment - now) <= RateMoment.believable / .seconds(1) {
        resetEpoch = moment
      }
    }
    retryAfter = Self.wait(headers["Retry-After"], orBody: bodyRetryAfter, epochNow: now)
  }

  /// The first spelling that says how many are left, else the first that says anything.
  ///
  /// A server may send two at once with the reset in different forms, so they are not mixed.
  private static func family(in headers: HTTPHeaders) -> String? {
    let families = ["X-RateLimit-", "RateLimit-", "X-Rate-Limit-"]
    return families.first { headers[$0 + "Remaining"] != nil }
      ?? families.first { headers[$0 + "Limit"] != nil || headers[$0 + "Reset"] != nil }
  }

  /// A count as plain digits, up to a comma or semicolon (`100, 100;w=60`).
  private static func count(_ text: String?) -> Int? {
    guard let text else { return nil }
    let digits = text.prefix { $0 != "," && $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    // A count past this is no limit, and stays far from where arithmetic could overflow.
    return Int(digits).map { min($0, 1_000_000_000) }
  }

  /// What the server's clock showed when the response came, as well as can be told.
  ///
  /// `Date` is cut to whole seconds, which makes every reset look up to a second farther off than it
  /// is: half of a two-second window. So the local clock is used unless the two disagree by more than
  /// rounding and transit explain.
  private static func serverTime(_ headers: HTTPHeaders, receivedAtEpoch: Double) -> Double {
    guard let date = headers["Date"].flatMap({ HTTPDate.parse($0) }) else { return receivedAtEpoch }
    return abs(receivedAtEpoch - (Double(date) + 0.5)) <= 2 ? receivedAtEpoch : Double(date)
  }

  private static func wait(_ header: String?, orBody body: Double?, epochNow: Double) -> Wait {
    let told = header.flatMap { RateMoment(text: $0) }?.wait(epochNow: epochNow)
    let inBody = body.flatMap { RateMoment($0) }?.wait(epochNow: epochNow)
    if let wait = told ?? inBody { return .after(wait) }
    return header == nil && body == nil ? .absent : .nonsense
  }
}
