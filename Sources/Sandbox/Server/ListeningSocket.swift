// Sockets that listen on 127.0.0.1 and nowhere else.

import Glibc

/// A listening socket and the port it got.
struct ListeningSocket {
  let descriptor: Descriptor
  let port: UInt16

  /// Listens on the port; 0 lets the system choose one.
  init(port: UInt16) throws(ServerError) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { throw ServerError(call: "socket", code: errno) }
    descriptor = Descriptor(number)
    guard Descriptor.setNonBlocking(number) else {
      throw ServerError(call: "fcntl", code: errno)
    }
    self.port = try Self.listen(number, port: port)
  }

  private static func listen(
    _ descriptor: Int32, port: UInt16
  ) throws(ServerError) -> UInt16 {
    var on: Int32 = 1
    // Safe, like the calls below: pointers to locals of the size that is passed, kept by nobody.
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        if unsafe bind(descriptor, address, size) != 0 { return errno }
        if Glibc.listen(descriptor, 1024) != 0 { return errno }
        return unsafe getsockname(descriptor, address, &size) == 0 ? 0 : errno
      }
    }
    guard code == 0 else { throw ServerError(call: "bind", code: code) }
    return UInt16(bigEndian: address.sin_port)
  }
}
