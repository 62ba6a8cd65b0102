// A line to try for a command line that does not mean anything, from the table alone: nothing that was
// typed is repeated in it, since that may be a secret in the wrong place.

/// Finds a right line of the kind that was meant.
struct UsageExample {
  let program: ProgramSpec
  /// The command that was typed, or the program's own.
  let command: CommandDescription?

  /// The line, where the error does not show one by itself.
  func line(for error: UsageError) -> String? {
    switch error {
    case .unknownCommand(_, let nearest):
      return example(of: nearest.first.flatMap(program.command(named:)))
    case .unknownOption(_, let nearest):
      return nearest.first.flatMap { name in option(named: name).map { line($0, value: nil) } }
    case .missingValue(let name, _, let next):
      // Then the hint shows how to give what follows as the value.
      guard next == nil || next == "--" else { return nil }
      return option(named: name).map { line($0, value: nil) }
    case .badValue(let subject, _, _, let nearest): return line(for: subject, value: nearest.first)
    case .unexpectedOperand, .missingOperand: return example(of: command)
    case .missingCommand, .optionBeforeCommand, .valueForFlag, .operandBeforeSeparator: return nil
    }
  }

  /// For an option, for a variable that stands for one, or for the operand.
  private func line(for subject: String, value: String?) -> String? {
    if let option = option(named: subject) { return line(option, value: value) }
    if let option = command?.options.first(where: { $0.variable == subject }) {
      return "\(subject)=\(value ?? sample(of: option))"
    }
    guard let command, command.operand.name == subject else { return nil }
    let name = value ?? command.operand.kind.choices.first?.name ?? subject
    return "\(program.invocation(of: command)) \(name)"
  }

  private func option(named name: String) -> OptionDescription? {
    ((command?.options ?? []) + OptionDescription.builtIn).first { $0.name == name }
  }

  private func line(_ option: OptionDescription, value: String?) -> String {
    let invocation = command.map(program.invocation(of:)) ?? program.name
    guard option.kind != .none else { return "\(invocation) \(option.name)" }
    let value = value ?? sample(of: option)
    return "\(invocation) \(option.name)\(option.isValueOptional ? "=" : " ")\(value)"
  }

  /// A value that would be taken, or else what stands for one.
  private func sample(of option: OptionDescription) -> String {
    if let choice = option.kind.choices.first { return choice.name }
    let isNumber = option.defaultText.map { Int($0) != nil } ?? false
    if isNumber, let text = option.defaultText { return text }
    let form = option.expectation
    if let start = Self.end(of: "such as ", in: form) {
      return String(form[start...].prefix { $0 != " " && $0 != "," })
    }
    return option.placeholder ?? "VALUE"
  }

  private static func end(of mark: String, in text: String) -> String.Index? {
    text.indices.first { text[$0...].hasPrefix(mark) }
      .map { text.index($0, offsetBy: mark.count) }
  }

  /// The first example of a command that is one line.
  private func example(of command: CommandDescription?) -> String? {
    command?.examples.first { !$0.line.contains("\n") }?.line
  }
}
