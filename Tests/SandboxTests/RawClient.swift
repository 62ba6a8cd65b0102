// A client that sends the bytes it is told to, so that tests can be as rude as they like.

import Foundation
import Records
import Sandbox
import TestSupport

/// What a server answered.
struct Reply {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  var json: JSONValue? { try? JSONValue(parsing: body) }
}

/// One connection; a read that hangs gives up.
final class RawClient {
  struct Broken: Error {}

  private let descriptor: Int32
  private var bytes: [UInt8] = []

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: Int(Patience.limit.components.seconds), tv_usec: 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    // Safe: pointers to locals of the sizes that are passed.
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let code = unsafe withUnsafePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw Broken() }
  }

  deinit { close(descriptor) }

  /// Sends all of it; false where the server has closed.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func endInput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Everything until the server closes; `nil` where it does not.
  func readToEnd() -> [UInt8]? {
    while let more = receive() {
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }

  /// The next answer, by its Content-Length.
  func reply() throws -> Reply {
    while true {
      if let reply = takeReply() { return reply }
      guard let more = receive(), !more.isEmpty else { throw Broken() }
      bytes += more
    }
  }

  /// Whether anything comes within the time.
  func isSilent(forMilliseconds time: Int32) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&watched, 1, time) == 0
  }

  private func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe buffer.withUnsafeMutableBytes { space in
      unsafe recv(descriptor, space.baseAddress, space.count, 0)
    }
    return count < 0 ? nil : Array(buffer[..<count])
  }

  private func takeReply() -> Reply? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
    }
    let length = headers.first { $0.0 == "Content-Length" }.flatMap { Int($0.1) } ?? 0
    guard bytes.count - end.upperBound >= length else { return nil }
    let body = Array(bytes[end.upperBound..<end.upperBound + length])
    bytes.removeFirst(end.upperBound + length)
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return Reply(status: status ?? 0, headers: headers, body: body)
  }
}

extension Sandbox {
  /// Asks a stand-in on a connection of its own, with the key that may do everything or another one.
  func ask(
    _ provider: SandboxProvider, _ method: String, _ target: String, key: String? = nil,
    body: String? = nil
  ) throws -> Reply {
    let authorization = key ?? "Bearer \(SandboxKey.full(provider))"
    return try send(
      provider, method, target, headers: ["Authorization: \(authorization)"], body: body)
  }

  func send(
    _ provider: SandboxProvider, _ method: String, _ target: String, headers: [String] = [],
    body: String? = nil
  ) throws -> Reply {
    let client = try RawClient(port: port(of: provider))
    var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1"] + headers
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    client.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    return try client.reply()
  }

  /// A sandbox without limits and with some links, changed as the test needs it.
  static func forTest(
    links: Int = 0, limit: LimitChoice = .none, _ change: (inout SandboxOptions) -> Void = { _ in }
  ) throws -> Sandbox {
    var options = SandboxOptions()
    options.links = links
    options.limit = limit
    change(&options)
    return try Sandbox(options)
  }
}
