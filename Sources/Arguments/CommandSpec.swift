// A command: its words, its options and the values that they fill in.

/// A command whose options fill in `Values`.
package struct CommandSpec<Values: Sendable>: Sendable {
  package var name: String
  /// What the command is called elsewhere; it cannot be run by these.
  package var otherNames: [String]
  /// One line without a full stop.
  package var summary: String
  /// Paragraphs between blank lines; `{--name}` refers to an option.
  package var discussion: String
  package var operand: OperandSpec
  package var groups: [OptionGroup<Values>]
  package var examples: [Example]
  package var exitStatuses: [Definition]
  package var variables: [Definition]
  package var files: [Definition]
  /// The values where no option is given.
  package var defaults: Values

  package init(
    _ name: String, otherNames: [String] = [], summary: String, discussion: String = "",
    operand: OperandSpec = .none,
    defaults: Values, groups: [OptionGroup<Values>] = [], examples: [Example] = [],
    exitStatuses: [Definition] = [], variables: [Definition] = [], files: [Definition] = []
  ) {
    self.name = name
    self.otherNames = otherNames
    self.summary = summary
    self.discussion = discussion
    self.operand = operand
    self.defaults = defaults
    self.groups = groups
    self.examples = examples
    self.exitStatuses = exitStatuses
    self.variables = variables
    self.files = files
  }

  /// The command as renderers and the program's table see it.
  package var description: CommandDescription {
    CommandDescription(
      name: name, otherNames: otherNames, summary: summary, discussion: discussion,
      operand: operand,
      groups: groups.map {
        CommandDescription.Group(heading: $0.heading, options: $0.options.map(\.description))
      },
      examples: examples, exitStatuses: exitStatuses, variables: variables, files: files,
      fault: { arguments in
        do throws(UsageError) {
          _ = try parse(arguments)
          return nil
        } catch {
          return error
        }
      })
  }
}
