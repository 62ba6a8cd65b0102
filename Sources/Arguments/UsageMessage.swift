// The one place where a usage error becomes words. No capital, no full stop; what was typed stands
// in quotes and is made harmless; the hint is something to do.

/// What to tell a person whose command line does not mean anything.
package struct UsageMessage: Sendable, Equatable {
  /// What is wrong, without a prefix.
  package let error: String
  /// What to do about it, without a prefix.
  package let hint: String
  /// A line that is right, where one can be given.
  package let example: String?

  /// The words for an error; `command` is the name that was typed, where one was found.
  package init(_ error: UsageError, program: ProgramSpec, command: String? = nil) {
    let described = command.flatMap(program.command(named:))
    let invocation = described.map(program.invocation(of:)) ?? program.name
    self.error = Self.words(for: error, invocation: invocation, described)
    hint = Self.hint(for: error, program: program, invocation: invocation)
    example = UsageExample(program: program, command: described ?? program.ownCommand).line(
      for: error)
  }

  /// What to do about it, and a line to try, without a prefix.
  package var hints: [String] { [hint] + (example.map { ["for example: \($0)"] } ?? []) }

  /// All as lines for standard error, each ended by a newline.
  package func lines(program: String) -> String {
    (["error: \(error)"] + hints.map { "hint: " + $0 })
      .map { "\(program): \($0)\n" }.joined()
  }

  private static func words(
    for error: UsageError, invocation: String, _ command: CommandDescription?
  ) -> String {
    func quoted(_ text: String) -> String { HarmlessText.quoted(text) }
    switch error {
    case .missingCommand: return "no command is given"
    case .unknownCommand(let name, _): return "there is no command \(quoted(name))"
    case .optionBeforeCommand(let option): return "\(quoted(option)) comes before the command"
    case .unknownOption(let option, _): return "\(invocation) has no option \(quoted(option))"
    case .missingValue(let option, let expected, _): return "\(option) needs \(expected)"
    case .badValue(let subject, let expected, let given, _):
      return "\(subject) takes \(expected), not \(quoted(given))"
    case .valueForFlag(let option, let given):
      return "\(option) takes no value, but is given \(quoted(given))"
    case .unexpectedOperand(let operand):
      let taken = command.map { $0.operand.synopsis.isEmpty ? "none" : $0.operand.synopsis }
      return "\(quoted(operand)) is one argument too many"
        + (taken.map { ": \(invocation) takes \($0)" } ?? "")
    case .operandBeforeSeparator(let operand): return "\(quoted(operand)) is not an option"
    case .missingOperand(let name):
      let choices = command?.operand.kind.choices.isEmpty == false
      let expected = choices ? command.map { ", which is \($0.operand.kind.expectation)" } : nil
      return "\(invocation) needs \(name)" + (expected ?? "")
    }
  }

  private static func hint(
    for error: UsageError, program: ProgramSpec, invocation: String
  ) -> String {
    switch error {
    case .missingCommand: return commands(of: program)
    case .unknownCommand(_, let nearest): return meant(nearest) ?? commands(of: program)
    case .optionBeforeCommand(let option):
      return isPlain(option)
        ? "name the command first: \(program.name) COMMAND \(option)" : "name the command first"
    case .unknownOption(_, let nearest):
      return meant(nearest) ?? overview(of: invocation, showing: "the options")
    case .missingValue(let option, _, let next):
      guard let next, next != "--", isPlain(next) else { return details(of: option, invocation) }
      return "to give \"\(next)\" as the value, write \(option)=\(next)"
    case .badValue(let subject, _, _, let nearest):
      return meant(nearest) ?? details(of: subject, invocation)
    case .valueForFlag(let option, _): return "write \(option) alone, or leave it out"
    case .unexpectedOperand, .missingOperand:
      return overview(of: invocation, showing: "what it takes")
    case .operandBeforeSeparator(let operand):
      return isPlain(operand)
        ? "to run a command, put -- before it: \(invocation) -- \(operand)"
        : "to run a command, put -- before it"
    }
  }

  private static func meant(_ names: [String]) -> String? {
    guard let last = names.last else { return nil }
    let others = names.dropLast().joined(separator: ", ")
    return "did you mean \(others.isEmpty ? last : "\(others) or \(last)")?"
  }

  private static func commands(of program: ProgramSpec) -> String {
    let names = program.commands.map(\.name)
    return
      "the commands are \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "none");"
      + " " + overview(of: program.name, showing: "what they do")
  }

  private static func overview(of invocation: String, showing what: String) -> String {
    "\"\(invocation) -h\" shows \(what)"
  }

  private static func details(of subject: String, _ invocation: String) -> String {
    "\"\(invocation) --help\" tells about \(subject)"
  }

  /// Whether a word can be pasted into a shell as it is.
  private static func isPlain(_ word: String) -> Bool {
    word.utf8.count <= 60
      && word.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || "0123456789-_=./,:".unicodeScalars.contains($0))
      }
  }
}
