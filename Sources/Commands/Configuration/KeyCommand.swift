// The command of a profile that prints its key, such as a password store's. It is run with no standard
// input, since that may hold the rows; its messages go where linkctl's own go.

import Glibc
import Providers

/// A command whose first line of output is a key.
struct KeyCommand {
  private static let longestOutput = 65_536

  /// A program, found by PATH, and its arguments.
  let words: [String]
  /// What errors call it.
  let title: String
  let environment: [String: String]

  /// Runs it to its end and takes its first line: what password stores keep behind it is not the key.
  func key() throws(Failure) -> APIKey {
    let (output, child) = try start()
    defer { close(output) }
    let read = Result { () throws(SmallFile.Fault) in
      try SmallFile(descriptor: output, limit: Self.longestOutput)
    }
    // Whoever prints without end is not waited for.
    if case .failure = read { kill(child, SIGTERM) }
    let status = Self.end(of: child)
    guard status == 0 else {
      throw Failure(
        "\(title) ended with status \(status)",
        hint: "run it by hand to see why; it is to print the key and end with status 0")
    }
    guard case .success(let printed) = read,
      let key = APIKey(String(decoding: printed.bytes.prefix { $0 != 0x0A }, as: UTF8.self))
    else {
      throw Failure(
        "the first line that \(title) prints is not an API key",
        hint: "a key is one word of visible ASCII; run it by hand to see what it prints")
    }
    return key
  }

  /// Starts the command; gives the end of the pipe that its output comes out of.
  private func start() throws(Failure) -> (output: Int32, child: pid_t) {
    guard let program = words.first else { throw cannotRun(ENOENT) }
    var ends: [Int32] = [-1, -1]
    // The call writes two numbers into the two of the array.
    guard unsafe pipe(&ends) == 0 else { throw cannotRun(errno) }
    defer { close(ends[1]) }
    // The command gets the one end as its output and must not hold the other: its end would never come.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var none = sigset_t()
    var broken = sigset_t()
    var child = pid_t()
    // Safe: all pointers are to locals or to copies that live until the call is over, and both lists end
    // in nil.
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    // It starts as from a shell: no signal blocked, and a closed pipe ends it.
    unsafe sigemptyset(&none)
    unsafe sigemptyset(&broken)
    unsafe sigaddset(&broken, SIGPIPE)
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &broken)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let code = unsafe posix_spawnp(&child, program, &actions, &attributes, &arguments, &variables)
    guard code == 0 else {
      close(ends[0])
      throw cannotRun(code)
    }
    return (ends[0], child)
  }

  private func cannotRun(_ code: Int32) -> Failure {
    Failure(
      "\(title) cannot be run: \(SystemErrorText.of(code))",
      hint: "a list of words is run as it is, its first word being a program; a line is the shell's"
    )
  }

  /// The exit status as shells show it, 128 and more for a signal.
  private static func end(of child: pid_t) -> Int32 {
    var status: Int32 = 0
    // The kernel writes one number to a local; a signal that is handled here only interrupts the wait.
    while unsafe waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return 127 }
    }
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }
}
