// The server against clients that are odd, rude or hostile: it answers or closes, and goes on serving.

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct ServerTests {
  private static let key = "Authorization: Bearer \(SandboxKey.full(.shortpen))\r\n"

  private func status(_ bytes: [UInt8], _ sandbox: Sandbox) throws -> Int {
    let client = try RawClient(port: sandbox.port(of: .shortpen))
    client.send(bytes)
    return try client.reply().status
  }

  private func expectServing(_ sandbox: Sandbox) throws {
    #expect(try sandbox.send(.shortpen, "GET", "/v1/ping").text == "PONG")
  }

  @Test("what is not a request is refused, and the connection closes")
  func malformed() throws {
    let sandbox = try Sandbox.forTest()
    let cases: [(String, Int)] = [
      ("\u{0}\u{1}\u{2}\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET / HTTP/1.1 x\r\n\r\n", 400),
      ("GET / HTTP/1.1\nHost: x\n\n", 400), ("GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
      ("GET /\u{e9} HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
      ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400), ("GET / HTTP/1.1\r\n x: y\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 33554433\r\n\r\n", 413),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
      (
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400
      ),
    ]
    for (text, expected) in cases {
      let client = try RawClient(port: sandbox.port(of: .shortpen))
      client.send(text)
      let answer = try #require(client.readToEnd(), "\(text)")
      let head = String(decoding: answer, as: UTF8.self)
      #expect(head.hasPrefix("HTTP/1.1 \(expected) "), "\(text)")
      #expect(head.contains("Connection: close"))
    }
    try expectServing(sandbox)
  }

  @Test(
    "a chunk that is not one is a 400",
    arguments: [
      "x\r\n", "\r\n", "-1\r\n", "FFFFFFFFFFFFFFFF\r\n", "1\r\nab\r\n", "2\r\nab3\r\n", "3\n",
    ])
  func badChunks(chunk: String) throws {
    let sandbox = try Sandbox.forTest()
    let head = "POST /v1/me HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    #expect(try status(Array((head + chunk).utf8), sandbox) == 400)
    try expectServing(sandbox)
  }

  @Test("a body in chunks is put together, extensions and trailers left out")
  func chunks() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let body = "5;a=b\r\n{\"url\r\n0A\r\n_id\":501} \r\n0\r\nX: y\r\n\r\n"
    let request =
      "DELETE /v1/links HTTP/1.1\r\nHost: x\r\n\(Self.key)Transfer-Encoding: chunked\r\n\r\n"
    #expect(try status(Array((request + body).utf8), sandbox) == 200)
    #expect(sandbox.linkCount(of: .shortpen) == 0)
  }

  @Test("a request is understood however it is cut into packets")
  func bytewise() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let client = try RawClient(port: sandbox.port(of: .shortpen))
    let body = #"{"url_id":501}"#
    let text =
      "DELETE /v1/links HTTP/1.1\r\nHost: x\r\n\(Self.key)Content-Length: \(body.utf8.count)\r\n\r\n"
    for byte in Array((text + body).utf8) { client.send([byte]) }
    #expect(try client.reply().status == 200)
    #expect(sandbox.linkCount(of: .shortpen) == 0)
  }

  @Test("requests that come at once are answered in order on one connection")
  func pipelining() throws {
    let sandbox = try Sandbox.forTest(links: 200)
    let client = try RawClient(port: sandbox.port(of: .dub))
    let key = "Authorization: Bearer \(SandboxKey.full(.dub))\r\n"
    let targets = (1...200).map { "/links/\(SeededID.dub($0))" }
    client.send(
      targets.map { "DELETE \($0) HTTP/1.1\r\nHost: x\r\n\(key)\r\n" }.joined())
    for index in 1...200 {
      #expect(try client.reply().json == ["id": .string(SeededID.dub(index))])
    }
  }

  @Test("a client that asks and asks without reading gets all of its answers later")
  func backlog() throws {
    let sandbox = try Sandbox.forTest(links: 100)
    let client = try RawClient(port: sandbox.port(of: .dub))
    let key = "Authorization: Bearer \(SandboxKey.full(.dub))\r\n"
    let request = "GET /links HTTP/1.1\r\nHost: x\r\n\(key)\r\n"
    client.send(String(repeating: request, count: 100))
    usleep(200_000)
    try expectServing(sandbox)
    for _ in 0..<100 { #expect(try client.reply().json?.array?.count == 100) }
  }

  @Test("a target, a head or a line without end is refused before it fills the memory")
  func oversize() throws {
    let sandbox = try Sandbox.forTest()
    let long = String(repeating: "x", count: 70_000)
    #expect(try status(Array("GET /\(long)".utf8), sandbox) == 414)
    #expect(try status(Array("GET / HTTP/1.1\r\nX: \(long)".utf8), sandbox) == 431)
    let many = String(repeating: "X: y\r\n", count: 20_000)
    #expect(try status(Array("GET / HTTP/1.1\r\n\(many)".utf8), sandbox) == 431)
    let blank = String(repeating: "\r\n", count: 40_000)
    #expect(try status(Array(blank.utf8), sandbox) == 414)
    try expectServing(sandbox)
  }

  @Test("a client that does not come to the end of its request is given up")
  func slowloris() throws {
    let sandbox = try Sandbox.forTest { $0.requestPatience = .milliseconds(300) }
    let clients = try (0..<20).map { _ in try RawClient(port: sandbox.port(of: .shortpen)) }
    for client in clients { client.send("GET /v1/ping HTTP/1.1\r\nX: ") }
    for client in clients {
      let answer = try #require(client.readToEnd())
      #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
    }
    try expectServing(sandbox)
  }

  @Test("bytes at random never stop the server")
  func garbage() throws {
    let sandbox = try Sandbox.forTest()
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "GET ", "DELETE ", "/v1/links", " HTTP/1.1", "\r\n", "\r\n\r\n", "Host: x", ":", "%",
      "Transfer-Encoding: chunked", "Content-Length: ", "5", "ffffffff", "\u{0}", "{\"url_id\":[",
    ]
    for _ in 0..<150 {
      let client = try RawClient(port: sandbox.port(of: .shortpen))
      let words = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }
      client.send(words.joined())
      client.send((0..<20).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
    try expectServing(sandbox)
  }

  @Test("a client may end its input before it reads, and may close at any time")
  func halfClosed() throws {
    let sandbox = try Sandbox.forTest { options in
      options.latency = Latency(least: .milliseconds(50), most: .milliseconds(50))
    }
    let client = try RawClient(port: sandbox.port(of: .shortpen))
    client.send("GET /v1/ping HTTP/1.1\r\nHost: x\r\n\r\n")
    client.endInput()
    let answer = try #require(client.readToEnd())
    #expect(String(decoding: answer, as: UTF8.self).hasSuffix("PONG"))
    for length in [1, 20, 40] {
      let rude = try RawClient(port: sandbox.port(of: .shortpen))
      rude.send(String("GET /v1/ping HTTP/1.1\r\nHost: x\r\n\r\n".prefix(length)))
    }
    try expectServing(sandbox)
  }

  @Test("HTTP/1.0, HEAD, Connection: close and Expect are served as they should be")
  func variants() throws {
    let sandbox = try Sandbox.forTest()
    func everything(_ request: String) throws -> String {
      let client = try RawClient(port: sandbox.port(of: .shortpen))
      client.send(request)
      return String(decoding: try #require(client.readToEnd()), as: UTF8.self)
    }
    #expect(try everything("GET /v1/ping HTTP/1.0\r\n\r\n").hasSuffix("PONG"))
    let closing = "GET /v1/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    #expect(try everything(closing).contains("Connection: close"))
    let head = try everything("HEAD /v1/ping HTTP/1.0\r\n\r\n")
    #expect(head.hasSuffix("\r\n\r\n"))
    #expect(head.contains("Content-Length: "))
    let client = try RawClient(port: sandbox.port(of: .shortpen))
    client.send(
      "POST /v1/get HTTP/1.1\r\nHost: x\r\n\(Self.key)Expect: 100-continue\r\nContent-Length: 18\r\n\r\n"
    )
    #expect(try client.reply().status == 100)
    client.send(#"{"resource":"tag"}"#)
    #expect(try client.reply().json?["data"] == [])
  }

  @Test("a sandbox that was stopped holds what it held and can be stopped again")
  func stopping() throws {
    let sandbox = try Sandbox.forTest(links: 2)
    let port = sandbox.port(of: .hoko)
    _ = try sandbox.ask(.dub, "DELETE", "/links/\(SeededID.dub(1))")
    let open = try RawClient(port: port)
    sandbox.stop()
    sandbox.stop()
    #expect(open.readToEnd() == [])
    #expect(throws: RawClient.Broken.self) { try RawClient(port: port) }
    #expect(sandbox.ids(of: .dub) == [SeededID.dub(2)])
  }

  @Test("a port that is taken is an error, not a crash")
  func takenPort() throws {
    let first = try Sandbox.forTest()
    let error = #expect(throws: ServerError.self) {
      try Sandbox.forTest { $0.ports[.dub] = first.port(of: .dub) }
    }
    #expect(error == ServerError(call: "bind", code: EADDRINUSE))
  }

  @Test("seeded IDs are distinct, in form, and the same every time")
  func seededIDs() throws {
    let sandbox = try Sandbox.forTest(links: 100_000)
    for provider in SandboxProvider.allCases {
      let ids = sandbox.ids(of: provider)
      #expect(Set(ids).count == 100_000)
      #expect(ids[41_999] == SeededID.text(42_000, of: provider))
      #expect(sandbox.holds(ids[99_999], at: provider))
      #expect(!sandbox.holds(SeededID.text(100_001, of: provider), at: provider))
    }
    #expect(SeededID.dub(1) == "link_01HK153X01XJ4G4Q6111T3JR8Y")
    #expect(SeededID.hoko(1).text == "910a2dec-8902-4cc1-9e41-ab087439611e")
    #expect(SeededID.shortPen(1) == 501)
    #expect(SeededID.text(36, of: .yourls) == "k10")
    #expect(SeededID.text(1, of: .rebrandly).utf8.count == 32)
    #expect(SeededID.text(1, of: .shlink).utf8.count == 5)
    #expect(sandbox.ids(of: .dub) == sandbox.ids(of: .dub).sorted())
  }
}
