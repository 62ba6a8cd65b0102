// No request is sent twice, whatever libcurl would like to do about a kept-alive connection that dies.

import HTTP
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct ResendTests {
  /// Answers what begins with `/warm`, acts on everything else and closes without a word.
  private func mute(_ ending: LoopbackServer.Reaction.Ending) throws -> LoopbackServer {
    try LoopbackServer { request in
      request.target.hasPrefix("/warm") ? .answer() : LoopbackServer.Reaction(then: ending)
    }
  }

  private func count(_ target: String, at server: LoopbackServer) -> Int {
    server.requests.count { $0.target == target }
  }

  /// Every shape that libcurl treats in a way of its own.
  enum Shape: CaseIterable {
    case post, postWithoutBody, postWithEmptyBody, largePost, delete, deleteWithBody, get
    case repeatableGet, repeatablePatch

    var request: HTTPRequest {
      switch self {
      case .post: .create("/act")
      case .postWithoutBody: .create("/act", body: nil)
      case .postWithEmptyBody: .create("/act", body: "")
      case .largePost: .create("/act", body: String(repeating: "x", count: 2 << 20))
      case .delete: HTTPRequest(.delete, "/act", isRepeatable: false)
      case .deleteWithBody: HTTPRequest(.delete, "/act", body: [0x5B, 0x5D], isRepeatable: false)
      case .get: HTTPRequest(.get, "/act", isRepeatable: false)
      case .repeatableGet: .get("/act")
      case .repeatablePatch: HTTPRequest(.patch, "/act", body: [0x7B, 0x7D], isRepeatable: true)
      }
    }
  }

  @Test("it is counted exactly once on a kept-alive connection", arguments: Shape.allCases)
  func once(_ shape: Shape) async throws {
    for ending in [LoopbackServer.Reaction.Ending.close, .reset] {
      let server = try mute(ending)
      let transport = try makeTransport(to: server.url)
      _ = try await transport.send(.get("/warm"))
      let error = await failure(of: shape.request, over: transport)
      #expect(error?.kind == .closed)
      #expect(error?.mayHaveReachedServer == true)
      #expect(error?.metDeadConnection == true)
      #expect(count("/act", at: server) == 1)
      // It did go over the connection that was there: the hole is open without the rule.
      #expect(server.requests.last?.connection == 1)
      // And the transport is as good as before.
      #expect(try await transport.send(.get("/warm/again")).status == 200)
      #expect(count("/act", at: server) == 1)
    }
  }

  @Test("a new connection that closes without a word is no kept-alive one that had died")
  func newConnection() async throws {
    let server = try mute(.close)
    let error = await failure(of: .get("/act"), over: try makeTransport(to: server.url))
    #expect(error?.kind == .closed && error?.metDeadConnection == false)
    #expect(count("/act", at: server) == 1)
  }

  @Test("that libcurl could not connect for a resend does not hide that the request had left")
  func reconnectRefused() async throws {
    let server = try LoopbackServer(greeting: { $0 == 1 ? .read : .close }) { request in
      request.target == "/warm" ? .answer() : LoopbackServer.Reaction(then: .close)
    }
    let transport = try makeTransport(to: server.url)
    _ = try await transport.send(.get("/warm"))
    let error = await failure(of: .get("/act"), over: transport)
    #expect(error?.kind == .closed && error?.mayHaveReachedServer == true)
    #expect(count("/act", at: server) == 1)
  }

  @Test("many at once that lose their connections are each counted once")
  func manyOnce() async throws {
    let server = try mute(.close)
    let transport = try makeTransport(to: server.url) { $0.maximumInFlight = 8 }
    for round in 0..<5 {
      await sendAll((0..<8).map { .get("/warm/\(round)/\($0)") }, over: transport)
      await sendAll((0..<8).map { .create("/act/\(round)/\($0)") }, over: transport)
    }
    let acted = server.requests.map(\.target).filter { $0.hasPrefix("/act") }
    #expect(acted.count == 40)
    #expect(Set(acted).count == 40)
  }

  @Test("a connection that the server closed between requests is noticed and replaced")
  func closedBetween() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    _ = try await transport.send(.get("/warm"))
    server.dropConnections()
    // The close has to arrive before the next request for this to be no race.
    try await Task.sleep(for: .milliseconds(100))
    #expect(try await transport.send(.create("/act")).status == 200)
    #expect(count("/act", at: server) == 1)
    #expect(server.connections == 2)
  }

  private func sendAll(_ requests: [HTTPRequest], over transport: CurlTransport) async {
    await withTaskGroup(of: Void.self) { group in
      for request in requests { group.addTask { _ = try? await transport.send(request) } }
    }
  }
}
