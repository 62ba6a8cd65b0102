// Keys, scopes, limits and headers of the Dub stand-in (Dub dossier, sections 3 and 4).

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubGateTests {
  /// A limit that no test outlasts, counted without a clock's windows.
  private let two = LimitChoice.custom(
    RateLimit(2, per: .longest, kind: .rollingLog))

  @Test(
    "a key that is not one is refused in Dub's words and without rate headers",
    arguments: [
      (nil, 401, "unauthorized", "Missing Authorization header."),
      (
        "dub_x", 400, "bad_request",
        "Misconfigured authorization header. Did you forget to add 'Bearer '? Learn more: https://d.to/auth"
      ), ("Bearer dub_x", 401, "unauthorized", "Unauthorized: Invalid API key."),
      (
        "Bearer \(SandboxKey.dubExpired)", 401, "unauthorized",
        "Unauthorized: Access token expired."
      ),
    ])
  func badKeys(header: String?, status: Int, code: String, message: String) throws {
    let sandbox = try Sandbox.forTest(links: 1, limit: .provider)
    let reply = try sandbox.send(
      .dub, "DELETE", "/links/bulk?linkIds=\(SeededID.dub(1))",
      headers: header.map { ["Authorization: \($0)"] } ?? [])
    #expect(reply.status == status)
    #expect(reply.json?["error"]?["code"]?.string == code)
    #expect(reply.json?["error"]?["message"]?.string == message)
    #expect(reply["X-RateLimit-Limit"] == nil)
    #expect(reply["Retry-After"] == nil)
    #expect(sandbox.linkCount(of: .dub) == 1)
  }

  @Test("a key without links.write is a 403 with rate headers, and may read")
  func missingScope() throws {
    let sandbox = try Sandbox.forTest(links: 1, limit: .provider)
    let key = "Bearer \(SandboxKey.dubReadOnly)"
    let reply = try sandbox.ask(.dub, "DELETE", "/links/bulk?linkIds=a", key: key)
    #expect(reply.status == 403)
    #expect(reply.json?["error"]?["code"] == "forbidden")
    #expect(
      reply.json?["error"]?["message"]
        == "The provided key does not have the required permissions for this endpoint on the workspace 'ws_sandbox'. Having the 'links.write' permission would allow this request to continue."
    )
    #expect(reply["X-RateLimit-Limit"] == "600")
    #expect(try sandbox.ask(.dub, "GET", "/links", key: key).status == 200)
  }

  @Test("reset and Retry-After are one: the end of the minute in epoch milliseconds, also on a 200")
  func headersOfSuccess() throws {
    let sandbox = try Sandbox.forTest(links: 1, limit: .provider)
    let reply = try sandbox.ask(.dub, "GET", "/links")
    #expect(reply.status == 200)
    #expect(reply["X-RateLimit-Limit"] == "600")
    #expect(reply["X-RateLimit-Remaining"] == "599")
    let reset = try #require(reply["X-RateLimit-Reset"].flatMap { Int($0) })
    #expect(reply["Retry-After"] == String(reset))
    #expect(reset.isMultiple(of: 60_000))
    #expect(String(reset).count == 13)
  }

  @Test("a 429 deletes nothing, is not counted and has Dub's body and headers")
  func limited() throws {
    let sandbox = try Sandbox.forTest(links: 3, limit: two)
    for index in 1...2 {
      _ = try sandbox.ask(.dub, "DELETE", "/links/bulk?linkIds=\(SeededID.dub(index))")
    }
    for _ in 1...2 {
      let reply = try sandbox.ask(.dub, "DELETE", "/links/bulk?linkIds=\(SeededID.dub(3))")
      #expect(reply.status == 429)
      #expect(
        reply.json?["error"] == [
          "code": "rate_limit_exceeded", "message": "Too many requests.",
          "doc_url": "https://dub.co/docs/api-reference/errors#rate-limit_exceeded",
        ])
      #expect(reply["X-RateLimit-Remaining"] == "0")
      #expect(reply["Retry-After"] == reply["X-RateLimit-Reset"])
      #expect(reply["Retry-After"]?.count == 13)
    }
    #expect(sandbox.ids(of: .dub) == [SeededID.dub(3)])
    #expect(sandbox.counters(of: .dub).count(of: 429) == 2)
  }

  @Test("another key has a limit of its own")
  func limitIsPerKey() throws {
    let sandbox = try Sandbox.forTest(limit: two)
    for _ in 1...3 { _ = try sandbox.ask(.dub, "GET", "/links") }
    #expect(try sandbox.ask(.dub, "GET", "/links").status == 429)
    let other = "Bearer \(SandboxKey.dubReadOnly)"
    #expect(try sandbox.ask(.dub, "GET", "/links", key: other).status == 200)
  }

  @Test(
    "a chosen hint takes the place of Dub's on a 429",
    arguments: [
      (RetryHint.none, nil), (.zero, "0"), (.garbage, "soon, perhaps"), (.year, "31536000"),
      (.hour, "3600"),
    ])
  func chosenHint(hint: RetryHint, text: String?) throws {
    let sandbox = try Sandbox.forTest(limit: two) { $0.retryAfter = hint }
    for _ in 1...2 { #expect(try sandbox.ask(.dub, "GET", "/links")["Retry-After"] != nil) }
    let reply = try sandbox.ask(.dub, "GET", "/links")
    #expect(reply.status == 429)
    #expect(reply["Retry-After"] == text)
    #expect(reply["X-RateLimit-Limit"] == "2")
  }

  @Test("without rate headers a 429 still has its hint, and nothing else has")
  func withoutHeaders() throws {
    let sandbox = try Sandbox.forTest(limit: two) { $0.rateHeaders = .none }
    for _ in 1...2 {
      let reply = try sandbox.ask(.dub, "GET", "/links")
      #expect(reply["X-RateLimit-Limit"] == nil)
      #expect(reply["Retry-After"] == nil)
    }
    let reply = try sandbox.ask(.dub, "GET", "/links")
    #expect(reply["X-RateLimit-Reset"] == nil)
    #expect(reply["Retry-After"]?.count == 13)
  }

  @Test("a slow limiter lets requests through with all headers zero")
  func zeroHeaders() throws {
    let sandbox = try Sandbox.forTest(limit: two) { $0.rateHeaders = .zero }
    let reply = try sandbox.ask(.dub, "GET", "/links")
    #expect(reply.status == 200)
    for name in ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"] {
      #expect(reply[name] == "0", "\(name)")
    }
  }

  @Test("unknown paths and bodies beyond the platform's limit are not in Dub's envelope")
  func platform() throws {
    let sandbox = try Sandbox.forTest()
    let unknown = try sandbox.ask(.dub, "GET", "/nope")
    #expect(unknown.status == 404)
    #expect(unknown["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(try sandbox.ask(.dub, "PUT", "/links/bulk").status == 405)
    let large = String(repeating: "x", count: 4_500_001)
    let refused = try sandbox.ask(.dub, "DELETE", "/links/bulk?linkIds=a", body: large)
    #expect(refused.status == 413)
    #expect(refused.json == nil)
  }
}
