// What a command line asks for: help, the version, or a command.

import Testing

@testable import Arguments

@Suite struct InvocationTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var expected: Invocation
    init(_ arguments: [String], _ expected: Invocation) {
      self.arguments = arguments
      self.expected = expected
    }
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let rows = [
    Row(["-h"], .shortHelp(command: nil)),
    Row(["--help"], .fullHelp(command: nil)),
    Row(["--version"], .version),
    Row(["--nonsense", "--help"], .fullHelp(command: nil)),
    Row(["nonsense", "-h"], .shortHelp(command: nil)),
    Row(["delete"], .command("delete", arguments: [])),
    Row(["delete", "-q", "--", "-h"], .command("delete", arguments: ["-q", "--", "-h"])),
    Row(["delete", "-h"], .shortHelp(command: "delete")),
    Row(["delete", "-qvh"], .shortHelp(command: "delete")),
    Row(["delete", "-ph"], .command("delete", arguments: ["-ph"])),
    Row(["delete", "--bad", "-c", "lots", "--help", "-h"], .fullHelp(command: "delete")),
    Row(["delete", "--ids-file", "--version"], .version),
    Row(["delete", "--help=all"], .command("delete", arguments: ["--help=all"])),
  ]

  @Test("help and version are answered before anything else is looked at", arguments: rows)
  func invocation(row: Row) throws {
    #expect(try Sample.program.parse(row.arguments) == row.expected)
  }

  @Test("no command is described but the one that is typed")
  func described() throws {
    let others = NamedCommand("other") {
      Issue.record("it was described")
      return Sample.delete.description
    }
    let program = ProgramSpec(
      name: "tool", version: "1", date: "2026-01-31", summary: "change links",
      commands: [others, NamedCommand(Sample.delete.description)])
    #expect(try program.parse(["--version"]) == .version)
    #expect(try program.parse(["-h"]) == .shortHelp(command: nil))
    #expect(try program.parse(["delete", "-q"]) == .command("delete", arguments: ["-q"]))
  }

  static let boxRows = [
    Row([], .command("box-run", arguments: [])),
    Row(["-qh"], .shortHelp(command: nil)),
    Row(["--port", "--help"], .fullHelp(command: nil)),
    Row(["--", "ls", "-h"], .command("box-run", arguments: ["--", "ls", "-h"])),
  ]

  @Test("a program that is its own command is never named", arguments: boxRows)
  func ownCommand(row: Row) throws {
    #expect(try Sample.box.parse(row.arguments) == row.expected)
  }
}
