// `linkctl help [COMMAND]`, and the texts behind `-h` and `--help`.

import Arguments

enum HelpCommand {
  struct Values: Sendable {}

  static let name = "help"

  static let spec = CommandSpec<Values>(
    name, summary: "show help, of linkctl or of a command",
    operand: .optional("COMMAND").completed(from: CompletionLists.commands),
    defaults: Values(),
    examples: [
      Example("See all commands", "linkctl help"),
      Example("Read all about delete", "linkctl help delete"),
    ],
    exitStatuses: [ExitStatus.done, .usage].map(\.definition))

  static func text(_ arguments: [String], _ host: Host) throws -> String {
    let name = try spec.parse(arguments).operands.first
    if let name, Program.spec.command(named: name) == nil {
      throw Program.spec.unknownCommand(name)
    }
    return try full(name, host)
  }

  static func short(_ command: String?, _ host: Host) throws -> String {
    try ShortHelp.text(of: Program.spec, command: command, width: width(host))
  }

  static func full(_ command: String?, _ host: Host) throws -> String {
    try FullHelp.text(of: Program.spec, command: command, width: width(host))
  }

  /// The width of the terminal, at most 100 columns for the sake of reading; 80 elsewhere.
  private static func width(_ host: Host) -> Int {
    min(100, Terminal.width(of: host.standardOutput) ?? 80)
  }
}
