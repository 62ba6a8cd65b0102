// Signals without handlers: blocked in every thread, taken one at a time by the main thread.

import Glibc

/// The signals that the program waits for.
struct Signals {
  /// A signal that came.
  struct Arrival {
    var number: Int32
    /// Whether the terminal sent it, which then sent it to the command as well.
    var isFromTerminal: Bool
  }

  private let awaited: sigset_t

  /// Blocks the signals; to be called before any thread starts, so that all of them inherit it.
  ///
  /// SIGPIPE is blocked too: a write that nobody reads shows in its result.
  init() {
    var awaited = sigset_t()
    var blocked = sigset_t()
    // Safe, all below: pointers to locals, used during the call alone.
    unsafe sigemptyset(&awaited)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { unsafe sigaddset(&awaited, signal) }
    blocked = awaited
    unsafe sigaddset(&blocked, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
    self.awaited = awaited
  }

  /// The next signal, or `nil` where none came in that time.
  func next(within milliseconds: Int) -> Arrival? {
    var awaited = awaited
    var details = unsafe siginfo_t()
    var time = timespec(
      tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    let number = unsafe sigtimedwait(&awaited, &details, &time)
    guard number > 0 else { return nil }
    // Positive codes are the kernel's, and the kernel sends these for the terminal's keys alone.
    return Arrival(number: number, isFromTerminal: unsafe details.si_code > 0)
  }
}

extension Signals {
  /// Ends this process by a signal, so that whoever waits for it sees the command's own end.
  static func end(by number: Int32) -> Never {
    // A second core dump would tell of this program, not of the command.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    var only = sigset_t()
    // Safe: pointers to locals, used during the calls alone.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = signal(number, SIG_DFL)
    unsafe sigemptyset(&only)
    unsafe sigaddset(&only, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &only, nil)
    raise(number)
    exit(128 + number)
  }
}
