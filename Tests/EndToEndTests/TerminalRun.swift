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

/// A program on a terminal while it runs; used by one thread.
final class TerminalSession {
  private let terminal: PseudoTerminal
  private(set) var screen: Screen
  private let child: ChildProcess
  private let folder: TemporaryDirectory
  private let outputName: String?
  private let deadline = ContinuousClock.now + Patience.limit

  /// Starts the program; with `output`, its standard output is a file of that name, and with `input`, its
  /// standard input holds that.
  private init(
    _ program: String, _ arguments: [String], columns: Int, environment: [String: String],
    input: String?, output: String?
  ) throws {
    folder = try TemporaryDirectory()
    outputName = output
    terminal = try PseudoTerminal(columns: columns)
    screen = Screen(columns: columns)
    let basics = ["PATH": "/usr/bin:/bin", "TERM": "xterm"]
    let rows = try input.map { [folder] in try folder.write($0, to: "stdin") }
    child = try ChildProcess(
      program, arguments, environment: basics.merging(environment) { $1 },
      standardInput: rows ?? terminal.path,
      standardOutput: output.map(folder.file) ?? terminal.path,
      standardError: terminal.path, inNewSession: true)
  }

  /// Runs a program to its end, with what is done to its terminal meanwhile.
  ///
  /// All of it is on a thread of its own, since a terminal that nobody reads holds the program up, and
  /// other tests may keep the threads of tasks busy for long.
  static func run(
    _ program: String, _ arguments: [String], columns: Int = 80, environment: [String: String],
    input: String? = nil, output: String? = nil,
    meanwhile: @escaping @Sendable (TerminalSession) throws -> Void = { _ in }
  ) async throws -> TerminalRun {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let session = try TerminalSession(
              program, arguments, columns: columns, environment: environment,
              input: input, output: output)
            try meanwhile(session)
            return try session.end()
          })
      }
    }
  }

  private var isGoingOn: Bool { child.isRunning && ContinuousClock.now < deadline }

  /// The program ended before what was waited for was on the screen.
  private struct NotSeen: Error {}

  /// Reads along until something is on the screen.
  func read(until isSeen: (Screen) -> Bool) throws {
    while !isSeen(screen) {
      guard isGoingOn else { throw NotSeen() }
      screen.feed(terminal.read())
      usleep(3_000)
    }
  }

  /// Changes the width while the program stands still, so that nothing is under way for the old one.
  func resize(columns: Int) {
    child.signal(SIGSTOP)
    usleep(200_000)
    screen.feed(terminal.read())
    terminal.resize(columns: columns)
    screen.resize(columns: columns)
    child.signal(SIGCONT)
  }

  /// Sends the program a signal.
  func signal(_ number: Int32) { child.signal(number) }

  /// Types something, as Ctrl-C is typed.
  func type(_ text: String) { terminal.type(text) }

  private func end() throws -> TerminalRun {
    while isGoingOn {
      screen.feed(terminal.read())
      usleep(3_000)
    }
    let status = child.end(.zero)
    screen.feed(terminal.read())
    return TerminalRun(
      status: status, screen: screen, output: try outputName.map { try folder.text(of: $0) } ?? "")
  }
}

extension Rehearsal {
  /// `linkctl` on a terminal, to its end.
  func onTerminal(
    _ arguments: [String], columns: Int = 80, input: String? = nil, output: String? = nil,
    environment more: [String: String] = [:],
    meanwhile: @escaping @Sendable (TerminalSession) throws -> Void = { _ in }
  ) async throws -> TerminalRun {
    try await TerminalSession.run(
      linkctl.path, arguments, columns: columns, environment: environment.merging(more) { $1 },
      input: input, output: output, meanwhile: meanwhile)
  }
}
