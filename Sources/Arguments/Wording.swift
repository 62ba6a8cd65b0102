// The words about options and commands that help and man page share, made from the table.

extension String {
  /// A summary as a sentence.
  var asSentence: String {
    guard let first else { return self }
    return first.uppercased() + dropFirst() + "."
  }
}

extension OptionDescription {
  /// What `--help` and the man page say: the discussion, else the summary as a sentence.
  var fullText: String { discussion.isEmpty ? summary.asSentence : discussion }

  /// The names and the value as they are typed: `-c, --concurrency N`.
  var synopsis: String { (short.map { "-\($0), " } ?? "") + name + valueSuffix }

  /// What follows the long name: ` N`, `[=PREFIX]` or nothing.
  var valueSuffix: String {
    guard let placeholder else { return "" }
    return isValueOptional ? "[=\(placeholder)]" : " \(placeholder)"
  }

  /// The summary with the default.
  var summaryWithDefault: String {
    defaultText.map { "\(summary) (default: \($0))" } ?? summary
  }

  /// Sentences that follow from the table: the values taken, repetition, default, variable.
  var facts: String {
    var sentences: [String] = []
    switch kind {
    case .integer, .time, .choice: sentences.append("Takes \(expectation).")
    case .none, .text, .file, .folder:
      if let form { sentences.append("Takes \(form).") }
    }
    if isRepeatable { sentences.append("May be given more than once.") }
    if let defaultText { sentences.append("Default: \(defaultText).") }
    if let variable { sentences.append("Environment: \(variable).") }
    return sentences.joined(separator: " ")
  }
}

extension CommandDescription {
  /// The options that every command has, as a group.
  static let builtInGroup = Group(heading: "Help", options: OptionDescription.builtIn)

  /// All groups, the one that every command has last.
  var allGroups: [Group] { groups + [Self.builtInGroup] }

  /// Environment variables: those described, then those that stand for an option.
  var allVariables: [Definition] {
    let described = Set(variables.map(\.term))
    return variables
      + options.compactMap { option in
        guard let variable = option.variable, !described.contains(variable) else { return nil }
        return Definition(variable, "read where {\(option.name)} is not given")
      }
  }

  /// What follows the name in a usage line.
  var usage: String {
    ["[OPTION…]", operand.synopsis].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension ProgramSpec {
  /// Every option of every command, for texts about the whole program.
  var options: [OptionDescription] { commands.flatMap(\.options) }

  var exitStatuses: [Definition] { Self.unique(commands.flatMap(\.exitStatuses)) }
  var variables: [Definition] { Self.unique(commands.flatMap(\.allVariables)) }
  var files: [Definition] { Self.unique(commands.flatMap(\.files)) }

  private static func unique(_ rows: [Definition]) -> [Definition] {
    var result: [Definition] = []
    for row in rows where !result.contains(row) { result.append(row) }
    return result
  }
}
