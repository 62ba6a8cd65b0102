// Each way in which a request can fail, and whether it may have reached the server.

import Foundation
import Glibc
import HTTP
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct FailureTests {
  private typealias Reaction = LoopbackServer.Reaction

  @Test("a name that cannot exist is not resolved")
  func resolve() async throws {
    // A label of more than 63 bytes is refused before any name server is asked.
    let host = String(repeating: "a", count: 64) + ".test"
    let transport = try makeTransport(to: "https://" + host)
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .resolve)
    #expect(error?.mayHaveReachedServer == false)
  }

  @Test("a port where nobody listens is a failed connection")
  func refused() async throws {
    // A port that only the system may listen on, and that no system does.
    let transport = try makeTransport(to: "http://127.0.0.1:1")
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .connect)
    #expect(error?.mayHaveReachedServer == false)
    #expect(error?.detail.isEmpty == false)
  }

  @Test("a handshake that breaks off says nothing of certificates")
  func brokenHandshake() async throws {
    let server = try LoopbackServer(greeting: { _ in .close }) { _ in .answer() }
    let transport = try makeTransport(to: "https://127.0.0.1:\(server.port)")
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .handshake)
    #expect(error?.mayHaveReachedServer == false)
  }

  @Test("a handshake that does not end runs into the connect time-out")
  func connectTimeout() async throws {
    let server = try LoopbackServer(greeting: { _ in .ignore }) { _ in .answer() }
    let transport = try makeTransport(to: "https://127.0.0.1:\(server.port)") {
      $0.connectTimeout = .milliseconds(150)
    }
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .timedOut)
    #expect(error?.mayHaveReachedServer == false)
  }

  @Test("an answer that does not come runs into the total time-out")
  func totalTimeout() async throws {
    let server = try LoopbackServer { _ in Reaction(then: .silence) }
    let transport = try makeTransport(to: server.url) { $0.totalTimeout = .seconds(6) }
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .timedOut)
    #expect(error?.mayHaveReachedServer == true)
    #expect(server.requests.count == 1)
  }

  @Test("an answer that stops half-way runs into the total time-out")
  func stalledBody() async throws {
    let server = try LoopbackServer { _ in
      .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", then: .silence)
    }
    let transport = try makeTransport(to: server.url) { $0.totalTimeout = .seconds(6) }
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .timedOut)
    #expect(error?.mayHaveReachedServer == true)
  }

  @Test("a connection closed before the request was read may have delivered it")
  func closedUnread() async throws {
    let server = try LoopbackServer(greeting: { _ in .close }) { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .closed)
    #expect(error?.mayHaveReachedServer == true)
  }

  @Test("acting and not answering is a closed connection")
  func closedAfterActing() async throws {
    for ending in [Reaction.Ending.close, .reset] {
      let server = try LoopbackServer { _ in Reaction(then: ending) }
      let transport = try makeTransport(to: server.url)
      let error = await failure(of: .create(), over: transport)
      #expect(error?.kind == .closed)
      #expect(error?.mayHaveReachedServer == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "what is not HTTP is malformed",
    arguments: [
      "220 smtp.example ESMTP\r\n", "<html>hello</html>", "HTTP/1.1 abc\r\n\r\n",
      "HTTP/9.9 200 OK\r\n\r\n", "\r\n\r\n", "\0\0\0\0",
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\nabcd",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Encoding: rot13\r\n\r\na",
    ])
  func malformed(_ bytes: String) async throws {
    let server = try LoopbackServer { _ in .raw(bytes) }
    let transport = try makeTransport(to: server.url)
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .malformed, "\(String(describing: error))")
    #expect(error?.mayHaveReachedServer == true)
  }

  @Test("a chunk without a length is an answer that breaks off")
  func badChunk() async throws {
    let server = try LoopbackServer { _ in
      .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n")
    }
    let transport = try makeTransport(to: server.url)
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .closed || error?.kind == .malformed)
    #expect(error?.mayHaveReachedServer == true)
  }

  @Test("a body over the cap is refused, told of beforehand or not", arguments: [true, false])
  func tooLarge(_ isChunked: Bool) async throws {
    let body = String(repeating: "x", count: 1001)
    let server = try LoopbackServer { _ in
      isChunked
        ? .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n\(body)\r\n0\r\n\r\n")
        : .answer(body)
    }
    let transport = try makeTransport(to: server.url) { $0.maximumAnswerBytes = 1000 }
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tooLarge)
    #expect(error?.mayHaveReachedServer == true)
    let exact = try makeTransport(to: server.url) { $0.maximumAnswerBytes = 1001 }
    #expect(try await exact.send(.get()).body.count == 1001)
  }

  @Test("a gzip bomb is refused before it fills the memory")
  func bomb() async throws {
    let bomb = try gzippedZeros(megabytes: 2048)
    #expect(bomb.count < 4 << 20)
    let server = try LoopbackServer { _ in
      .answer(bytes: bomb, headers: ["Content-Encoding": "gzip"])
    }
    let transport = try makeTransport(to: server.url) { $0.maximumAnswerBytes = 8 << 20 }
    let before = peakMegabytes()
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tooLarge)
    // Generous, since other tests of this process use memory meanwhile.
    #expect(peakMegabytes() - before < 1500)
  }

  @Test("headers without end are refused, many lines and long ones", arguments: [1000, 150_000])
  func endlessHeaders(_ length: Int) async throws {
    let line = "X-Long: \(String(repeating: "x", count: length))\r\n"
    let lines = String(repeating: line, count: 400_000 / length)
    let server = try LoopbackServer { _ in .raw("HTTP/1.1 200 OK\r\n\(lines)\r\n") }
    let transport = try makeTransport(to: server.url)
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tooLarge, "\(String(describing: error))")
    #expect(error?.mayHaveReachedServer == true)
  }

  @Test(
    "a request that would not arrive as meant is not sent",
    arguments: [
      HTTPRequest.get("no-slash"), .get(""), .get("/a b"), .get("/a#b"), .get("/ä"),
      .get("/a\r\nX-Evil: 1"), .get("/a\0b"), .get(headers: ["Authorization": "Bearer k\r\nX: 1"]),
      .get(headers: ["A": "k\n"]), .get(headers: ["A": "k\0"]), .get(headers: ["A:": "b"]),
      .get(headers: ["": "b"]), .get(headers: ["A\r\nB": "b"]),
    ])
  func unsendable(_ request: HTTPRequest) async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    let error = await failure(of: request, over: transport)
    #expect(error?.kind == .unsendable)
    #expect(error?.mayHaveReachedServer == false)
    #expect(server.connections == 0)
    _ = try await transport.send(.get())
    #expect(server.requests.first?.headers["X-Evil"] == nil)
  }

  @Test("no error holds the key or the body")
  func secrets() async throws {
    let key = "dub_5ecret", body = "pa55word"
    let reactions: [Reaction] = [
      Reaction(then: .close), Reaction(then: .reset), .raw("garbage"), .raw("HTTP/1.1 200 OK\r\nA"),
      .raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
    ]
    for reaction in reactions {
      let server = try LoopbackServer { _ in reaction }
      let transport = try makeTransport(to: server.url)
      let request = HTTPRequest(
        .post, "/", headers: ["Authorization": "Bearer " + key], body: [UInt8](body.utf8),
        isRepeatable: false)
      let error = try #require(await failure(of: request, over: transport))
      #expect(!"\(error)".contains(key) && !"\(error)".contains(body))
    }
    let transport = try makeTransport(to: "http://127.0.0.1:1")
    let request = HTTPRequest.get(headers: ["Authorization": key + "\n"])
    let error = try #require(await failure(of: request, over: transport))
    #expect(!"\(error)".contains(key))
  }

  private func gzippedZeros(megabytes: Int) throws -> [UInt8] {
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
    gzip.arguments = ["-c", "head -c \(megabytes << 20) /dev/zero | gzip -9"]
    let output = Pipe()
    gzip.standardOutput = output
    try gzip.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    gzip.waitUntilExit()
    return [UInt8](bytes)
  }

  private func peakMegabytes() -> Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss >> 10
  }
}
