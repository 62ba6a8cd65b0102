// The real binary on a real pseudo-terminal, and what a person would have seen there.

import Foundation
import TestSupport
import Testing

/// One run of linkctl whose standard error is a terminal.
struct TerminalRun {
  var status: Int32
  var screen: Screen
  /// Standard output, where it is not the terminal too.
  var output: String

  /// The progress lines that were drawn, each once for each time in a row.
  var progress: [String] {
    screen.drawn.filter { $0.hasPrefix("[") || $0.firstMatch(of: /^[0-9]+%/) != nil }
  }
}

/// A program on a terminal while it runs.
final class TerminalSession {
  let terminal: PseudoTerminal
  private(set) var screen: Screen
  private let child: ChildProcess
  private let folder: TemporaryDirectory
  private let outputName: String?

  /// Starts the program; with `output`, its standard output is a file of that name.
  init(
    _ program: String, _ arguments: [String], columns: Int, environment: [String: String],
    output: String? = nil
  ) throws {
    folder = try TemporaryDirectory()
    outputName = output
    terminal = try PseudoTerminal(columns: columns)
    screen = Screen(columns: columns)
    let basics = ["PATH": "/usr/bin:/bin", "TERM": "xterm"]
    child = try ChildProcess(
      program, arguments, environment: basics.merging(environment) { $1 },
      standardInput: terminal.path, standardOutput: output.map(folder.file) ?? terminal.path,
      standardError: terminal.path, inNewSession: true)
  }

  /// Reads along until something is on the screen; `false` when the program has ended before.
  func read(until isSeen: (Screen) -> Bool) async throws -> Bool {
    while !isSeen(screen) {
      let isRunning = child.isRunning
      screen.feed(terminal.read())
      if !isRunning { return isSeen(screen) }
      try await Task.sleep(for: .milliseconds(3))
    }
    return true
  }

  /// Changes the width while the program stands still, so that nothing is under way for the old one.
  func resize(columns: Int) async throws {
    child.signal(SIGSTOP)
    try await Task.sleep(for: .milliseconds(200))
    screen.feed(terminal.read())
    terminal.resize(columns: columns)
    screen.resize(columns: columns)
    child.signal(SIGCONT)
  }

  /// Reads to the end of the program.
  func end() async throws -> TerminalRun {
    _ = try await read { _ in false }
    let status = try await child.end(within: .seconds(10))
    screen.feed(terminal.read())
    return TerminalRun(
      status: status, screen: screen, output: try outputName.map { try folder.text(of: $0) } ?? "")
  }
}

extension Rehearsal {
  /// `linkctl` on a terminal, not yet at its end.
  func session(
    _ arguments: [String], columns: Int = 80, output: String? = nil,
    environment more: [String: String] = [:]
  ) throws -> TerminalSession {
    try TerminalSession(
      linkctl.path, arguments, columns: columns, environment: environment.merging(more) { $1 },
      output: output)
  }
}
