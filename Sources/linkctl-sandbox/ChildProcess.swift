// The command that is run: started, signalled, waited for. Its standard streams are our own.

// `environ` is a global that Swift cannot check; see its one use.
@unsafe @preconcurrency import Glibc

/// A running command.
struct ChildProcess {
  /// How a command ended.
  enum Ending: Equatable {
    case status(Int32)
    case signal(Int32)
  }

  private let identifier: pid_t

  /// Starts a command, found by PATH, with this process's environment and no signal blocked.
  init(_ command: [String]) throws(Failure) {
    var attributes = posix_spawnattr_t()
    var none = sigset_t()
    var child = pid_t()
    // Safe: all pointers are to locals or to copies that live until the call is over, the argument list
    // ends in nil, and nothing changes the environment while it is read.
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_init(&attributes)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    let code = unsafe posix_spawnp(&child, command[0], nil, &attributes, &arguments, environ)
    guard code == 0 else { throw Self.failure(command[0], code) }
    identifier = child
  }

  private static func failure(_ name: String, _ code: Int32) -> Failure {
    code == ENOENT
      ? Failure(message: "there is no command \"\(name)\"", status: 127)
      : Failure(message: "cannot run \"\(name)\": \(SystemError.text(code))", status: 126)
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// How it ended, or `nil` while it runs.
  func ending() -> Ending? {
    var status: Int32 = 0
    // Safe: the kernel writes one number to a local.
    guard unsafe waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
    // The layout is Linux's: the signal in the low seven bits, the exit status in the next byte.
    let signal = status & 0x7F
    return signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
  }
}
