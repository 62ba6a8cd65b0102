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
