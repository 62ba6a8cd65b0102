import Arguments
import Commands
import Foundation
import TestSupport
import Testing
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

  @Test("every linkctl line in the README parses")
  func examples() throws {
    let parts = commands.flatMap { line in
      ["|", "&&", ";", " -- "].reduce([line]) { parts, separator in
        parts.flatMap { $0.components(separatedBy: separator) }
      }
    }
    let calls = parts.map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("linkctl ") && !$0.hasPrefix("linkctl --") }
    #expect(calls.count >= 5)
    for call in calls {
      let words = call.prefix { $0 != ">" }.replacingOccurrences(of: "\"", with: "")
        .split(separator: " ").dropFirst().map(String.init)
      let name = try #require(words.first)
      let command = try #require(Program.spec.command(named: name), "\(call)")
      let fault = command.fault(Array(words.dropFirst()))
      #expect(fault == nil, "\(call)")
    }
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
