import Sandbox
import TestSupport
import Testing

/// Colours, asked for and not, on each stream for itself.
@Suite(.inTurn) struct ColorTests {
  private let rehearsal: Rehearsal
  private let delete: [String]
  private let wrong = ["delete", "--ids-file", "/nowhere"]

  init() throws {
    var options = SandboxOptions()
    options.links = 2
    rehearsal = try Rehearsal(.dub, options)
    delete = ["delete", "-y"] + rehearsal.ids(1...2)
  }

  @Test("a table on a terminal has colours, and one in a file beside it has none")
  func streams() async throws {
    let both = try await rehearsal.onTerminal(delete)
    #expect(both.status == 0 && both.screen.hasColor && both.screen.surprises.isEmpty)
    let file = try await rehearsal.onTerminal(delete, output: "out")
    #expect(!file.output.isEmpty && !file.output.contains("\u{1B}"))
  }

  @Test("an error has them on a terminal, wherever results go")
  func errors() async throws {
    let run = try await rehearsal.onTerminal(wrong, output: "out")
    #expect(run.status == 2 && run.screen.hasColor)
    #expect(run.screen.lines.first?.hasPrefix("linkctl: error: /nowhere: ") == true)
  }

  @Test(
    "NO_COLOR, TERM=dumb and --color never take them away",
    arguments: [["NO_COLOR=1"], ["TERM=dumb"], ["--color", "never"]])
  func none(how: [String]) async throws {
    let variable = how.first?.split(separator: "=").map(String.init) ?? []
    let environment = variable.count == 2 ? [variable[0]: variable[1]] : [:]
    for arguments in [delete, wrong] {
      let run = try await rehearsal.onTerminal(
        arguments + (environment.isEmpty ? how : []), environment: environment
      )
      #expect(!run.screen.hasColor && !run.screen.lines.isEmpty)
    }
  }

  @Test("--color always brings them into a pipe, but never into CSV and JSON")
  func always() async throws {
    let color = ["--color", "always"]
    let environment = rehearsal.environment.merging(["NO_COLOR": "1"]) { $1 }
    let table = try await rehearsal.linkctl.run(delete + color, environment: environment)
    #expect(table.output.contains("\u{1B}[32mdeleted\u{1B}[0m"))
    for form in ["csv", "json", "ndjson"] {
      let run = try await rehearsal.linkctl.run(
        delete + color + ["-o", form], environment: environment)
      #expect(!run.output.isEmpty && !run.output.contains("\u{1B}"))
    }
    let errors = try await rehearsal.linkctl.run(wrong + color, environment: environment).errors
    #expect(errors.hasPrefix("linkctl: \u{1B}[31merror:\u{1B}[0m "))
  }

  @Test("a table is cut at the width of its terminal, with an ellipsis")
  func cut() async throws {
    let run = try await rehearsal.onTerminal(delete, columns: 40)
    let rows = run.screen.lines.filter { $0.contains("link_") }
    #expect(rows.count == 2 && rows.allSatisfy { $0.hasSuffix("…") }, "\(run.screen.lines)")
    let pipe = try await rehearsal.linkctl.run(delete, environment: rehearsal.environment)
    #expect(!pipe.output.contains("…"))
  }
}
