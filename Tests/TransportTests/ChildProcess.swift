// A program that a test runs beside itself, on its own process ID.

import Glibc

/// A child process; it is ended with this object, and by itself after two minutes.
final class ChildProcess: Sendable {
  struct Failure: Error {
    var program: String
    var number: Int32
  }

  let id: pid_t

  /// Starts a program whose output and errors go nowhere.
  init(_ program: String, _ arguments: [String]) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    // Whatever else is open belongs to others, who wait for its end when they close it. Closing what is
    // not open is no error here.
    for descriptor in Int32(3)..<1024 {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    // The threads that run tests block all signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    // `timeout` passes signals on, and ends what a crashed test leaves behind.
    let words = ["timeout", "120", program] + arguments
    // Terminated copies that live until the call is over, and a null at the end, as the call asks.
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    var id = pid_t()
    let code = unsafe posix_spawn(
      &id, "/usr/bin/timeout", &actions, &attributes, &pointers, environ)
    guard code == 0 else { throw Failure(program: program, number: code) }
    self.id = id
  }

  deinit { end() }

  /// Ends it, if it has not ended, and waits for that.
  func end() {
    if isRunning { kill(id, SIGTERM) }
    wait()
  }

  /// Whether it has not ended; may be asked until it has.
  var isRunning: Bool {
    var status: Int32 = 0
    return unsafe waitpid(id, &status, WNOHANG) == 0
  }

  /// Waits for the end and gives the exit status, or -1 when a signal was the end or it is over already.
  @discardableResult func wait() -> Int32 {
    var status: Int32 = 0
    while true {
      if unsafe waitpid(id, &status, 0) == id {
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
      }
      if errno != EINTR { return -1 }
    }
  }
}
