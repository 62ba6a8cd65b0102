// A shell at a pseudo-terminal, typed into as a person would.

import Foundation
import Glibc
import TestSupport

/// An interactive shell; what is typed into it goes through its own line editor.
///
/// It waits by blocking its thread, so it is used on one of its own: `session` makes one.
final class ShellTerminal {
  struct Silent: Error { var shown: String }

  private let master: Int32
  private let shell: ChildProcess
  private let folder: TemporaryDirectory
  private var shown = ""

  private static let prompt = "READY>"
  private static let patience = Duration.seconds(120)

  /// Starts a shell in a folder that is its home and its place, with `setup` as its first line.
  ///
  /// `setup` has to define `shown`, which writes its words, a line each, into the file named, and to set a
  /// prompt of `READY>`, itself written in two parts: what is typed is shown too.
  init(
    _ arguments: [String], environment: [String: String], in folder: TemporaryDirectory,
    setup: (_ answer: String) -> String
  ) throws {
    self.folder = folder
    // The C library's names for this are not visible to Swift; these are what it does on Linux.
    let (unlock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    var (locked, terminal): (Int32, Int32) = (0, 0)
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // The calls read and write one number each.
    guard master >= 0, unsafe ioctl(master, unlock, &locked) == 0,
      unsafe ioctl(master, number, &terminal) == 0
    else { throw Silent(shown: "no pseudo-terminal") }
    let path = "/dev/pts/\(terminal)"
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    // The call reads the value that it is given.
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    var variables = environment
    variables["HOME"] = folder.path
    variables["TERM"] = "vt100"
    // `setsid -c` makes the terminal that of the shell, so that it takes itself for interactive.
    shell = try ChildProcess(
      "/usr/bin/env", ["-C", folder.path, "setsid", "-c", "-w"] + arguments,
      environment: variables, standardInput: path, standardOutput: path, standardError: path)
    type(setup(folder.file("answer")) + "\r")
    try wait { $0.contains(Self.prompt) }
  }

  deinit { close(master) }

  /// The words that the line holds once keys are pressed, as the shell itself takes them apart.
  func words(after keys: String) throws -> [String] {
    let answer = folder.file("answer")
    try? FileManager.default.removeItem(atPath: answer)
    // Back to the beginning of the line, to put the command there that writes its words down.
    type(keys + "\u{1}" + "shown " + "\r")
    try wait { _ in FileManager.default.fileExists(atPath: answer) }
    return try folder.text(of: "answer").split(separator: "\n").map(String.init)
  }

  /// Presses keys until all words have been shown, and gives the shell up: nothing more is to be typed.
  func show(_ words: [String], after keys: String) throws {
    shown = ""
    type(keys)
    try wait { shown in
      // Without colours and padding, which may stand inside a word.
      let text = shown.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]|\u{1B}[()].|[\u{0}\u{F}]/, with: "")
      return words.allSatisfy(text.contains)
    }
  }

  private func type(_ keys: String) {
    var bytes = Array(keys.utf8)[...]
    while !bytes.isEmpty {
      // `write` reads no more than the count it is given, which is the slice's.
      let count = unsafe bytes.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Reads what the shell shows until a condition holds.
  private func wait(until isMet: (String) -> Bool) throws {
    let deadline = ContinuousClock.now + Self.patience
    while !isMet(shown) {
      var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      // The call fills in the one value that it is given, and waits no longer than 10 ms, since the
      // condition may come to hold without a word.
      guard unsafe poll(&ready, 1, 10) > 0 else {
        guard ContinuousClock.now < deadline else { throw Silent(shown: shown) }
        continue
      }
      var piece = [UInt8](repeating: 0, count: 4096)
      // `read` fills no more than the count it is given, which is the array's.
      let count = unsafe read(master, &piece, piece.count)
      guard count > 0 else { throw Silent(shown: shown) }
      shown += String(decoding: piece.prefix(count), as: UTF8.self)
    }
  }

  /// Does something with a shell on a thread of its own, so that other tests go on meanwhile.
  static func session<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Swift.Result(catching: body)) }.start()
    }
  }
}
