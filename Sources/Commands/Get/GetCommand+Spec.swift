// What there is to say of `linkctl get`: its words, options, examples.

import Arguments

extension GetCommand {
  static let name = "get"

  /// The row of the program's table.
  static let spec = CommandSpec<GetOptions>(
    name, otherNames: ["read", "info", "fetch"],
    summary: "read links by ID",
    discussion: """
      Reads the links whose IDs are given as arguments, in a file or on standard input, in the largest reads \
      that the provider has, and prints them in the order of the input. A row whose link is not there is \
      named on standard error, and the status is 1.\(ProviderWords.paragraphs(on: "get"))
      """,
    operand: .any("ID"), defaults: GetOptions(),
    groups: [
      GetOptions.inputGroup,
      ConnectionOptions.group.lifted(to: \.connection),
    ] + ReadPace.groups.map { $0.lifted(to: \.pace) } + [LinkOutput.group.lifted(to: \.output)],
    examples: [
      Example(
        "Look at one link", "linkctl get --provider dub go.example.com/spring -o json"),
      Example(
        "The destinations of a list of links",
        "linkctl get --provider dub --ids-file ids.txt -o csv --fields id,url"),
    ],
    exitStatuses: ExitStatus.table,
    variables: ProviderVariables.table)
}
