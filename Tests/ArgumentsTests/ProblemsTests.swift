// The self-check of the table: nothing where all is well, each fault where it is not.

import Testing

@testable import Arguments

@Suite struct ProblemsTests {
  @Test("a sound table has no problems", arguments: [Sample.program, Sample.box])
  func none(program: ProgramSpec) {
    #expect(program.problems() == [])
  }

  /// A change that breaks the table, and what is then found.
  struct Row: CustomTestStringConvertible, Sendable {
    var expected: String
    var change: @Sendable (inout ProgramSpec) -> Void
    init(_ expected: String, _ change: @escaping @Sendable (inout ProgramSpec) -> Void) {
      self.expected = expected
      self.change = change
    }
    var testDescription: String { expected }

    /// A change of the first option, `--ids-file`.
    static func option(
      _ expected: String, _ change: @escaping @Sendable (inout OptionDescription) -> Void
    ) -> Row {
      Row(expected) { change(&$0.commands[0].groups[0].options[0]) }
    }

    /// A change of the first example.
    static func example(_ expected: String, _ line: String) -> Row {
      Row("the example \(line) \(expected)") { $0.commands[0].examples[0].line = line }
    }
  }

  @Test("a command that is described under another name is found")
  func otherName() {
    let program = ProgramSpec(
      name: "tool", version: "1", date: "2026-01-31", summary: "change links",
      commands: [NamedCommand("remove") { Sample.delete.description }])
    #expect(program.problems().contains("command remove is described as delete"))
  }

  static let rows = [
    Row("command delete is there twice") { $0.commands.append($0.commands[0]) },
    Row("tool has no summary") { $0.summary = "" },
    Row("tool: soon is not a date") { $0.date = "soon" },
    Row("tool refers to --nowhere, which it does not have") { $0.discussion = "{--nowhere}" },
    Row("Delete is no name of a command") { $0.commands[0].name = "Delete" },
    Row("the summary of delete ends in a full stop") { $0.commands[0].summary = "Delete." },
    Row("delete refers to --shell, which it does not have") {
      $0.commands[0].discussion = "{--shell}"
    },
    Row("delete has fewer than two examples") { $0.commands[0].examples.removeLast() },
    Row("exit status 2 is described in two ways") {
      $0.commands[0].exitStatuses[1].meaning = "other"
    },
    Row("completions operand is a choice among nothing") {
      $0.commands[1].operand = .one("SHELL", .choice([]))
    },
    .option("delete has --folder twice") { $0.long = "folder" },
    .option("delete has --version twice") { $0.long = "version" },
    .option("delete has -h twice") { $0.short = "h" },
    .option("delete --Ids is no long name") { $0.long = "Ids" },
    .option("delete --ids-file has -=, which is no letter") { $0.short = "=" },
    .option("delete --ids-file takes a value without a placeholder") { $0.placeholder = nil },
    .option("delete --ids-file has no summary") { $0.summary = "" },
    .option("the summary of delete --ids-file is more than one line") { $0.summary = "a\nb" },
    .option("delete refers to --nowhere, which it does not have") { $0.summary = "{--nowhere}" },
    .option("delete --ids-file is a flag with a placeholder") { $0.kind = .none },
    .option("delete --ids-file needs no value, so no variable can stand for it") {
      ($0.isValueOptional, $0.variable) = (true, "FILE")
    },
    .option("delete --ids-file has the choice a twice") { $0.kind = .choice(["a", "a"]) },
    .option("delete --ids-file has the choice a b, no name") { $0.kind = .choice(["a b"]) },
    .example("does not run tool", "other delete"),
    .example("has an open quote", "tool delete 'x"),
    .example("is too wide", "tool delete " + String(repeating: "1 ", count: 40)),
    .example(
      #"does not parse: tool delete has no option "--nope""#, "cat x | tool delete --nope"),
    .example(
      #"does not parse: --concurrency takes a whole number from 1 to 256, not "0""#,
      "tool delete -c 0"),
    .example(#"does not parse: there is no command "remove""#, "tool remove 1"),
  ]

  @Test("what is wrong with a table is found", arguments: rows)
  func found(row: Row) {
    var program = Sample.program
    row.change(&program)
    #expect(program.problems().contains(row.expected), "found: \(program.problems())")
  }

  @Test(
    "a shell line is taken apart into commands and their words",
    arguments: [
      ("a b", [["a", "b"]]), ("a 'b c'\"d e\" ''", [["a", "b cd e", ""]]),
      ("a | b -x && c; d &", [["a"], ["b", "-x"], ["c"], ["d"]]),
      ("a <in >out 2>err 2>&1 b", [["a", "b"]]), ("a 2 > x", [["a", "2"]]),
      ("a $(b c) <(d)", [["a", "$"], ["b", "c"], ["d"]]),
      (#"a\ b '\' "\"""#, [["a b", "\\", "\""]]),
      ("a \\\n  b\nc", [["a", "b"], ["c"]]), ("", []),
    ])
  func shellWords(line: String, commands: [[String]]) {
    #expect(ShellWords.commands(in: line) == commands)
  }

  @Test("a shell line that does not end is none", arguments: ["'", "a \"b", "a \\"])
  func openLine(line: String) {
    #expect(ShellWords.commands(in: line) == nil)
  }
}
