// A real terminal device, on whose other side a test sits.

import Glibc

/// A pseudo-terminal; programs open it by its path, and the test reads what they write.
package final class PseudoTerminal: Sendable {
  package struct Failure: Error {
    package var number: Int32
  }

  /// The terminal's own file, for the streams of a program.
  package let path: String
  private let master: Int32
  /// Kept open, so that reading does not fail before the program has opened its own.
  private let slave: Int32

  // From asm-generic/ioctls.h, whose macros Swift does not see.
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  package init(columns: Int, rows: Int = 24) throws {
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard master >= 0 else { throw Failure(number: errno) }
    var (isLocked, number) = (Int32(0), UInt32(0))
    // Both calls take the address of one number of the size that they expect.
    guard unsafe ioctl(master, Self.unlock, &isLocked) == 0,
      unsafe ioctl(master, Self.number, &number) == 0
    else { throw Failure(number: errno) }
    path = "/dev/pts/\(number)"
    slave = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failure(number: errno) }
    resize(columns: columns, rows: rows)
  }

  deinit {
    close(slave)
    close(master)
  }

  /// Changes the size; the programs in front are told with SIGWINCH.
  package func resize(columns: Int, rows: Int = 24) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// What was written since the last call.
  package func read() -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // `read` fills no more than the count it is given, which is the array's.
      let count = unsafe Glibc.read(master, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes += piece.prefix(count)
    }
  }

  /// Types something.
  package func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(master, bytes, bytes.count)
  }
}
