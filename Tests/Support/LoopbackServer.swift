// A scripted HTTP/1.1 server on 127.0.0.1 for tests. It does what the test says, wrong things
// included, and remembers every request that it saw.

package import HTTP
import Glibc
import Foundation
import Synchronization

/// A server on a free port of 127.0.0.1 that ends with its last reference, or with `stop`.
///
/// Each connection has a thread of its own. The scripts run on those threads, so they may block for
/// as long as a test likes.
package final class LoopbackServer: Sendable {
  /// A request as it was read.
  package struct Request: Sendable {
    /// Which connection it came over, from 1 in the order of their acceptance.
    package var connection: Int
    package var method: String
    package var target: String
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// Every byte of the head, as it came.
    package var head: String
  }

  /// What happens to a connection as soon as it is accepted.
  package enum Greeting: Sendable {
    /// Its requests are read, one after the other.
    case read
    /// It is closed, nothing read.
    case close
    /// It stays open and nothing is read, until the client closes it or the server stops.
    case ignore
    /// Its bytes are passed on to another port of this machine, and back.
    case tunnel(port: UInt16)
  }

  struct State {
    var requests: [Request] = []
    var accepted = 0
    var open: [Int: Int32] = [:]
    var isStopped = false
  }

  package let port: UInt16
  private let listener: Int32
  private let threads = DispatchGroup()
  private let shared: Shared

  /// What the threads share; they do not keep the server itself alive.
  final class Shared: Sendable {
    let state = Mutex(State())
    let greeting: @Sendable (Int) -> Greeting
    let script: @Sendable (Request) -> Reaction

    init(
      _ greeting: @escaping @Sendable (Int) -> Greeting,
      _ script: @escaping @Sendable (Request) -> Reaction
    ) {
      self.greeting = greeting
      self.script = script
    }
  }

  /// Starts a server.
  ///
  /// `greeting` is asked for each connection, by its number from 1; `script` for each request.
  package init(
    greeting: @escaping @Sendable (_ connection: Int) -> Greeting = { _ in .read },
    _ script: @escaping @Sendable (Request) -> Reaction
  ) throws {
    (listener, port) = try Self.listen()
    shared = Shared(greeting, script)
    start { [shared, listener, threads] in Self.accept(listener, shared, threads) }
  }

  deinit { stop() }

  /// `http://127.0.0.1:PORT`, with no slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// The requests that were read whole so far, in order.
  package var requests: [Request] { shared.state.withLock { $0.requests } }

  /// How many connections were accepted so far.
  package var connections: Int { shared.state.withLock { $0.accepted } }

  /// Closes every connection that is open now; the server goes on.
  package func dropConnections() {
    shared.state.withLock { state in
      for socket in state.open.values { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  /// Closes everything and waits for the threads; of no effect the second time.
  package func stop() {
    let isFirst = shared.state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard isFirst else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    dropConnections()
    threads.wait()
    close(listener)
  }

  /// Whether somebody listens on a port of 127.0.0.1.
  package static func accepts(_ port: UInt16) -> Bool {
    guard let socket = LoopbackServerConnection.connect(to: port) else { return false }
    close(socket)
    return true
  }

  private func start(_ work: @escaping @Sendable () -> Void) { Self.start(threads, work) }

  private static func start(_ threads: DispatchGroup, _ work: @escaping @Sendable () -> Void) {
    threads.enter()
    Thread.detachNewThread {
      work()
      threads.leave()
    }
  }

  private static func accept(_ listener: Int32, _ shared: Shared, _ threads: DispatchGroup) {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return
      }
      // Not to be inherited: a child of another test would keep the connection open.
      _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
      let number: Int? = shared.state.withLock { state in
        guard !state.isStopped else { return nil }
        state.accepted += 1
        state.open[state.accepted] = socket
        return state.accepted
      }
      guard let number else {
        close(socket)
        return
      }
      start(threads) { LoopbackServerConnection(socket, number, shared).serve() }
    }
  }

  private static func listen() throws -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The address is a sockaddr_in, which is what the calls are told by family and size.
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listener, address, size) == 0 && Glibc.listen(listener, 1024) == 0
          && getsockname(listener, address, &size) == 0
      }
    }
    guard isListening else {
      defer { close(listener) }
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
    return (listener, UInt16(bigEndian: address.sin_port))
  }
}
