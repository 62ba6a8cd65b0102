// Many requests at once, cancelled ones, and a transport that is closed under them.

import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing
import Transport

@Suite(.inTurn) struct ConcurrencyTests {
  @Test("one request after the other goes over one connection")
  func reuse() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    for number in 0..<50 { _ = try await transport.send(.create("/\(number)")) }
    #expect(server.connections == 1)
    #expect(server.requests.map(\.target) == (0..<50).map { "/\($0)" })
  }

  @Test("thousands at once each get their own answer over few connections")
  func thousands() async throws {
    let server = try LoopbackServer { .answer("re: \($0.target)") }
    let transport = try makeTransport(to: server.url) { $0.maximumInFlight = 16 }
    try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<2000 {
        group.addTask {
          let request =
            number.isMultiple(of: 2) ? HTTPRequest.get("/\(number)") : .create("/\(number)")
          return (number, try await transport.send(request).text)
        }
      }
      for try await (number, text) in group { #expect(text == "re: /\(number)") }
    }
    #expect(server.requests.count == 2000)
    #expect((1...16).contains(server.connections))
  }

  @Test("no more than the limit are under way")
  func limit() async throws {
    let gauge = Mutex((now: 0, peak: 0))
    let server = try LoopbackServer { _ in
      gauge.withLock {
        $0.now += 1
        $0.peak = max($0.peak, $0.now)
      }
      Thread.sleep(forTimeInterval: 0.15)
      gauge.withLock { $0.now -= 1 }
      return .answer()
    }
    let transport = try makeTransport(to: server.url) { $0.maximumInFlight = 2 }
    try await withThrowingTaskGroup { group in
      for _ in 0..<24 { group.addTask { _ = try await transport.send(.create()) } }
      try await group.waitForAll()
    }
    #expect(gauge.withLock { $0.peak } == 2)
    #expect(server.connections == 2)
  }

  @Test("waiting for a turn is not timed")
  func untimedWait() async throws {
    let server = try LoopbackServer { $0.target == "/" ? .answer() : .init(then: .silence) }
    let transport = try makeTransport(to: server.url) {
      $0.maximumInFlight = 1
      $0.totalTimeout = .seconds(8)
    }
    let first = Task { await failure(of: .create("/stuck"), over: transport) }
    try await until { server.requests.count == 1 }
    // It waits for as long as a request may take, and then takes its own time.
    let second = Task { try await transport.send(.create()).status }
    #expect(await first.value?.kind == .timedOut)
    #expect(try await second.value == 200)
  }

  @Test("a task that is cancelled already sends nothing")
  func cancelledBefore() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    let task = Task {
      // Not until the task is cancelled does the request begin.
      while !Task.isCancelled { await Task.yield() }
      return await failure(of: .create(), over: transport)
    }
    task.cancel()
    let error = await task.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveReachedServer == false)
    #expect(server.requests.isEmpty)
  }

  @Test("a request that waits for its turn is cancelled without a trace")
  func cancelledWaiting() async throws {
    let server = try LoopbackServer { _ in .init(then: .silence) }
    let transport = try makeTransport(to: server.url) { $0.maximumInFlight = 1 }
    let first = Task { await failure(of: .create("/first"), over: transport) }
    try await until { server.requests.count == 1 }
    let second = Task { await failure(of: .create("/second"), over: transport) }
    second.cancel()
    #expect(await second.value?.mayHaveReachedServer == false)
    first.cancel()
    let error = await first.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveReachedServer == true)
    #expect(server.requests.count == 1)
  }

  @Test("a request under way ends at once when cancelled, and the next one works")
  func cancelledDuring() async throws {
    let server = try LoopbackServer { $0.target == "/" ? .answer() : .init(then: .silence) }
    let transport = try makeTransport(to: server.url)
    let task = Task { await failure(of: .create("/stuck"), over: transport) }
    try await until { server.requests.count == 1 }
    task.cancel()
    let error = await task.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveReachedServer == true)
    #expect(try await transport.send(.get()).status == 200)
  }

  @Test("a connection attempt is cancelled with nothing sent")
  func cancelledConnecting() async throws {
    let server = try LoopbackServer(greeting: { _ in .ignore }) { _ in .answer() }
    let transport = try makeTransport(to: "https://127.0.0.1:\(server.port)")
    let task = Task { await failure(of: .create(), over: transport) }
    try await until { server.connections == 1 }
    task.cancel()
    let error = await task.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveReachedServer == false)
  }

  @Test("cancelling at any moment gives an answer or the word cancelled, every time")
  func cancelledAnywhere() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let transport = try makeTransport(to: server.url)
    for delay in 0..<200 {
      let task = Task { () throws(TransportError) in try await transport.send(.create()) }
      for _ in 0..<delay { await Task.yield() }
      task.cancel()
      do {
        #expect(try await task.value.status == 200)
      } catch {
        #expect((error as? TransportError)?.kind == .cancelled)
      }
    }
    #expect(try await transport.send(.get()).status == 200)
  }

  @Test("closing ends what is under way, what waits and what comes later")
  func closing() async throws {
    let server = try LoopbackServer { _ in .init(then: .silence) }
    let transport = try makeTransport(to: server.url) { $0.maximumInFlight = 4 }
    let tasks = (0..<20).map { _ in Task { await failure(of: .create(), over: transport) } }
    try await until { server.requests.count == 4 }
    transport.close()
    var reached = 0
    for task in tasks {
      let error = await task.value
      #expect(error?.kind == .cancelled)
      if error?.mayHaveReachedServer == true { reached += 1 }
    }
    #expect(reached == 4)
    let late = await failure(of: .create(), over: transport)
    #expect(late?.kind == .cancelled)
    #expect(late?.mayHaveReachedServer == false)
    transport.close()
  }

  @Test("a transport that nobody holds closes its connections and its thread")
  func letGo() async throws {
    let server = try LoopbackServer { _ in .answer() }
    let before = threadCount()
    for _ in 0..<20 {
      let transport = try makeTransport(to: server.url)
      _ = try await transport.send(.get())
    }
    // Other tests' threads come and go; twenty that stayed would show.
    try await until { threadCount() < before + 15 }
    #expect(server.connections == 20)
  }

  private func threadCount() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
  }
}

/// Waits until something is so; that it does not come to that is the test's failure.
func until(
  _ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let isSo = try await Patience.wait(until: condition)
  #expect(isSo, "it did not come to that", sourceLocation: sourceLocation)
}
