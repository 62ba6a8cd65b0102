// The table of linkctl: what the program is and which commands it has.

package import Arguments

/// The one source of parser, help, man page and completions.
package enum Program {
  package static let version = "0.1.0"

  package static let spec = ProgramSpec(
    name: "linkctl", version: version, date: "2026-11-20",
    summary: "bulk link operations at URL shorteners",
    discussion: """
      linkctl changes links in bulk: it reads IDs or whole links from files, pipes or arguments, groups them into \
      the largest requests a provider takes, runs those side by side as fast as the provider \
      allows and no faster, and tells for every input row what became of it.

      Results go to standard output, one for each row, in the order of the input; everything else \
      goes to standard error.
      """,
    commands: [
      NamedCommand(DeleteCommand.name) { DeleteCommand.spec.description },
      NamedCommand(CreateCommand.name) { CreateCommand.spec.description },
      NamedCommand(UpdateCommand.name) { UpdateCommand.spec.description },
      NamedCommand(UpsertCommand.name) { UpsertCommand.spec.description },
      NamedCommand(GetCommand.name) { GetCommand.spec.description },
      NamedCommand(ListCommand.name) { ListCommand.spec.description },
      NamedCommand(JournalCommand.name) { JournalCommand.spec.description },
      NamedCommand(ProvidersCommand.name) { ProvidersCommand.spec.description },
      NamedCommand(ConfigCommand.name) { ConfigCommand.spec.description },
      NamedCommand(CompletionsCommand.name) { CompletionsCommand.spec.description },
      NamedCommand(HelpCommand.name) { HelpCommand.spec.description },
    ])
}
