// Faults and latency on the wire.

import Foundation
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct FaultTests {
  private let target = "/links/bulk?linkIds=\(SeededID.dub(1))"

  private func sandbox(_ rules: String...) throws -> Sandbox {
    let faults = try rules.map { try FaultRule(parsing: $0) }
    return try Sandbox.forTest(links: 3) { $0.faults = faults }
  }

  /// What comes on a connection of its own until the server closes it.
  private func raw(_ sandbox: Sandbox) throws -> String? {
    let client = try RawClient(port: sandbox.port(of: .dub))
    client.send(request)
    return client.readToEnd().map { String(decoding: $0, as: UTF8.self) }
  }

  private var request: String {
    "DELETE \(target) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(SandboxKey.full(.dub))\r\n\r\n"
  }

  @Test("close leaves no answer and the link; act-then-close no answer and no link")
  func closing() throws {
    let before = try sandbox("close")
    #expect(try raw(before) == "")
    #expect(before.linkCount(of: .dub) == 3)
    #expect(before.counters(of: .dub).requests == [.delete: [.closed: 1]])
    let after = try sandbox("act-then-close")
    #expect(try raw(after) == "")
    #expect(after.linkCount(of: .dub) == 2)
    #expect(after.counters(of: .dub).deleted == 1)
  }

  @Test("a late request leaves no answer, and is carried out when others have come, or at the end")
  func late() throws {
    let sandbox = try sandbox("first=1 late=1")
    #expect(try raw(sandbox) == "")
    #expect(sandbox.linkCount(of: .dub) == 3 && sandbox.counters(of: .dub).deleted == 0)
    #expect(try sandbox.ask(.dub, "GET", "/links").status == 200)
    #expect(sandbox.linkCount(of: .dub) == 3)
    #expect(try sandbox.ask(.dub, "GET", "/links").status == 200)
    #expect(sandbox.linkCount(of: .dub) == 2 && sandbox.counters(of: .dub).deleted == 1)
    let never = try self.sandbox("late=9")
    #expect(try raw(never) == "")
    never.carryOutLate(at: .dub)
    #expect(never.linkCount(of: .dub) == 2)
    #expect(never.counters(of: .dub).requests == [.delete: [.closed: 1]])
  }

  @Test(
    "a cut answer declares its whole length and ends before it",
    arguments: [
      ("cut", "{\"deleted"), ("cut=3", "{\"d"), ("cut=0", ""), ("cut=99", "{\"deletedCount\":1"),
    ])
  func cut(rule: String, body: String) throws {
    let sandbox = try sandbox(rule)
    let answer = try #require(try raw(sandbox))
    #expect(answer.contains("Content-Length: 18\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n" + body))
    #expect(sandbox.counters(of: .dub).requests == [.delete: [.cut: 1]])
    #expect(sandbox.linkCount(of: .dub) == 2)
  }

  @Test("hang keeps the connection open without an answer, before or after acting")
  func hanging() throws {
    for (rule, left) in [("hang", 3), ("act-then-hang", 2)] {
      let sandbox = try sandbox(rule)
      let client = try RawClient(port: sandbox.port(of: .dub))
      client.send(request)
      #expect(client.isSilent(forMilliseconds: 150))
      client.send(request)
      #expect(client.isSilent(forMilliseconds: 50))
      #expect(sandbox.linkCount(of: .dub) == left)
      #expect(sandbox.counters(of: .dub).requests == [.delete: [.hung: 1]])
    }
  }

  @Test("a status comes with its body and headers, without or after acting")
  func answers() throws {
    let refusing = try sandbox(#"status=302 header="Location: http://example.com/" body=moved"#)
    let moved = try refusing.ask(.dub, "DELETE", target)
    #expect(moved.status == 302)
    #expect(moved["Location"] == "http://example.com/")
    #expect(moved.text == "moved")
    #expect(refusing.linkCount(of: .dub) == 3)
    let acting = try sandbox("act-then-status=500")
    let failed = try acting.ask(.dub, "DELETE", target)
    #expect(failed.status == 500)
    #expect(failed["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(failed.text.contains("<html>"))
    #expect(acting.linkCount(of: .dub) == 2)
  }

  @Test("rules befall their own requests only, and the first that fits applies")
  func matching() throws {
    let sandbox = try sandbox(
      "hoko status=500", "delete every=2 status=502", "DELETE status=503 first=1",
      "/links status=504")
    let statuses = try (1...4).map { _ in try sandbox.ask(.dub, "DELETE", target).status }
    #expect(statuses == [503, 502, 200, 502])
    #expect(try sandbox.ask(.dub, "GET", "/links?page=1").status == 504)
    #expect(try sandbox.ask(.dub, "GET", "/links/info?linkId=a").status == 404)
    #expect(sandbox.counters(of: .dub).count(of: 502, .delete) == 2)
    #expect(sandbox.counters(of: .dub).total() == 6)
  }

  @Test("a hundred delayed answers are in flight at the same time")
  func latency() throws {
    let sandbox = try Sandbox.forTest(links: 100) {
      $0.latency = Latency(least: .seconds(2), most: .seconds(2))
    }
    let clients = try (0..<100).map { _ in try RawClient(port: sandbox.port(of: .dub)) }
    let start = ContinuousClock.now
    for client in clients { client.send(request) }
    for client in clients { #expect(try client.reply().status == 200) }
    let took = start.duration(to: .now)
    #expect(took >= .seconds(2))
    #expect(sandbox.counters(of: .dub).mostInFlight > 50)
  }

  @Test("a concurrency limit refuses what comes while its places are taken, and frees them")
  func concurrency() throws {
    let limit = RateLimit(1, per: .seconds(1), kind: .concurrency)
    let sandbox = try Sandbox.forTest(limit: .custom(limit)) {
      $0.latency = Latency(least: .seconds(2), most: .seconds(2))
    }
    let clients = try (0..<3).map { _ in try RawClient(port: sandbox.port(of: .dub)) }
    for client in clients { client.send(request) }
    let statuses = try clients.map { try $0.reply().status }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.filter { $0 == 429 }.count == 2)
    #expect(try sandbox.ask(.dub, "GET", "/links").status == 200)
  }

  @Test("a client that leaves while its answer waits frees its place")
  func leaving() throws {
    let limit = RateLimit(1, per: .seconds(1), kind: .concurrency)
    let sandbox = try Sandbox.forTest(limit: .custom(limit)) {
      $0.faults = [FaultRule(.hang(acts: true))]
      $0.faults[0].choice = .first(1)
    }
    do {
      let client = try RawClient(port: sandbox.port(of: .dub))
      client.send(request)
      #expect(client.isSilent(forMilliseconds: 100))
      #expect(try sandbox.ask(.dub, "GET", "/links").status == 429)
    }
    var status = 429
    _ = try Patience.block {
      status = try sandbox.ask(.dub, "GET", "/links").status
      return status != 429
    }
    #expect(status == 200)
  }
}
