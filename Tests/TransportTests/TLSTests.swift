// Certificates, HTTP/2, and what must not be sent twice over it.

import HTTP
import TestSupport
import Testing
import Transport

@Suite struct TLSTests {
  @Test("a certificate that nobody vouches for is refused before anything is sent")
  func untrusted() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let front = try TLSFront(of: server)
    let transport = try makeTransport(to: "https://localhost:\(front.port)")
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tls)
    #expect(error?.mayHaveReachedServer == false)
    #expect(server.requests.isEmpty)
  }

  @Test("a certificate for another name is refused")
  func wrongName() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let front = try TLSFront(of: server, name: "other.test")
    let transport = try front.transport()
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tls)
    #expect(error?.mayHaveReachedServer == false)
    #expect(server.requests.isEmpty)
  }

  @Test("a file of certificates that is not there is an error and not an exception to the rule")
  func missingFile() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let front = try TLSFront(of: server)
    let transport = try front.transport { $0.trust.file = "/nonexistent.pem" }
    let error = await failure(of: .create(), over: transport)
    #expect(error?.kind == .tls)
    #expect(server.requests.isEmpty)
  }

  @Test("what must not be sent twice goes over kept-alive HTTP/1.1")
  func unshared() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let front = try TLSFront(of: server)
    let transport = try front.transport { $0.maximumInFlight = 4 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 { group.addTask { _ = try await transport.send(.create()) } }
      try await group.waitForAll()
    }
    #expect(server.requests.allSatisfy { $0.headers["X-Protocol"] == "HTTP/1.1" })
    #expect((1...4).contains(Set(server.requests.map { $0.headers["X-Connection"] }).count))
  }

  @Test("repeatable requests at once share one HTTP/2 connection")
  func multiplexed() async throws {
    let server = try LoopbackServer { .answer("re: \($0.target)", delay: .milliseconds(20)) }
    let front = try TLSFront(of: server)
    let transport = try front.transport { $0.maximumInFlight = 32 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<96 {
        group.addTask {
          let response = try await transport.send(.get("/\(number)"))
          #expect(response.text == "re: /\(number)")
        }
      }
      try await group.waitForAll()
    }
    #expect(server.requests.count == 96)
    #expect(server.requests.allSatisfy { $0.headers["X-Protocol"] == "HTTP/2.0" })
    #expect(Set(server.requests.map { $0.headers["X-Connection"] }).count == 1)
  }

  @Test("a server without HTTP/2 gets HTTP/1.1 over kept-alive connections")
  func oldServer() async throws {
    let server = try LoopbackServer { _ in .answer("ok") }
    let front = try TLSFront(of: server, http2: false)
    let transport = try front.transport { $0.maximumInFlight = 4 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 { group.addTask { _ = try await transport.send(.get()) } }
      try await group.waitForAll()
    }
    #expect(server.requests.count == 40)
    #expect(server.requests.allSatisfy { $0.headers["X-Protocol"] == "HTTP/1.1" })
    #expect((1...4).contains(Set(server.requests.map { $0.headers["X-Connection"] }).count))
  }

  @Test(
    "connections that die get nothing sent twice, with HTTP/2 or without", arguments: [true, false])
  func connectionLost(_ http2: Bool) async throws {
    let server = try LoopbackServer { request in
      request.target == "/warm" ? .answer() : LoopbackServer.Reaction(then: .silence)
    }
    let front = try TLSFront(of: server, http2: http2)
    let relay = try LoopbackServer(greeting: { _ in .tunnel(port: front.port) }) { _ in .answer() }
    let transport = try front.transport(port: relay.port)
    _ = try await transport.send(.get("/warm"))
    _ = try await transport.send(.create("/warm"))
    let create = Task { await failure(of: .create("/create"), over: transport) }
    let delete = Task {
      await failure(of: HTTPRequest(.delete, "/delete", isRepeatable: false), over: transport)
    }
    let read = Task { await failure(of: .get("/read"), over: transport) }
    try await until { server.requests.count >= 5 }
    relay.dropConnections()
    for task in [create, delete, read] {
      let error = await task.value
      #expect(error?.kind == .closed, "\(String(describing: error))")
      #expect(error?.mayHaveReachedServer == true)
    }
    let targets = server.requests.map(\.target)
    for target in ["/create", "/delete", "/read"] {
      #expect(targets.count { $0 == target } == 1, "\(target)")
    }
  }

  @Test(
    "where the handshake for libcurl's resend breaks off too, the request still counts as sent",
    arguments: [true, false])
  func handshakeLost(_ http2: Bool) async throws {
    let server = try LoopbackServer { request in
      request.target == "/warm" ? .answer() : LoopbackServer.Reaction(then: .silence)
    }
    let front = try TLSFront(of: server, http2: http2)
    let relay = try LoopbackServer(
      greeting: { $0 == 1 ? .tunnel(port: front.port) : .close }
    ) { _ in .answer() }
    let transport = try front.transport(port: relay.port)
    _ = try await transport.send(.get("/warm"))
    let read = Task { await failure(of: .get("/read"), over: transport) }
    try await until { server.requests.count >= 2 }
    relay.dropConnections()
    let error = await read.value
    #expect(error?.kind == .closed, "\(String(describing: error))")
    #expect(error?.mayHaveReachedServer == true)
    // With nothing handed over, a handshake that breaks off is just that, and may be tried again.
    let next = await failure(of: .get("/next"), over: transport)
    #expect(next?.kind == .handshake && next?.mayHaveReachedServer == false)
  }

  @Test(
    "a server that says goodbye every few requests answers each of them, those that the goodbye took along when they come again",
    arguments: [true, false], [true, false])
  func goodbye(_ http2: Bool, _ isRepeatable: Bool) async throws {
    let server = try LoopbackServer { _ in .answer() }
    let front = try TLSFront(of: server, http2: http2, requestsPerConnection: 7)
    let transport = try front.transport { $0.maximumInFlight = 8 }
    let resends = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        let request = isRepeatable ? HTTPRequest.get("/\(number)") : .create("/\(number)")
        group.addTask { try await Self.resends(of: request, over: transport) }
      }
      return try await group.reduce(0, +)
    }
    // Only a shared connection takes along what is under way.
    #expect(http2 && isRepeatable || resends == 0)
    #expect((200...200 + resends).contains(server.requests.count))
    #expect(Set(server.requests.map(\.target)).count == 200)
  }

  /// Sends a request until it is answered, as a run does: after a loss on a connection of its own.
  private static func resends(
    of request: HTTPRequest, over transport: CurlTransport
  ) async throws -> Int {
    do throws(TransportError) {
      _ = try await transport.send(request)
      return 0
    } catch {
      guard error.kind == .closed else { throw error }
      var alone = request
      alone.isRepeatable = false
      _ = try await transport.send(alone)
      return 1
    }
  }
}
