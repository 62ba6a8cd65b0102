import Arguments
import Commands
import Foundation
import Providers
import TestSupport
import Testing

/// Rules that the compiler does not keep.
@Suite struct SourceRulesTests {
  private let sources: [(path: String, text: String)]
  private let all: [(path: String, text: String)]

  init() throws {
    sources = try Repository.swiftFiles(below: "Sources")
    all = try sources + Repository.swiftFiles(below: "Tests")
    try #require(sources.count > 50)
  }

  /// The lines of code of the sources that a pattern is found in; comments do not count.
  private func findings(_ pattern: Regex<Substring>, outside folders: [String] = []) -> [String] {
    sources.filter { file in !folders.contains { file.path.hasPrefix("Sources/\($0)/") } }
      .flatMap { file in
        file.text.split(separator: "\n").filter { line in
          !line.drop { $0 == " " }.hasPrefix("//") && line.contains(pattern)
        }.map { "\(file.path): \($0)" }
      }
  }

  @Test("nothing in the programs can trap on purpose")
  func noTraps() {
    #expect(findings(/try!|as!|fatalError\(|preconditionFailure\(|precondition\(/) == [])
  }

  @Test("the programs import neither Foundation nor what brings it")
  func noFoundation() {
    #expect(findings(/import Foundation(?:Networking|Internationalization)?\s*$/) == [])
  }

  @Test("only Transport sees libcurl")
  func libcurl() {
    #expect(findings(/import CLibcurl/, outside: ["Transport"]) == [])
  }

  @Test("only Commands and the sandbox's program print")
  func printing() {
    let pattern = /\bprint\(|\bputs\(|\bfputs\(|STDOUT_FILENO|STDERR_FILENO/
    #expect(findings(pattern, outside: ["Commands", "linkctl-sandbox"]) == [])
  }

  @Test("what is of one provider stands with that provider, but for examples of help")
  func providers() throws {
    let known = try #require(Program.spec.command(named: "providers")).operand.kind.choices
    try #require(known.count >= 3)
    let names = known.flatMap { [$0.name, $0.summary] }
    let rooms = ["Arguments", "Bulk", "Commands", "Records"]
    let found = sources.filter { file in rooms.contains { file.path.hasPrefix("Sources/\($0)/") } }
      .flatMap { file in
        Self.withoutExamples(file.text).split(separator: "\n")
          .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
          .filter { line in names.contains { line.lowercased().contains($0.lowercased()) } }
          .map { "\(file.path): \($0)" }
      }
    #expect(found == [])
  }

  @Test("names of a provider's fields, IDs and facts stand with it, and are not known elsewhere")
  func members() {
    var names: Set<String> = ["url"]
    for provider in ProviderList.all {
      let tables = provider.capabilities.compactMap(\.fields)
      names.formUnion(tables.flatMap(\.fields).map(\.name))
      names.formUnion(provider.idNames + provider.keyCheck.facts.map(\.name))
    }
    // Words that everybody uses for something of their own; a journal's address is that of a server.
    names.subtract(["address", "archived", "b", "domain", "key", "link", "r", "title"])
    let quoted = names.map { "\"\($0)\"" }
    // An option of linkctl's is its own word, be a fact of some key called the same.
    let option = /long: "[a-z-]+"/
    let rooms = ["Arguments", "Bulk", "Commands", "Records"]
    let found = sources.filter { file in rooms.contains { file.path.hasPrefix("Sources/\($0)/") } }
      .flatMap { file in
        Self.withoutExamples(file.text).split(separator: "\n")
          .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
          .filter { line in
            let rest = line.replacing(option, with: "")
            return quoted.contains { rest.contains($0) }
          }
          .map { "\(file.path): \($0)" }
      }
    #expect(found == [])
  }

  /// A source without the calls that make an example of a command's help.
  private static func withoutExamples(_ text: String) -> String {
    var parts = text.components(separatedBy: "Example(")
    for index in parts.indices.dropFirst() {
      var open = 1
      parts[index] = String(
        parts[index].drop { character in
          open += character == "(" ? 1 : character == ")" ? -1 : 0
          return open > 0
        })
    }
    return parts.joined()
  }

  @Test("no test expects anything to be done within a time, but by a simulated clock")
  func noDeadlines() {
    // These give the time themselves, or read it from a text.
    let simulated = [
      "Tests/BulkTests/Pace/", "Tests/CommandsTests/Progress/",
      "Tests/SandboxTests/OptionTextTests.swift",
    ]
    let elapsed = /(seconds|took|elapsed|duration|\.now\b)[^"]*</
    let bound = /<=? *\.(milli)?seconds\(/
    let findings = all.filter { file in
      file.path.hasPrefix("Tests/") && !simulated.contains { file.path.hasPrefix($0) }
    }.flatMap { file in
      file.text.split(separator: "\n")
        .filter { $0.contains("#expect(") && ($0.contains(elapsed) || $0.contains(bound)) }
        .map { "\(file.path): \($0)" }
    }
    #expect(findings == [])
  }

  @Test("files stay small, and open by saying what lives there")
  func files() {
    let long = all.filter {
      $0.text.split(separator: "\n", omittingEmptySubsequences: false).count > 600
    }
    #expect(long.map(\.path) == [])
    #expect(sources.filter { !$0.text.hasPrefix("// ") }.map(\.path) == [])
    let lengths = sources.map { $0.text.split(separator: "\n").count }.sorted()
    #expect(lengths[lengths.count / 2] <= 150)
  }
}
