// A program that a test runs beside itself, ended by its process ID. Foundation's own way lets children
// inherit the descriptors by which it learns of each other's end, and the signals that test threads block.

import Foundation
import Glibc
import Synchronization

/// A child process; it is killed with this object.
package final class ChildProcess: Sendable {
  package struct Failure: Error {
    package var program: String
    package var number: Int32
  }

  package let id: Int32
  /// The exit status as shells show it, once it is known.
  private let status = Mutex<Int32?>(nil)

  /// Starts a program; its streams are files, and it gets no other descriptor.
  ///
  /// Without an environment it gets this process's own. In a session of its own, a terminal among its streams
  /// becomes the one that it is controlled by.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    standardInput: String = "/dev/null", standardOutput: String = "/dev/null",
    standardError: String = "/dev/null", inNewSession: Bool = false
  ) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // A terminal that is only written to never becomes the controlling one.
    let appending = (inNewSession ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND
    for (descriptor, path, flags) in [
      (STDIN_FILENO, standardInput, O_RDONLY), (STDOUT_FILENO, standardOutput, appending),
      (STDERR_FILENO, standardError, appending),
    ] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
    }
    // Whatever else is open belongs to others, who wait for its end when they close it. Closing what is
    // not open is no error here.
    for descriptor in Int32(3)..<1024 {
      unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The threads that run tests block all signals, and a child would inherit that.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    let session = inNewSession ? Self.newSession : 0
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | session)
    // Terminated copies that live until the call is over, and a null at the end, as the call asks.
    let words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    let variables = unsafe (environment ?? [:]).map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (words + variables).forEach { unsafe free($0) } }
    var id: pid_t = 0
    let code =
      environment == nil
      ? unsafe posix_spawn(&id, program, &actions, &attributes, words, environ)
      : unsafe posix_spawn(&id, program, &actions, &attributes, words, variables)
    guard code == 0 else { throw Failure(program: program, number: code) }
    self.id = id
  }

  /// `POSIX_SPAWN_SETSID` of spawn.h, which Swift does not see.
  private static let newSession: Int16 = 0x80

  deinit {
    // Gently first: `timeout` passes this on to what it runs, and cannot pass on being killed.
    signal(SIGTERM)
    end(.seconds(5))
  }

  /// Whether it has not ended.
  package var isRunning: Bool { ended == nil }

  /// Whether it takes a signal itself, as the system tells; before that the signal just ends it.
  package func catches(_ number: Int32) throws -> Bool {
    guard isRunning else { return false }
    let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let mask = status.firstMatch(of: /SigCgt:\s+([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) }
    return mask.map { $0 & 1 << UInt64(number - 1) != 0 } ?? false
  }

  /// How often its threads have gone to sleep of their own accord so far, as the system tells.
  package func sleeps() throws -> Int {
    let folder = "/proc/\(id)/task"
    return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, thread in
      // One that has just ended counts no more.
      let status =
        (try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8)) ?? ""
      let count = status.firstMatch(of: /\nvoluntary_ctxt_switches:\s+([0-9]+)/)
      return sum + (count.flatMap { Int($0.1) } ?? 0)
    }
  }

  /// Sends it a signal, unless it has ended.
  package func signal(_ number: Int32) {
    status.withLock { if $0 == nil { kill(id, number) } }
  }

  /// Its exit status, 128 and more for a signal, once it has ended; what hangs is killed.
  @discardableResult
  package func end(_ limit: Duration = Patience.limit) -> Int32 {
    let deadline = ContinuousClock.now + limit
    while true {
      if let ended { return ended }
      if ContinuousClock.now > deadline { signal(SIGKILL) }
      usleep(2_000)
    }
  }

  /// The same without holding the thread, so that other tests go on meanwhile.
  package func ending() async throws -> Int32 {
    if try await !Patience.wait(until: { ended != nil }) { signal(SIGKILL) }
    return end()
  }

  /// The exit status, if it has ended.
  private var ended: Int32? {
    status.withLock { status in
      var word: Int32 = 0
      // `waitpid` writes the status into the value that it is given, and is not asked again after the end.
      if status == nil, unsafe waitpid(id, &word, WNOHANG) != 0 {
        let signal = word & 0x7F
        status = signal == 0 ? word >> 8 & 0xFF : 128 + signal
      }
      return status
    }
  }
}
