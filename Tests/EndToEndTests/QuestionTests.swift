import Foundation
import Sandbox
import TestSupport
import Testing

/// The question before a delete and a large update, answered on the controlling terminal.
@Suite(.inTurn) struct QuestionTests {
  private let rehearsal: Rehearsal

  init() throws {
    var options = SandboxOptions()
    options.links = 150
    options.limit = .none
    rehearsal = try Rehearsal(.dub, options)
  }

  private func list(_ count: Int) -> String { rehearsal.ids(1...count).joined(separator: "\n") }

  /// Runs linkctl with IDs through a pipe and its results in a file, and answers its question.
  private func answered(_ arguments: [String], _ count: Int, _ answer: String) async throws
    -> TerminalRun
  {
    try await rehearsal.onTerminal(
      arguments, columns: 160, input: list(count), output: "out"
    ) { session in
      try session.read { $0.lines.contains { $0.contains("[y/N]") } }
      session.type(answer)
    }
  }

  @Test(
    "rows may come through a pipe: the answer is read from the terminal", arguments: ["y", "YES"])
  func yes(answer: String) async throws {
    let run = try await answered(["delete"], 3, answer + "\n")
    #expect(run.status == 0, "\(run.screen.lines)")
    #expect(rehearsal.sandbox.ids(of: .dub).count == 147)
    let question =
      "linkctl: delete 3 links at Dub (\(rehearsal.sandbox.baseURL(of: .dub)))? This cannot be undone. [y/N]"
    #expect(run.screen.lines.first?.hasPrefix(question) == true, "\(run.screen.lines)")
  }

  @Test("anything else is no, and the end of input too", arguments: ["\n", "n\n", "yo\n", "\u{4}"])
  func no(answer: String) async throws {
    let run = try await answered(["delete"], 3, answer)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.screen.lines.contains { $0.contains("error: cancelled") }, "\(run.screen.lines)")
    #expect(run.screen.lines.contains { $0.contains("hint: nothing was sent") })
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("an update asks where it is of more than 100 rows")
  func update() async throws {
    let change = ["update", "--set", "archived=true"]
    let run = try await answered(change, 101, "n\n")
    #expect(run.status == 2 && rehearsal.counters.total() == 0)
    #expect(run.screen.lines.first?.hasPrefix("linkctl: change 101 links at Dub") == true)
    let small = try await rehearsal.onTerminal(change, input: list(100), output: "out")
    #expect(small.status == 0, "\(small.screen.lines)")
    let agreed = try await rehearsal.onTerminal(change + ["-y"], input: list(150), output: "out")
    #expect(agreed.status == 0, "\(agreed.screen.lines)")
  }

  @Test("the question names the profile")
  func profile() async throws {
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.file("linkctl"), withIntermediateDirectories: false)
    _ = try folder.write(
      #"{"profiles":{"work":{"provider":"dub"}}}"#, to: "linkctl/config.json")
    let run = try await rehearsal.onTerminal(
      ["delete", "--profile", "work"], columns: 160, input: list(1), output: "out",
      environment: ["XDG_CONFIG_HOME": folder.path]
    ) { session in
      try session.read { $0.lines.contains { $0.contains("[y/N]") } }
      session.type("n\n")
    }
    #expect(
      run.screen.lines.first?.hasPrefix(
        "linkctl: delete 1 link at Dub (profile \"work\", http://127.0.0.1:") == true,
      "\(run.screen.lines)")
  }

  @Test("without a terminal to answer on, or with errors elsewhere, nothing is asked")
  func nobody() async throws {
    let linkctl = rehearsal.linkctl.path
    let detached = try await TerminalSession.run(
      "/usr/bin/setsid", ["--wait", linkctl, "delete"], environment: rehearsal.environment,
      input: list(1), output: "out")
    #expect(detached.status == 0, "\(detached.screen.lines)")
    let elsewhere = try await TerminalSession.run(
      "/bin/sh", ["-c", "exec \"$0\" delete 2>/dev/null", linkctl],
      environment: rehearsal.environment, input: list(2), output: "out")
    #expect(elsewhere.status == 1)
    #expect(rehearsal.sandbox.ids(of: .dub).count == 148)
  }
}
