// The completion scripts, run by the shells that they are for.

import Foundation
import TestSupport
import Testing

@testable import Arguments

@Suite(.inTurn) struct CompletionTests {
  static let programs = [Sample.program, Sample.box, Sample.hostile]

  /// Words that are on the line, the last being completed, and what completes it.
  struct Row: CustomTestStringConvertible, Sendable {
    var words: [String]
    var expected: [String]
    init(_ words: String..., gives expected: [String]) {
      self.words = words
      self.expected = expected
    }
    var testDescription: String { words.joined(separator: " ") }
  }

  static let rows = [
    Row("tool", "de", gives: ["delete"]),
    Row("tool", "delete", "--o", gives: ["--output"]),
    Row("tool", "delete", "--output", "", gives: ["csv", "json", "ndjson", "table"]),
    Row("tool", "delete", "-o", "n", gives: ["ndjson"]),
    Row("tool", "delete", "--ids-file", "li", gives: ["links.txt"]),
    Row("tool", "delete", "--folder", "f", gives: ["folder"]),
    Row("tool", "delete", "--concurrency", "", gives: []),
    Row("tool", "delete", "l", gives: []),
    Row("tool", "delete", "--", "--o", gives: []),
    Row("tool", "delete", "--assign-id", "t", gives: []),
    Row("tool", "completions", "", gives: ["bash", "fish", "zsh"]),
    Row("tool", "completions", "--verb", gives: []),
    Row("box-run", "--po", gives: ["--port"]),
    Row("box-run", "li", gives: []),
    Row("box-run", "--", "mkfif", gives: ["mkfifo"]),
    Row("box-run", "-q", "--", "cat", "li", gives: ["links.txt"]),
    Row("hostile", "--option-2", "", gives: ["one", "two"]),
  ]

  /// A folder with the scripts of a shell and something to complete.
  private func folder(
    _ text: (ProgramSpec) throws -> String
  ) throws -> (folder: TemporaryDirectory, scripts: [String]) {
    let folder = try TemporaryDirectory()
    _ = try folder.write("", to: "links.txt")
    try FileManager.default.createDirectory(
      atPath: folder.file("folder"), withIntermediateDirectories: false)
    return (
      folder, try Self.programs.map { try folder.write(try text($0), to: "\($0.name).script") }
    )
  }

  private func hasRun(_ folder: TemporaryDirectory) -> Bool {
    FileManager.default.fileExists(atPath: folder.file("ran"))
  }

  @Test(
    "the scripts are right in the eyes of the shell",
    arguments: CompletionScript.Shell.allCases.filter { Tool.isExpected($0.rawValue) })
  func syntax(shell: CompletionScript.Shell) async throws {
    let (folder, scripts) = try folder { try CompletionScript.text(of: $0, for: shell) }
    let tool = try #require(Tool(shell.rawValue), "\(shell) is not installed")
    for script in scripts {
      let result = try await tool.run("-n", script, in: folder)
      #expect(result.status == 0, "\(script)")
      #expect(result.errors == "")
    }
  }

  @Test(
    "bash completes what the table says",
    .enabled(if: Tool.isExpected("bash"), "bash is not installed"), arguments: rows)
  func bash(row: Row) async throws {
    let (folder, scripts) = try folder { BashCompletion.text(of: $0) }
    let bash = try #require(Tool("bash"), "bash is not installed")
    let words = row.words.map(ShellText.quoted).joined(separator: " ")
    let command = """
      set -u
      for script in \(scripts.map(ShellText.quoted).joined(separator: " ")); do . "$script"; done
      COMP_WORDS=(\(words)) COMP_CWORD=\(row.words.count - 1)
      \(ShellText.function(for: try #require(row.words.first)))
      ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}" | LC_ALL=C sort -u
      """
    let result = try await bash.run("--norc", "-c", command, in: folder)
    #expect(result.errors == "")
    #expect(result.output.split(separator: "\n").map(String.init) == row.expected)
    #expect(!hasRun(folder))
  }

  @Test(
    "bash completes after an equals sign, which it takes for a word",
    .enabled(if: Tool.isExpected("bash"), "bash is not installed"))
  func bashAssignment() async throws {
    try await bash(
      row: Row("tool", "delete", "--output", "=", gives: ["csv", "json", "ndjson", "table"]))
    try await bash(row: Row("tool", "delete", "--output", "=", "n", gives: ["ndjson"]))
    try await bash(row: Row("tool", "delete", "--assign-id", "=", "--o", gives: []))
  }

  @Test(
    "fish completes what the table says",
    .enabled(if: Tool.isExpected("fish"), "fish is not installed"), arguments: rows)
  func fish(row: Row) async throws {
    let (folder, scripts) = try folder { try FishCompletion.text(of: $0) }
    let fish = try #require(Tool("fish"), "fish is not installed")
    let sources = scripts.map { "source " + ShellText.quotedForFish($0) }
    let line = ShellText.quotedForFish(row.words.joined(separator: " "))
    let result = try await fish.run(
      "--no-config", "-c", (sources + ["complete -C \(line)"]).joined(separator: "; "), in: folder)
    let found = result.output.split(separator: "\n").map { line in
      var name = String(line.prefix { $0 != "\t" })
      if name.hasSuffix("/") { name.removeLast() }
      return name
    }
    #expect(result.errors == "")
    #expect(Set(found).sorted() == row.expected)
    #expect(!hasRun(folder))
  }

  @Test(
    "fish shows the summaries as they are written",
    .enabled(if: Tool.isExpected("fish"), "fish is not installed"))
  func fishSummaries() async throws {
    let (folder, scripts) = try folder { try FishCompletion.text(of: $0) }
    let fish = try #require(Tool("fish"), "fish is not installed")
    let hostile = ShellText.quotedForFish(try #require(scripts.last))
    let result = try await fish.run(
      "--no-config", "-c", "source \(hostile); complete -C 'hostile --option-'", in: folder)
    let expected = Sample.hostileTexts.enumerated().map { "--option-\($0)\t\($1)" }
    #expect(result.output.split(separator: "\n").map(String.init) == expected)
  }

  @Test(
    "zsh loads the scripts and knows what they complete",
    .enabled(if: Tool.isExpected("zsh"), "zsh is not installed"))
  func zsh() async throws {
    let (folder, scripts) = try folder { try ZshCompletion.text(of: $0) }
    let zsh = try #require(Tool("zsh"), "zsh is not installed")
    let sources = scripts.map { "source " + ShellText.quoted($0) }.joined(separator: "\n")
    let command = """
      autoload -Uz compinit && compinit -D -u
      \(sources)
      print -r -- $_comps[tool] $_comps[box-run] $_comps[hostile] $+functions[_tool]
      """
    let result = try await zsh.run("-f", "-c", command, in: folder)
    #expect(result.errors == "")
    #expect(result.output == "_tool _box-run _hostile 1\n")
    #expect(!hasRun(folder))
  }

  @Test("zsh is told names, what excludes what, summaries and values")
  func zshSpecifications() throws {
    let text = try ZshCompletion.text(of: Sample.program)
    for line in [
      "#compdef tool\n", "    'delete:delete links by ID'\n",
      "'(-f --ids-file)'{-f+,--ids-file=}'[read IDs from a file; - is standard input]:FILE:_files'",
      "'--folder=[where the files are]:FOLDER:_files -/'",
      "'*--map=[take a field from a column]:FIELD=COLUMN: '",
      "'(-a --assign-id)'{-a-,--assign-id=-}'[give rows an ID]::PREFIX: '",
      "'(-o --output)'{-o+,--output=}'[how results look]:FORMAT:(table json ndjson csv)'",
      "'--json[the same as --output json]'",
      #"'(-v --verbose)'{-v,--verbose}'[a line a request\: it'\''s \[long\]]'"#,
      "'1:SHELL:(bash zsh fish)'", "'*:ID:()'",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }
}
