// What `-h` shows: a line an option, so that the whole fits a screen.

/// The overview of a program or one of its commands.
package enum ShortHelp {
  /// The text, wrapped to a width in columns; of the program where no command is named.
  package static func text(
    of program: ProgramSpec, command name: String? = nil, width: Int = 80
  ) throws(UnknownReference) -> String {
    guard let command = program.ownCommand ?? name.flatMap(program.command(named:)) else {
      return try overview(of: program, width: width)
    }
    let invocation = program.invocation(of: command)
    var page = HelpPage(width: width, references: References(to: command.options))
    try page.paragraphs(command.summary.asSentence)
    page.blankLine()
    try page.paragraphs("Usage: \(invocation) \(command.usage)")
    let terms = command.allGroups.flatMap(\.options).map(synopsis)
    for group in command.allGroups {
      page.heading(group.heading)
      try page.table(
        group.options.map { (synopsis($0), $0.summaryWithDefault) }, columns: terms)
    }
    page.blankLine()
    try page.paragraphs("\"\(invocation) --help\" tells more and begins with examples.")
    return page.text
  }

  private static func overview(
    of program: ProgramSpec, width: Int
  ) throws(UnknownReference) -> String {
    var page = HelpPage(width: width, references: References(to: program.options))
    try page.paragraphs(program.summary.asSentence)
    page.blankLine()
    try page.paragraphs("Usage: \(program.name) COMMAND [OPTION…] [ARGUMENT…]")
    page.heading("Commands")
    try page.table(program.commands.map { ($0.name, $0.summary) })
    page.heading("Help")
    try page.table(OptionDescription.builtIn.map { (synopsis($0), $0.summary) })
    page.blankLine()
    try page.paragraphs("\"\(program.name) COMMAND -h\" shows the options of a command.")
    return page.text
  }

  /// Names aligned whether or not there is a short one.
  private static func synopsis(_ option: OptionDescription) -> String {
    (option.short == nil ? "    " : "") + option.synopsis
  }
}
