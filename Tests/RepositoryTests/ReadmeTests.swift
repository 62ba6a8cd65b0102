import Arguments
import Commands
import Foundation
import TestSupport
import Testing
import linkctl_sandbox
import linkctl_sandbox

/// What the README shows works.
@Suite struct ReadmeTests {
  private let lines: [String]

  init() throws {
    let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
    lines = text.split(separator: "\n").map(String.init)
  }

  /// The shell lines of the README, without prompt and indentation.
  private var commands: [String] {
    lines.filter { $0.hasPrefix("    ") }.map { $0.drop { $0 == " " || $0 == "$" } }.map(
      String.init)
  }

  /// The same with continued lines in one.
  private var wholeCommands: [String] {
    commands.reduce(into: []) { whole, line in
      if whole.last?.hasSuffix("\\") == true {
        whole[whole.count - 1] += "\n" + line
      } else {
        whole.append(line)
      }
    }
  }

  @Test(
    "every line in the README that runs linkctl or linkctl-sandbox parses",
    arguments: [(Program.spec, 8), (SandboxTable.program, 3)])
  func examples(program: ProgramSpec, least: Int) {
    let faults = wholeCommands.map { line in
      (line, program.faults(inLine: line.replacing(".build/release/", with: "")))
    }
    #expect(faults.count { $0.1 != nil } >= least)
    for (line, faults) in faults { #expect(faults ?? [] == [], "\(line)") }
  }

  @Test("the files that the README names are there")
  func files() {
    let names = commands.joined(separator: " ").split(separator: " ").filter {
      $0.hasPrefix("Tests/")
    }
    #expect(!names.isEmpty)
    for name in names {
      #expect(FileManager.default.fileExists(atPath: Repository.path(String(name))))
    }
  }
}
