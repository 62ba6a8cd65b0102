// From arguments to a command's values.

/// What a command was given.
package struct ParsedArguments<Values: Sendable>: Sendable {
  package var values: Values
  package var operands: [String]
  /// The long names of the options on the command line, without dashes.
  package var given: Set<String>
  /// The long names of the options whose environment variable stood for them.
  package var givenByEnvironment: Set<String>
}

extension CommandSpec {
  /// Reads the arguments after the command's name, in GNU syntax.
  ///
  /// `--help` and `--version` are unknown here: `ProgramSpec.parse` has answered them. An empty
  /// variable of the environment counts as none.
  package func parse(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(UsageError) -> ParsedArguments<Values> {
    let options = groups.flatMap(\.options)
    let split = try ArgumentSplitter(
      arguments, options: options.map(\.description), operand: operand)
    var result = ParsedArguments(
      values: defaults, operands: split.operands, given: [], givenByEnvironment: [])
    for occurrence in split.occurrences {
      let option = options[occurrence.index]
      try option.apply(&result.values, occurrence.value)
      result.given.insert(option.description.long)
    }
    for option in options where !result.given.contains(option.description.long) {
      try apply(option, from: environment, to: &result)
    }
    return result
  }

  /// Gives an option, by its long name, the value that another place has for it.
  ///
  /// An option that was given stays as it is, one that the environment gives too unless the place goes
  /// before it, and one that the command does not have is passed over.
  package func apply(
    _ text: String, to long: String, beforeEnvironment: Bool = false,
    in result: inout ParsedArguments<Values>
  ) throws(UsageError) {
    guard !result.given.contains(long),
      beforeEnvironment || !result.givenByEnvironment.contains(long),
      let option = groups.lazy.flatMap(\.options).first(where: { $0.description.long == long })
    else { return }
    try option.apply(&result.values, text)
    result.givenByEnvironment.remove(long)
  }

  private func apply(
    _ option: OptionSpec<Values>, from environment: [String: String],
    to result: inout ParsedArguments<Values>
  ) throws(UsageError) {
    guard let variable = option.description.variable, let text = environment[variable],
      !text.isEmpty
    else { return }
    do throws(UsageError) {
      try option.apply(&result.values, text)
    } catch .badValue(_, let expected, let given, let nearest) {
      // The user never typed the option, so the message has to name the variable.
      throw .badValue(of: variable, expected: expected, given: given, nearest: nearest)
    }
    result.givenByEnvironment.insert(option.description.long)
  }
}
