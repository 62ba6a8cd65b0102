// What the program says about command lines that mean nothing, word for word.

import Testing

@testable import Arguments

/// Arguments of the sample program and what it says about them.
struct MessageRow: CustomTestStringConvertible, Sendable {
  var arguments: [String]
  var error: String
  var hint: String
  var environment: [String: String] = [:]

  init(
    _ arguments: String..., error: String, hint: String, environment: [String: String] = [:]
  ) {
    self.arguments = arguments
    self.error = error
    self.hint = hint
    self.environment = environment
  }

  var testDescription: String { error }

  static let delete = #""tool delete --help" tells about"#

  static let commands =
    #"the commands are delete and completions; "tool -h" shows what they do"#

  static let all = [
    MessageRow(error: "no command is given", hint: commands),
    MessageRow("--", error: "no command is given", hint: commands),
    MessageRow("init", error: #"there is no command "init""#, hint: "did you mean completions?"),
    MessageRow("INIT", error: #"there is no command "INIT""#, hint: "did you mean completions?"),
    MessageRow("delte", error: #"there is no command "delte""#, hint: "did you mean delete?"),
    MessageRow(
      "zzz", error: #"there is no command "zzz""#, hint: commands),
    MessageRow(
      "--provider=dub", "delete", error: #""--provider=dub" comes before the command"#,
      hint: "name the command first: tool COMMAND --provider=dub"),
    MessageRow("-x", error: #"tool has no option "-x""#, hint: #""tool -h" shows the options"#),
    MessageRow(
      "delete", "--concurency", "4", error: #"tool delete has no option "--concurency""#,
      hint: "did you mean --concurrency?"),
    MessageRow(
      "delete", "--conc=4", error: #"tool delete has no option "--conc""#,
      hint: "did you mean --concurrency?"),
    MessageRow(
      "delete", "--wholly-other", error: #"tool delete has no option "--wholly-other""#,
      hint: #""tool delete -h" shows the options"#),
    MessageRow(
      "delete", "-qx", error: #"tool delete has no option "-x""#,
      hint: #""tool delete -h" shows the options"#),
    MessageRow(
      "delete", "-json", error: #"tool delete has no option "-j""#, hint: "did you mean --json?"),
    MessageRow(
      "delete", "-c", error: "--concurrency needs a whole number from 1 to 256",
      hint: "\(delete) --concurrency"),
    MessageRow(
      "delete", "--ids-file", "--quiet", error: "--ids-file needs a file name",
      hint: #"to give "--quiet" as the value, write --ids-file=--quiet"#),
    MessageRow(
      "delete", "--ids-file", "--", "x", error: "--ids-file needs a file name",
      hint: "\(delete) --ids-file"),
    MessageRow(
      "delete", "--ids-file", "-rm $(x)", error: "--ids-file needs a file name",
      hint: "\(delete) --ids-file"),
    MessageRow(
      "delete", "--concurrency", "lots",
      error: #"--concurrency takes a whole number from 1 to 256, not "lots""#,
      hint: "\(delete) --concurrency"),
    MessageRow(
      "delete", "-c", "-5", error: #"--concurrency takes a whole number from 1 to 256, not "-5""#,
      hint: "\(delete) --concurrency"),
    MessageRow(
      "delete", "-c99999999999999999999",
      error:
        #"--concurrency takes a whole number from 1 to 256, not "99999999999999999999""#,
      hint: "\(delete) --concurrency"),
    MessageRow(
      "delete", "--timeout=0.5",
      error: #"--timeout takes a time such as 30, 10s, 5m or 2h, from 1s to 1h, not "0.5""#,
      hint: "\(delete) --timeout"),
    MessageRow(
      "delete", "--rate", error: "--rate needs a rate such as 10/s", hint: "\(delete) --rate"),
    MessageRow(
      "delete", "--rate", "fast", error: #"--rate takes a rate such as 10/s, not "fast""#,
      hint: "\(delete) --rate"),
    MessageRow(
      "delete", "--output", "jsn",
      error: #"--output takes table, json, ndjson or csv, not "jsn""#, hint: "did you mean json?"),
    MessageRow(
      "delete", "-p", "x", error: #"--provider takes dub, hoko or shortpen, not "x""#,
      hint: "\(delete) --provider"),
    MessageRow(
      "delete", "--ids-file=", error: #"--ids-file takes a file name, not """#,
      hint: "\(delete) --ids-file"),
    MessageRow(
      "delete", "--folder=", error: #"--folder takes the name of a folder, not """#,
      hint: "\(delete) --folder"),
    MessageRow(
      "delete",
      error: #"TOOL_TIMEOUT takes a time such as 30, 10s, 5m or 2h, from 1s to 1h, not "soon""#,
      hint: "\(delete) TOOL_TIMEOUT", environment: ["TOOL_TIMEOUT": "soon"]),
    MessageRow(
      "delete", "--quiet=yes", error: #"--quiet takes no value, but is given "yes""#,
      hint: "write --quiet alone, or leave it out"),
    MessageRow(
      "delete", "-q=yes", error: #"--quiet takes no value, but is given "yes""#,
      hint: "write --quiet alone, or leave it out"),
    MessageRow(
      "delete", "--help=all", error: #"--help takes no value, but is given "all""#,
      hint: "write --help alone, or leave it out"),
    MessageRow(
      "completions", "bash", "zsh",
      error: #""zsh" is one argument too many: tool completions takes SHELL"#,
      hint: #""tool completions -h" shows what it takes"#),
    MessageRow(
      "completions", error: "tool completions needs SHELL, which is bash, zsh or fish",
      hint: #""tool completions -h" shows what it takes"#),
    MessageRow(
      "completions", "bahs", error: #"SHELL takes bash, zsh or fish, not "bahs""#,
      hint: "did you mean bash?"),
    MessageRow(
      "delete", "--\u{1B}[2J\u{202E}é\n",
      error: #"tool delete has no option "--\u{1B}[2J\u{202E}é\n""#,
      hint: #""tool delete -h" shows the options"#),
    MessageRow(
      "delete", "-p", String(repeating: "y", count: 100),
      error: "--provider takes dub, hoko or shortpen, not "
        + "\"\(String(repeating: "y", count: 80))…\"",
      hint: "\(delete) --provider"),
  ]
}

@Suite struct UsageMessageTests {
  @Test("what is wrong is said in words", arguments: MessageRow.all)
  func words(row: MessageRow) throws {
    var command: String?
    let error = #expect(throws: UsageError.self) {
      guard case .command(let name, let rest) = try Sample.program.parse(row.arguments) else {
        return
      }
      command = name
      if name == "delete" {
        _ = try Sample.delete.parse(rest, environment: row.environment)
      } else {
        _ = try Sample.completions.parse(rest)
      }
    }
    let message = UsageMessage(try #require(error), program: Sample.program, command: command)
    #expect(message.error == row.error)
    #expect(message.hint == row.hint)
    #expect(
      message.lines(program: "tool").hasPrefix(
        "tool: error: \(row.error)\ntool: hint: \(row.hint)\n"))
  }

  @Test(
    "a line that is right is shown, and nothing in it is what was typed",
    arguments: [
      (.unknownCommand("delte", nearest: ["delete"]), "tool delete -p dub --ids-file ids.txt"),
      (.unknownCommand("zzz", nearest: []), nil), (.missingCommand, nil),
      (
        .unknownOption("--concurency", nearest: ["--concurrency"]), "tool delete --concurrency 8"
      ),
      (.unknownOption("--json1", nearest: ["--json"]), "tool delete --json"),
      (.unknownOption("--hlp", nearest: ["--help"]), "tool delete --help"),
      (.missingValue(of: "--rate", expected: "a rate", next: nil), "tool delete --rate 10/s"),
      (
        .missingValue(of: "--ids-file", expected: "a file", next: "--"),
        "tool delete --ids-file FILE"
      ),
      (.missingValue(of: "--ids-file", expected: "a file", next: "--quiet"), nil),
      (
        .badValue(of: "--output", expected: "x", given: "jsn", nearest: ["json"]),
        "tool delete --output json"
      ),
      (.badValue(of: "--timeout", expected: "x", given: "secret"), "tool delete --timeout 30"),
      (.badValue(of: "--assign-id", expected: "x", given: ""), "tool delete --assign-id=PREFIX"),
      (.badValue(of: "TOOL_TIMEOUT", expected: "x", given: "soon"), "TOOL_TIMEOUT=30"),
      (.unexpectedOperand("secret"), "tool delete -p dub --ids-file ids.txt"),
      (.valueForFlag("--json", given: "secret"), nil),
    ] as [(UsageError, String?)])
  func examples(error: UsageError, line: String?) {
    let message = UsageMessage(error, program: Sample.program, command: "delete")
    #expect(message.example == line)
    #expect(message.hints.count == (line == nil ? 1 : 2))
  }

  @Test("an operand is shown by its first choice, or the nearest")
  func operands() {
    for (nearest, line) in [([], "tool completions bash"), (["zsh"], "tool completions zsh")] {
      let message = UsageMessage(
        .badValue(of: "SHELL", expected: "x", given: "y", nearest: nearest),
        program: Sample.program, command: "completions")
      #expect(message.example == line)
    }
  }

  @Test("a command to run has to follow --")
  func separator() throws {
    let error = #expect(throws: UsageError.self) {
      _ = try Sample.boxCommand.parse(["-q", "ls", "-l"])
    }
    let message = UsageMessage(try #require(error), program: Sample.box, command: "box-run")
    #expect(message.error == #""ls" is not an option"#)
    #expect(message.hint == "to run a command, put -- before it: box-run -- ls")
  }

  @Test("a missing operand of a program without commands names the program alone")
  func ownCommand() {
    let message = UsageMessage(.missingOperand("FILE"), program: Sample.box, command: "box-run")
    #expect(message.error == "box-run needs FILE")
    #expect(message.hint == #""box-run -h" shows what it takes"#)
  }
}
