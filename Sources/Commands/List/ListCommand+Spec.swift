// What there is to say of `linkctl list`: its words, options, examples.

import Arguments

extension ListCommand {
  static let name = "list"

  /// The row of the program's table.
  static let spec = CommandSpec<ListOptions>(
    name, otherNames: ["ls", "export", "dump", "links"],
    summary: "print every link of the workspace",
    discussion: """
      Prints every link of the workspace once, those in folders and archived ones too, or those that filters \
      leave. Links are printed while others are still being read, in no order that is promised, and memory \
      does not grow with their number.

      Links that come or go meanwhile make no other one be missed or come twice. What was listed is held \
      against what the provider counts, and where something remains in doubt it is said, and the status is 4.

      A filter that the provider has is asked for there, and the others are applied here, with the same result.\(ProviderWords.paragraphs(on: "list"))
      """,
    defaults: ListOptions(),
    groups: [
      ListOptions.group,
      ConnectionOptions.group.lifted(to: \.connection),
    ] + ReadPace.groups.map { $0.lifted(to: \.pace) } + [LinkOutput.group.lifted(to: \.output)],
    examples: [
      Example("See what there is", "linkctl list --provider dub"),
      Example(
        "Keep a backup that create takes back",
        "linkctl list --provider dub -o ndjson > backup.ndjson"),
      Example(
        "Delete all links that have a tag",
        """
        linkctl list --provider dub --tag spring -o ids \\
          | linkctl delete --provider dub --ids-file -
        """
      ),
      Example(
        "Change a domain in all destinations",
        """
        linkctl list --provider hoko -o csv --fields id,url \\
          | sed 's/old[.]example/new.example/' \\
          | linkctl update --provider hoko --input -
        """),
    ],
    exitStatuses: ExitStatus.table,
    variables: ProviderVariables.table)
}

/// The options of pace that concern reading: a read is as large as the provider has it.
enum ReadPace {
  static let groups = [
    OptionGroup<PaceOptions>(
      PaceOptions.group.heading,
      PaceOptions.group.options.filter { $0.description.long != "batch-size" }),
    PaceOptions.requests,
  ]
}
