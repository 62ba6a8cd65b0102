// What `-h` shows: a line an option, without those that few people need, so that the whole fits a screen
// of 80 columns and 50 lines.

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
    // The options that every command has stand in the overview of the program.
    let all = program.ownCommand == nil ? command.groups : command.allGroups
    let groups = all.map { group in
      CommandDescription.Group(
        heading: group.heading, options: group.options.filter { !$0.isRare })
    }.filter { !$0.options.isEmpty }
    let terms = groups.flatMap(\.options).map(synopsis)
    let room = page.meaningWidth(columns: terms)
    for group in groups {
      page.heading(group.heading)
      try page.table(group.options.map { (synopsis($0), meaning($0, room)) }, columns: terms)
    }
    page.blankLine()
    let rare = command.options.count(where: \.isRare)
    let more = rare == 0 ? "more" : "of \(rare) more \(rare == 1 ? "option" : "options"),"
    try page.paragraphs("\"\(invocation) --help\" tells \(more) and begins with examples.")
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

  /// The summary, with the default where both fit on a line.
  private static func meaning(_ option: OptionDescription, _ room: Int) -> String {
    let whole = option.summaryWithDefault
    return whole.count <= room ? whole : option.summary
  }

  /// Names aligned whether or not there is a short one.
  private static func synopsis(_ option: OptionDescription) -> String {
    (option.short == nil ? "    " : "") + option.synopsis
  }
}
