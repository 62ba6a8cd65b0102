// A shell at a pseudo-terminal, typed into as a person would.

import Foundation
import TestSupport

/// An interactive shell; what is typed into it goes through its own line editor.
///
/// It waits by blocking its thread, so it is used on one of its own: `session` makes one.
final class ShellTerminal {
  struct Silent: Error { var shown: String }

  private let terminal: PseudoTerminal
  private let shell: ChildProcess
  private let folder: TemporaryDirectory
  private var shown = ""

  private static let prompt = "READY>"

  /// Starts a shell in a folder that is its home and its place, with `setup` as its first line.
  ///
  /// `setup` has to define `shown`, which writes its words, a line each, into the file named, and to set a
  /// prompt of `READY>`, itself written in two parts: what is typed is shown too.
  init(
    _ arguments: [String], environment: [String: String], in folder: TemporaryDirectory,
    setup: (_ answer: String) -> String
  ) throws {
    self.folder = folder
    terminal = try PseudoTerminal(columns: 120, rows: 40)
    let basics = ["HOME": folder.path, "TERM": "vt100"]
    // The first terminal that a new session opens is its own, so the shell takes itself for interactive.
    shell = try ChildProcess(
      "/usr/bin/env", ["-C", folder.path] + arguments,
      environment: environment.merging(basics) { $1 }, standardInput: terminal.path,
      standardOutput: terminal.path, standardError: terminal.path, inNewSession: true)
    terminal.type(setup(folder.file("answer")) + "\r")
    try wait { $0.contains(Self.prompt) }
  }

  /// The words that the line holds once keys are pressed, as the shell itself takes them apart.
  func words(after keys: String) throws -> [String] {
    let answer = folder.file("answer")
    try? FileManager.default.removeItem(atPath: answer)
    // Back to the beginning of the line, to put the command there that writes its words down.
    terminal.type(keys + "\u{1}" + "shown " + "\r")
    try wait { _ in FileManager.default.fileExists(atPath: answer) }
    return try folder.text(of: "answer").split(separator: "\n").map(String.init)
  }

  /// Presses keys until all words have been shown, and gives the shell up: nothing more is to be typed.
  func show(_ words: [String], after keys: String) throws {
    shown = ""
    terminal.type(keys)
    try wait { shown in
      // Without colours and padding, which may stand inside a word.
      let text = shown.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]|\u{1B}[()].|[\u{0}\u{F}]/, with: "")
      return words.allSatisfy(text.contains)
    }
  }

  /// Reads what the shell shows until a condition holds.
  private func wait(until isMet: (String) -> Bool) throws {
    let deadline = ContinuousClock.now + Patience.limit
    while !isMet(shown) {
      let bytes = terminal.read()
      shown += String(decoding: bytes, as: UTF8.self)
      guard bytes.isEmpty else { continue }
      guard ContinuousClock.now < deadline else { throw Silent(shown: shown) }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// Does something with a shell on a thread of its own, so that other tests go on meanwhile.
  static func session<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
  }
}
