// The man page, made from the table alone: made twice it is the same twice.

/// The reference page of a program, in section 1.
package enum ManPage {
  /// The page as roff source for the `man` macros.
  package static func text(of program: ProgramSpec) throws(UnknownReference) -> String {
    var roff = Roff(references: References(to: program.options))
    let name = "\(program.name) \(program.version)"
    roff.title(program.name.uppercased(), date: program.date, source: name)
    roff.macro("SH", "NAME")
    roff.line("\(Roff.escaped(program.name)) \\- \(Roff.escaped(program.summary))")
    synopsis(of: program, to: &roff)
    roff.macro("SH", "DESCRIPTION")
    try roff.paragraphs(
      program.discussion.isEmpty ? program.summary.asSentence : program.discussion)
    if program.ownCommand == nil { try commands(of: program, to: &roff) }
    try options(of: program, to: &roff)
    try table("EXIT STATUS", program.exitStatuses, to: &roff)
    try table("ENVIRONMENT", program.variables, to: &roff)
    try table("FILES", program.files, to: &roff)
    try examples(of: program, to: &roff)
    return roff.text
  }

  private static func synopsis(of program: ProgramSpec, to roff: inout Roff) {
    roff.macro("SH", "SYNOPSIS")
    for (index, command) in program.commands.enumerated() {
      if index > 0 { roff.macro("br") }
      let invocation = Roff.bold(program.invocation(of: command))
      roff.line(
        ([invocation, "[\(Roff.italic("OPTION"))...]"] + operand(of: command))
          .joined(separator: " "))
    }
  }

  /// The operands with their name in italics; none give no word.
  private static func operand(of command: CommandDescription) -> [String] {
    let operand = command.operand
    guard operand.count.upperBound > 0 else { return [] }
    var text = Roff.italic(operand.name) + (operand.isOneForAll ? "..." : "")
    if operand.isCommandLine { text = "\\-\\- " + text }
    return [operand.count.lowerBound == 0 ? "[\(text)]" : text]
  }

  private static func commands(
    of program: ProgramSpec, to roff: inout Roff
  ) throws(UnknownReference) {
    roff.macro("SH", "COMMANDS")
    for command in program.commands {
      let tag = ([Roff.bold(command.name)] + operand(of: command)).joined(separator: " ")
      try roff.tagged(
        tag, command.discussion.isEmpty ? command.summary.asSentence : command.discussion)
    }
  }

  private static func options(
    of program: ProgramSpec, to roff: inout Roff
  ) throws(UnknownReference) {
    roff.macro("SH", "OPTIONS")
    try roff.paragraphs(
      """
      A long option takes its value after = or as the next argument, unless that looks like an \
      option. Of an option given twice the last counts, unless it may be given more than once. \
      Options and operands may be mixed; -- ends the options.
      """)
    for heading in headings(of: program) {
      roff.macro("SS", heading)
      let rows = options(under: heading, of: program)
      let shared = rows.first.map(\.commands) ?? []
      let areShared = rows.allSatisfy { $0.commands == shared }
      if areShared { try roff.paragraphs(note("These are options", shared, of: program)) }
      for (option, commands) in rows {
        let note = areShared ? "" : note("This is an option", commands, of: program)
        let facts = [note, option.facts].filter { !$0.isEmpty }.joined(separator: " ")
        try roff.tagged(tag(of: option), option.fullText + "\n\n" + facts)
      }
    }
  }

  private static func tag(of option: OptionDescription) -> String {
    let short = option.short.map { Roff.bold("-\($0)") + ", " } ?? ""
    guard let placeholder = option.placeholder.map(Roff.italic) else {
      return short + Roff.bold(option.name)
    }
    let value = option.isValueOptional ? "[=\(placeholder)]" : " \(placeholder)"
    return short + Roff.bold(option.name) + value
  }

  private static func headings(of program: ProgramSpec) -> [String] {
    var headings: [String] = []
    for heading in program.commands.flatMap(\.allGroups).map(\.heading)
    where !headings.contains(heading) && heading != CommandDescription.builtInGroup.heading {
      headings.append(heading)
    }
    return headings + [CommandDescription.builtInGroup.heading]
  }

  /// The different options under a heading, each with the commands that have it.
  private static func options(
    under heading: String, of program: ProgramSpec
  ) -> [(option: OptionDescription, commands: [String])] {
    var rows: [(option: OptionDescription, commands: [String])] = []
    for command in program.commands {
      for option in command.allGroups.filter({ $0.heading == heading }).flatMap(\.options) {
        if let index = rows.firstIndex(where: { $0.option == option }) {
          rows[index].commands.append(command.name)
        } else {
          rows.append((option, [command.name]))
        }
      }
    }
    return rows
  }

  /// Says which commands have options that not all have.
  private static func note(
    _ subject: String, _ commands: [String], of program: ProgramSpec
  ) -> String {
    commands.count == program.commands.count
      ? "" : "\(subject) of \(commands.joined(separator: ", "))."
  }

  private static func table(
    _ title: String, _ rows: [Definition], to roff: inout Roff
  ) throws(UnknownReference) {
    guard !rows.isEmpty else { return }
    roff.macro("SH", title)
    for row in rows { try roff.tagged(Roff.bold(row.term), row.meaning) }
  }

  private static func examples(
    of program: ProgramSpec, to roff: inout Roff
  ) throws(UnknownReference) {
    let examples = program.commands.flatMap(\.examples)
    guard !examples.isEmpty else { return }
    roff.macro("SH", "EXAMPLES")
    for (index, example) in examples.enumerated() {
      if index > 0 { roff.macro("PP") }
      try roff.paragraphs(example.task.asSentence)
      roff.macro("PP")
      roff.macro("RS", "4")
      roff.literal(example.line)
      roff.macro("RE")
    }
  }
}
