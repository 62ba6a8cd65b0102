import Arguments
import Commands
import Foundation
import TestSupport
import Testing
import linkctl_sandbox

/// The man pages and completions in the repository are those that the tables make.
@Suite(.inTurn) struct GeneratedFilesTests {
  private static let files: [(path: String, text: @Sendable () throws -> String)] = [
    ("man/linkctl.1", { try ManPage.text(of: Program.spec) }),
    ("man/linkctl-sandbox.1", { try ManPage.text(of: SandboxTable.program) }),
    ("completions/linkctl.bash", { try CompletionScript.text(of: Program.spec, for: .bash) }),
    ("completions/_linkctl", { try CompletionScript.text(of: Program.spec, for: .zsh) }),
    ("completions/linkctl.fish", { try CompletionScript.text(of: Program.spec, for: .fish) }),
  ]

  @Test("generated files are current; LINKCTL_RECORD=1 writes them anew", arguments: files.indices)
  func current(index: Int) throws {
    let (path, makeText) = Self.files[index]
    let text = try makeText()
    if ProcessInfo.processInfo.environment["LINKCTL_RECORD"] != nil {
      try text.write(toFile: Repository.path(path), atomically: true, encoding: .utf8)
      // A run that records proves nothing, so it does not pass.
      Issue.record("\(path) was written")
      return
    }
    let stored = try String(contentsOfFile: Repository.path(path), encoding: .utf8)
    #expect(stored == text, "\(path) is not what the table makes")
  }

  @Test("the tables have nothing to complain of")
  func problems() {
    #expect(Program.spec.problems() == [])
    #expect(SandboxTable.program.problems() == [])
    #expect(Program.spec.version == SandboxTable.program.version)
    #expect(Program.spec.date == SandboxTable.program.date)
  }

  @Test("-h fits a screen of 80 columns and 50 lines; what few people need is marked rare")
  func screens() throws {
    for program in [Program.spec, SandboxTable.program] {
      for command in [nil] + program.commands.map(\.name) {
        let text = try ShortHelp.text(of: program, command: command, width: 80)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= 50, "\(program.name) \(command ?? "")")
        #expect(lines.allSatisfy { $0.count <= 80 })
      }
    }
  }

  @Test(
    "man pages say nothing wrong to groff and mandoc", arguments: ["linkctl", "linkctl-sandbox"])
  func lint(name: String) async throws {
    let page = Repository.path("man/\(name).1")
    let groff = try await Tool(at: "/usr/bin/groff").run(["-man", "-Tutf8", "-ww", "-z", page])
    #expect(groff.status == 0 && groff.errors.isEmpty, "\(groff.errors)")
    let mandoc = try await Tool(at: "/usr/bin/mandoc").run(["-T", "lint", page])
    #expect(mandoc.status == 0 && mandoc.output.isEmpty, "\(mandoc.output)")
  }
}
