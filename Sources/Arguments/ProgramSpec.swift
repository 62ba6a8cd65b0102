// The one table of a program. Parser, help, man page and completions all read it.

/// A command that is described when more than its name is asked for: a start describes the one that was typed.
package struct NamedCommand: Sendable {
  let name: String
  let describe: @Sendable () -> CommandDescription

  package init(_ name: String, _ describe: @escaping @Sendable () -> CommandDescription) {
    self.name = name
    self.describe = describe
  }

  init(_ command: CommandDescription) { self.init(command.name) { command } }
}

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
  private(set) var namedCommands: [NamedCommand]

  /// All commands, each described anew.
  package var commands: [CommandDescription] {
    get { namedCommands.map { $0.describe() } }
    set { namedCommands = newValue.map(NamedCommand.init) }
  }

  package init(
    name: String, version: String, date: String, summary: String, discussion: String = "",
    commands: [NamedCommand]
  ) {
    self.name = name
    self.version = version
    self.date = date
    self.summary = summary
    self.discussion = discussion
    namedCommands = commands
  }

  /// A program that is its own and only command, whose words it takes.
  package init(version: String, date: String, command: CommandDescription) {
    self.init(
      name: command.name, version: version, date: date, summary: command.summary,
      discussion: command.discussion, commands: [NamedCommand(command)])
  }

  /// The command that is the program itself, where there are no others.
  package var ownCommand: CommandDescription? {
    guard namedCommands.count == 1, let only = namedCommands.first, only.name == name else {
      return nil
    }
    return only.describe()
  }

  /// A command by its name.
  package func command(named name: String) -> CommandDescription? {
    namedCommands.first { $0.name == name }?.describe()
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
