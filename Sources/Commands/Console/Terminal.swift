// What there is to know of a terminal: how wide it is, and whether it may be written to now.

import Glibc

/// A descriptor that is a terminal.
struct Terminal: Sendable {
  let descriptor: Int32

  /// `nil` where the descriptor is something else.
  init?(_ descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return nil }
    self.descriptor = descriptor
  }

  /// The columns that it has now, `nil` where it does not say.
  var width: Int? { Self.width(of: descriptor) }

  /// The columns of a terminal, `nil` for what is none.
  static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    // The call writes the size into the value that it is given, or fails.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Whether this process may draw on it: not from the background, where a shell has its prompt.
  ///
  /// A terminal that is not this process's own does not tell, and may be drawn on.
  var isInForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }

  /// Whether a write would not have to wait, as it would after Ctrl-S.
  var isWritable: Bool {
    var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // The call writes into the one value that it is told of, and returns at once.
    return unsafe poll(&state, 1, 0) == 1
  }
}
