// The table tests itself: whatever help, man page and completions rely on is checked here, so that
// a test can demand that nothing is found.

extension ProgramSpec {
  /// The columns of a page, less the indentation and prompt of an example.
  private static let widestExample = 74

  /// What is wrong with the table, a sentence each; empty where all is well.
  package func problems() -> [String] {
    let commands = commands
    var problems = Self.repeated(commands.map(\.name)).map { "command \($0) is there twice" }
    for (command, named) in zip(commands, namedCommands) where command.name != named.name {
      problems.append("command \(named.name) is described as \(command.name)")
    }
    problems += Self.faults(ofSummary: summary, of: name)
    if !Self.isDate(date) { problems.append("\(name): \(date) is not a date") }
    problems += unknownReferences(in: [discussion], among: options, of: name)
    for command in commands { problems += self.problems(of: command) }
    for (title, rows) in [
      ("exit status", exitStatuses), ("variable", variables), ("file", files),
    ] {
      problems += Self.repeated(rows.map(\.term)).map { "\(title) \($0) is described in two ways" }
    }
    return problems
  }

  private func problems(of command: CommandDescription) -> [String] {
    var problems = Self.faults(ofSummary: command.summary, of: command.name)
    if !Self.isName(command.name) { problems.append("\(command.name) is no name of a command") }
    let options = command.allGroups.flatMap(\.options)
    problems += Self.repeated(options.map(\.name)).map { "\(command.name) has \($0) twice" }
    problems += Self.repeated(options.compactMap { $0.short.map(String.init) })
      .map { "\(command.name) has -\($0) twice" }
    problems += Self.faults(ofChoices: command.operand.kind, of: "\(command.name) operand")
    problems += command.operand.leads.filter { !Self.isName($0) }.map {
      "\(command.name) operand begins with \($0), no name"
    }
    for option in options {
      problems += Self.faults(of: option, called: "\(command.name) \(option.name)")
    }
    let texts =
      options.flatMap { [$0.summary, $0.discussion] } + [command.discussion, command.summary]
      + (command.exitStatuses + command.allVariables + command.files).map(\.meaning)
      + command.examples.map(\.task)
    problems += unknownReferences(in: texts, among: command.options, of: command.name)
    if command.examples.count < 2 {
      problems.append("\(command.name) has fewer than two examples")
    }
    for example in command.examples { problems += faults(of: example, for: command) }
    return problems
  }

  private static func faults(of option: OptionDescription, called name: String) -> [String] {
    var faults = self.faults(ofSummary: option.summary, of: name)
    faults += self.faults(ofChoices: option.kind, of: name)
    if !isName(option.long) { faults.append("\(name) is no long name") }
    if let short = option.short, !short.isASCII || !short.isLetter {
      faults.append("\(name) has -\(short), which is no letter")
    }
    let isFlag = option.kind == .none
    if isFlag, option.placeholder != nil { faults.append("\(name) is a flag with a placeholder") }
    if let list = option.candidates, !isWord(list) { faults.append("\(name) asks for \(list)") }
    if !isFlag, option.placeholder?.isEmpty ?? true {
      faults.append("\(name) takes a value without a placeholder")
    }
    if isFlag || option.isValueOptional, option.variable != nil {
      faults.append("\(name) needs no value, so no variable can stand for it")
    }
    return faults
  }

  private static func faults(ofSummary summary: String, of name: String) -> [String] {
    if summary.isEmpty { return ["\(name) has no summary"] }
    var faults: [String] = []
    if summary.hasSuffix(".") { faults.append("the summary of \(name) ends in a full stop") }
    if summary.contains("\n") { faults.append("the summary of \(name) is more than one line") }
    return faults
  }

  /// Completion scripts hold the names of choices, so no name may mean anything to a shell.
  private static func faults(ofChoices kind: ValueKind, of name: String) -> [String] {
    guard case .choice(let choices) = kind else { return [] }
    if choices.isEmpty { return ["\(name) is a choice among nothing"] }
    return repeated(choices.map(\.name)).map { "\(name) has the choice \($0) twice" }
      + choices.filter { !isWord($0.name) }.map { "\(name) has the choice \($0.name), no name" }
  }

  private func unknownReferences(
    in texts: [String], among options: [OptionDescription], of name: String
  ) -> [String] {
    let references = References(to: options)
    return texts.compactMap { text in
      do throws(UnknownReference) {
        _ = try references.plain(text)
        return nil
      } catch {
        return "\(name) refers to \(error.name), which it does not have"
      }
    }
  }

  private func faults(of example: Example, for command: CommandDescription) -> [String] {
    var faults = Self.faults(ofSummary: example.task, of: "the example \(example.line)")
    if example.line.split(separator: "\n").contains(where: { $0.count > Self.widestExample }) {
      faults.append("the example \(example.line) is too wide")
    }
    let found = self.faults(inLine: example.line)
    if found == nil { faults.append("the example \(example.line) does not run \(name)") }
    return faults + (found ?? []).map { "the example \(example.line) \($0)" }
  }

  /// What is wrong with the calls of this program in a line for a shell; `nil` where it has none.
  package func faults(inLine line: String) -> [String]? {
    guard let commands = ShellWords.commands(in: line) else { return ["has an open quote"] }
    let calls = commands.compactMap(arguments(of:))
    guard !calls.isEmpty else { return nil }
    return calls.compactMap { arguments in
      fault(of: arguments).map {
        "does not parse: " + UsageMessage($0, program: self, command: arguments.first).error
      }
    }
  }

  /// The arguments, where a command of a shell line runs this program, or has another run it after `--`.
  private func arguments(of words: [String]) -> [String]? {
    let words = words.drop { word in
      word.contains("=") && word.first.map { $0.isLetter || $0 == "_" } ?? false
    }
    if words.first == name { return Array(words.dropFirst()) }
    guard let end = words.firstIndex(of: "--"), words.dropFirst().first != nil,
      words[words.index(after: end)...].first == name
    else { return nil }
    return Array(words[words.index(after: end)...].dropFirst())
  }

  private func fault(of arguments: [String]) -> UsageError? {
    do throws(UsageError) {
      guard case .command(let name, let rest) = try parse(arguments) else { return nil }
      return command(named: name)?.fault(rest)
    } catch {
      return error
    }
  }

  private static func repeated(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { !seen.insert($0).inserted }
  }

  /// Lower-case letters, digits and dashes, a letter first.
  private static func isName(_ name: String) -> Bool {
    name.first.map { ("a"..."z").contains($0) } ?? false
      && name.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
  }

  private static func isWord(_ name: String) -> Bool {
    !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
  }
}
