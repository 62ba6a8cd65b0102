// What there is to say about one command. Plain data but for one closure, which lets the self-check
// try a command line; help, man page and completions read nothing else.

/// A task and the command line that does it.
package struct Example: Sendable, Equatable {
  /// What it does, one line without a full stop.
  package var task: String
  /// What is typed into a shell, pipes and quotes included.
  package var line: String

  package init(_ task: String, _ line: String) {
    self.task = task
    self.line = line
  }
}

/// A row of a table of exit statuses, environment variables or files.
package struct Definition: Sendable, Equatable {
  package var term: String
  /// A line or more of text, in which `{--name}` refers to an option.
  package var meaning: String

  package init(_ term: String, _ meaning: String) {
    self.term = term
    self.meaning = meaning
  }
}

/// A command without the type of its values.
package struct CommandDescription: Sendable {
  /// Descriptions of options under a heading.
  package struct Group: Sendable, Equatable {
    package var heading: String
    package var options: [OptionDescription]
  }

  package var name: String
  /// What the command is called elsewhere, so that who types that is shown this one.
  package var otherNames: [String]
  /// One line without a full stop.
  package var summary: String
  /// Paragraphs between blank lines.
  package var discussion: String
  package var operand: OperandSpec
  package var groups: [Group]
  package var examples: [Example]
  package var exitStatuses: [Definition]
  package var variables: [Definition]
  package var files: [Definition]
  /// What is wrong with arguments of this command, if anything; nothing is run.
  package var fault: @Sendable ([String]) -> UsageError?

  /// All options in order, those that every command has apart.
  package var options: [OptionDescription] { groups.flatMap(\.options) }
}
