// What `--help` shows: examples first, then all there is to say.

/// The whole help of a program or one of its commands.
package enum FullHelp {
  /// The text, wrapped to a width in columns; of the program where no command is named.
  package static func text(
    of program: ProgramSpec, command name: String? = nil, width: Int = 80
  ) throws(UnknownReference) -> String {
    guard let command = program.ownCommand ?? name.flatMap(program.command(named:)) else {
      return try text(ofAll: program, width: width)
    }
    let invocation = program.invocation(of: command)
    var page = HelpPage(width: width, references: References(to: command.options))
    try page.paragraphs("\(invocation): \(command.summary)")
    page.blankLine()
    try page.paragraphs("Usage: \(invocation) \(command.usage)")
    try page.examples(command.examples)
    if !command.discussion.isEmpty { page.blankLine() }
    try page.paragraphs(command.discussion)
    for group in command.allGroups { try add(group, to: &page) }
    try page.definitions("Exit status", command.exitStatuses)
    try page.definitions("Environment", command.allVariables)
    try page.definitions("Files", command.files)
    return page.text
  }

  private static func text(
    ofAll program: ProgramSpec, width: Int
  ) throws(UnknownReference) -> String {
    var page = HelpPage(width: width, references: References(to: program.options))
    try page.paragraphs("\(program.name): \(program.summary)")
    page.blankLine()
    try page.paragraphs("Usage: \(program.name) COMMAND [OPTION…] [ARGUMENT…]")
    try page.examples(program.commands.compactMap(\.examples.first))
    if !program.discussion.isEmpty { page.blankLine() }
    try page.paragraphs(program.discussion)
    page.heading("Commands")
    try page.table(program.commands.map { ($0.name, $0.summary) })
    try add(CommandDescription.builtInGroup, to: &page)
    try page.definitions("Exit status", program.exitStatuses)
    try page.definitions("Environment", program.variables)
    try page.definitions("Files", program.files)
    page.blankLine()
    try page.paragraphs("\"\(program.name) COMMAND --help\" tells all about a command.")
    return page.text
  }

  private static func add(
    _ group: CommandDescription.Group, to page: inout HelpPage
  ) throws(UnknownReference) {
    page.heading(group.heading)
    for (index, option) in group.options.enumerated() {
      if index > 0 { page.blankLine() }
      try page.paragraphs(option.synopsis, indent: 2)
      try page.paragraphs(option.fullText, indent: 6)
      try page.paragraphs(option.facts, indent: 6)
    }
  }
}
