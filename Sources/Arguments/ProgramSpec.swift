// The one table of a program. Parser, help, man page and completions all read it.

/// A program: its commands in the order in which help lists them.
///
/// A program without commands has one, of its own name, which is then never typed.
package struct ProgramSpec: Sendable {
  package var name: String
  package var version: String
  /// The day of the release, `YYYY-MM-DD`; a fact of the source, so that a man page made twice is
  /// the same twice.
  package var date: String
  /// One line without a full stop.
  package var summary: String
  /// Paragraphs between blank lines; `{--name}` refers to an option of any command.
  package var discussion: String
  package var commands: [CommandDescription]

  package init(
    name: String, version: String, date: String, summary: String, discussion: String = "",
    commands: [CommandDescription]
  ) {
    self.name = name
    self.version = version
    self.date = date
    self.summary = summary
    self.discussion = discussion
    self.commands = commands
  }

  /// A program that is its own and only command, whose words it takes.
  package init(version: String, date: String, command: CommandDescription) {
    self.init(
      name: command.name, version: version, date: date, summary: command.summary,
      discussion: command.discussion, commands: [command])
  }

  /// The command that is the program itself, where there are no others.
  package var ownCommand: CommandDescription? {
    commands.count == 1 && commands.first?.name == name ? commands.first : nil
  }

  /// A command by its name.
  package func command(named name: String) -> CommandDescription? {
    commands.first { $0.name == name }
  }

  /// The error for a name that no command has, with the commands that may be meant.
  package func unknownCommand(_ name: String) -> UsageError {
    let others = commands.filter { $0.otherNames.contains(name.lowercased()) }.map(\.name)
    return .unknownCommand(
      name,
      nearest: others.isEmpty
        ? NearestName.nearest(to: name, among: commands.map(\.name)) : others)
  }

  /// What is typed before the options: the program, and the command where there are several.
  func invocation(of command: CommandDescription) -> String {
    ownCommand == nil ? "\(name) \(command.name)" : name
  }
}
