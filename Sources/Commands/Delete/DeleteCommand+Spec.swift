// What there is to say of `linkctl delete`: its words, options, examples.

import Arguments

extension DeleteCommand {
  static let name = "delete"

  /// The row of the program's table.
  static let spec = CommandSpec<DeleteOptions>(
    name, otherNames: ["rm", "remove", "del", "unlink", "destroy"],
    summary: "delete links by ID",
    discussion: """
      Deletes the links whose IDs are given as arguments, in a file or on standard input, in the \
      largest requests the provider takes, and prints what became of each row.

      The whole input is read and checked before the first request. Deletes cannot be undone: try \
      {--dry-run} first, and guard scheduled jobs with {--max-items} or {--expect}.

      Where a provider answers with a count and that falls short, what remains is looked up. After a \
      count of 0 a link that is not there was not there before, and is not_found. After any other a \
      link that is gone without the answer telling who removed it is unconfirmed with code gone; \
      {--verify} makes every row exact.\(ProviderWords.paragraphs(on: "delete"))
      """,
    operand: .any("ID"), defaults: DeleteOptions(),
    groups: [
      DeleteOptions.inputGroup,
      SessionOptions.connection.lifted(to: \.session),
      DeleteOptions.group,
    ] + SessionOptions.last.map { $0.lifted(to: \.session) },
    examples: [
      Example(
        "Delete the links of a list, one ID a line",
        "linkctl delete --provider dub --ids-file ids.txt"),
      Example(
        "See what would be sent, and send nothing",
        "linkctl delete --provider dub --ids-file ids.txt --dry-run"),
      Example(
        "Delete by the IDs in a column of a spreadsheet's export, and keep the results",
        """
        linkctl delete --provider hoko --ids-file links.csv \\
          --id-column "Link ID" -o csv > results.csv
        """
      ),
      Example(
        "From cron: never more than 500 links, quiet unless something is not done",
        """
        linkctl delete --provider shortpen --ids-file expired.txt \\
          --max-items 500 --ignore-not-found -q --failed-only -o ndjson
        """
      ),
      Example(
        "Links that another program found",
        """
        jq -c '.[].id' links.json \\
          | linkctl delete --provider dub --format ndjson --verify
        """),
    ],
    exitStatuses: ExitStatus.table,
    variables: ProviderVariables.table)
}
