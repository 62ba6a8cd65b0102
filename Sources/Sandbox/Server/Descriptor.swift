// File descriptors that are closed once, by whoever lets go of them last.

import Glibc
import Synchronization

/// An open file descriptor and the duty to close it.
final class Descriptor: Sendable {
  let number: Int32
  private let isOpen = Mutex(true)

  /// Takes over a descriptor.
  init(_ number: Int32) {
    self.number = number
  }

  /// Closes it; later calls do nothing.
  func close() {
    let closes = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if closes { _ = Glibc.close(number) }
  }

  deinit { close() }

  /// Writes one byte, which makes the other end of a pipe readable.
  func writeByte() {
    var byte: UInt8 = 0
    // Safe: one byte is read from a local, during the call.
    _ = unsafe write(number, &byte, 1)
  }

  /// A new pipe; neither end is passed on to programs that are run.
  static func pipe() throws(ServerError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    // Safe: the array has room for the two numbers that are written.
    guard unsafe Glibc.pipe(&ends) == 0 else { throw ServerError(call: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  /// Makes calls return at once, and keeps the descriptor from programs that are run.
  static func setNonBlocking(_ number: Int32) -> Bool {
    fcntl(number, F_SETFD, FD_CLOEXEC) == 0 && fcntl(number, F_SETFL, O_NONBLOCK) == 0
  }
}
