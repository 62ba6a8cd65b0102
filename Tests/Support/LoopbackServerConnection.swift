// One connection of the loopback server, on its own thread, with blocking reads and writes.

import Foundation
import Glibc
import HTTP
import Synchronization

/// Reads requests off a socket and reacts to them, until one side has had enough.
final class LoopbackServerConnection {
  private let socket: Int32
  private let number: Int
  private let shared: LoopbackServer.Shared
  /// Bytes that were read and belong to the next request.
  private var buffer: [UInt8] = []

  init(_ socket: Int32, _ number: Int, _ shared: LoopbackServer.Shared) {
    self.socket = socket
    self.number = number
    self.shared = shared
  }

  func serve() {
    defer { leave() }
    switch shared.greeting(number) {
    case .close: return
    case .ignore: return waitForHangUp()
    case .tunnel(let port): return tunnel(to: port)
    case .read: break
    }
    while let request = readRequest() {
      shared.state.withLock { $0.requests.append(request) }
      guard react(shared.script(request)) else { return }
    }
  }

  /// Whether another request is to be read.
  private func react(_ reaction: LoopbackServer.Reaction) -> Bool {
    pause(reaction.delay)
    guard send(reaction.bytes, to: socket) else { return false }
    switch reaction.ending {
    case .keep: return true
    // A child that another test started this very moment may hold the socket too: the end is sent all
    // the same.
    case .close: shutdown(socket, Int32(SHUT_RDWR))
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    case .silence: waitForHangUp()
    case .tunnel(let port): tunnel(to: port)
    }
    return false
  }

  /// The socket is forgotten before it is closed, so that nobody shuts down another with its number.
  private func leave() {
    shared.state.withLock { $0.open[number] = nil }
    close(socket)
  }

  private func readRequest() -> LoopbackServer.Request? {
    guard let head = readHead() else { return nil }
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard let name = parts.first else { continue }
      headers.append(String(name), parts.dropFirst().joined().trimmed)
    }
    guard let body = readBytes(headers["Content-Length"].flatMap { Int($0) } ?? 0) else {
      return nil
    }
    return LoopbackServer.Request(
      connection: number, method: String(words[0]), target: String(words[1]), headers: headers,
      body: body, head: head)
  }

  private func readHead() -> String? {
    var end = 0
    while true {
      if end >= 4, buffer[(end - 4)..<end].elementsEqual("\r\n\r\n".utf8) { break }
      if end == buffer.count, !readMore() { return nil }
      end += 1
    }
    defer { buffer.removeFirst(end) }
    return String(decoding: buffer[..<end], as: UTF8.self)
  }

  private func readBytes(_ count: Int) -> [UInt8]? {
    while buffer.count < count { guard readMore() else { return nil } }
    defer { buffer.removeFirst(count) }
    return [UInt8](buffer[..<count])
  }

  private func readMore() -> Bool {
    let bytes = receive(from: socket)
    buffer += bytes
    return !bytes.isEmpty
  }

  /// The next bytes, or none when the other side or the test has closed.
  private func receive(from socket: Int32) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, count in
      // At most as many bytes are written as there is room, and that many are then initialized.
      count = unsafe max(0, recv(socket, room.baseAddress, room.count, 0))
    }
  }

  private func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Waits, unless the connection is shut down meanwhile.
  private func pause(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    guard milliseconds > 0 else { return }
    var watched = pollfd(fd: socket, events: 0, revents: 0)
    unsafe poll(&watched, 1, milliseconds)
  }

  private func waitForHangUp() {
    while !receive(from: socket).isEmpty {}
  }

  private func tunnel(to port: UInt16) {
    guard let other = Self.connect(to: port) else { return }
    defer { close(other) }
    guard send(buffer, to: other) else { return }
    relay(with: other)
  }

  /// A connection to a port of this machine, or nothing when nobody listens there.
  static func connect(to port: UInt16) -> Int32? {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // The address is a sockaddr_in, which is what the call is told by family and size.
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if isConnected { return socket }
    close(socket)
    return nil
  }

  private func relay(with other: Int32) {
    var watched = [
      pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
      pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      guard unsafe poll(&watched, 2, -1) > 0 else { return }
      for (from, to) in [(0, 1), (1, 0)] where watched[from].revents != 0 {
        let bytes = receive(from: watched[from].fd)
        guard !bytes.isEmpty, send(bytes, to: watched[to].fd) else { return }
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
