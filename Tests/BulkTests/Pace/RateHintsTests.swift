// What is believed of rate headers, and what is not.

import HTTP
import Testing

@testable import Bulk

@Suite struct RateHintsTests {
  /// Fri, 21 Aug 2026 22:20:00 GMT.
  static let now = 1_787_350_800.0

  static func wait(_ retryAfter: String?, date: String? = nil, body: Double? = nil)
    -> RateHints.Wait
  {
    var headers: HTTPHeaders = [:]
    headers["Retry-After"] = retryAfter
    headers["Date"] = date
    return RateHints(
      HTTPResponse(status: 429, headers: headers), receivedAtEpoch: now, bodyRetryAfter: body
    ).retryAfter
  }

  @Test(
    "each form of a believable Retry-After is the wait it means",
    arguments: [
      ("1", 1), ("  60\t", 60), ("1.5", 1.5), ("86400", 86_400), ("1787350860", 60),
      ("1787350860000", 60), ("1787350800250", 0.25), ("Fri, 21 Aug 2026 22:21:00 GMT", 60),
      ("Friday, 21-Aug-26 22:21:00 GMT", 60), ("Fri Aug 21 22:21:00 2026", 60),
    ] as [(String, Double)])
  func believable(text: String, seconds: Double) throws {
    guard case .after(let wait) = Self.wait(text) else {
      Issue.record("\(text) was not believed")
      return
    }
    #expect(abs(wait / .seconds(1) - seconds) < 0.001)
  }

  @Test(
    "what cannot be meant is nonsense, never a wait of nothing or of years",
    arguments: [
      "0", "0.0", "-1", "+5", "", " ", ".", "1.2.3", "soon", "NaN", "nan", "inf", "Infinity",
      "0x10",
      "1e3", "1 2", "86401", "31536000", "999999999", "1787350800", "1787350799999", "1000000000",
      "99999999999999999999", "1787350860000000", "Sun, 06 Nov 1994 08:49:37 GMT",
      "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 21 Aug 2026 22:20:00 GMT", "٦٠",
      String(repeating: "9", count: 10_000),
    ])
  func nonsense(text: String) {
    #expect(Self.wait(text) == .nonsense)
  }

  @Test("nothing said is nothing heard, and the body speaks where no header can be believed")
  func body() {
    #expect(Self.wait(nil) == .absent)
    #expect(Self.wait(nil, body: 60) == .after(.seconds(60)))
    #expect(Self.wait("0", body: 60) == .after(.seconds(60)))
    #expect(Self.wait("5", body: 60) == .after(.seconds(5)))
    for body in [0, -1, .nan, .infinity, 1e300, 100_000] {
      #expect(Self.wait(nil, body: body) == .nonsense)
    }
  }

  @Test("a moment is measured by the local clock where Date agrees, else by Date")
  func clocks() {
    #expect(Self.wait("1787350860", date: "Fri, 21 Aug 2026 22:19:59 GMT") == .after(.seconds(60)))
    #expect(Self.wait("1787350860", date: "Fri, 21 Aug 2026 22:20:30 GMT") == .after(.seconds(30)))
    #expect(Self.wait("1787350860", date: "Fri, 21 Aug 2026 22:25:00 GMT") == .nonsense)
    #expect(Self.wait("1787350860", date: "yesterday") == .after(.seconds(60)))
    #expect(Self.wait("7", date: "Sun, 06 Nov 1994 08:49:37 GMT") == .after(.seconds(7)))
  }

  static func hints(_ headers: HTTPHeaders) -> RateHints {
    RateHints(HTTPResponse(status: 200, headers: headers), receivedAtEpoch: now)
  }

  @Test("Dub's headers, epoch milliseconds in both, are read")
  func dub() {
    let hints = Self.hints([
      "x-ratelimit-limit": "600", "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1787350860000", "retry-after": "1787350860000",
    ])
    #expect(hints.limit == 600 && hints.remaining == 0)
    #expect(hints.resetAfter == .seconds(60) && hints.resetEpoch == 1_787_350_860)
    #expect(hints.retryAfter == .after(.seconds(60)))
  }

  @Test("Dub's zeros, sent while its limiter is not reached, say nothing")
  func failOpen() {
    let zeros: HTTPHeaders = [
      "X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0",
      "Retry-After": "0",
    ]
    #expect(Self.hints(zeros) == RateHints())
  }

  @Test("the other spellings are read, and two at once are not mixed")
  func spellings() {
    let draft: HTTPHeaders = [
      "RateLimit-Limit": "100, 100;w=60", "RateLimit-Remaining": "42", "RateLimit-Reset": "17",
    ]
    #expect(Self.hints(draft).limit == 100 && Self.hints(draft).remaining == 42)
    #expect(Self.hints(draft).resetAfter == .seconds(17) && Self.hints(draft).resetEpoch == nil)
    var both = draft
    both["X-RateLimit-Reset"] = "1787350860"
    #expect(Self.hints(both).resetAfter == .seconds(17))
    #expect(Self.hints(["X-Rate-Limit-Remaining": "3"]).remaining == 3)
  }

  @Test(
    "a count that is no count is not one",
    arguments: ["-1", "", "many", "1.5", "9999999999999999999999", "0x10", "١"])
  func counts(text: String) {
    let hints = Self.hints(["X-RateLimit-Remaining": text, "X-RateLimit-Limit": text])
    #expect(hints.remaining == nil && hints.limit == nil)
  }
}
