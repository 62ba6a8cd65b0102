// What there is to say of `linkctl list`: its words, options, examples.

import Arguments

extension ListCommand {
  /// The row of the program's table.
  static let spec = CommandSpec<ListOptions>(
    "list", otherNames: ["ls", "export", "dump", "links"],
    summary: "print every link of the workspace",
    discussion: """
      Prints every link of the workspace once, those in folders and archived ones too, or those that filters \
      leave. Links are printed while others are still being read, in no order that is promised, and memory \
      does not grow with their number.

      At Dub each folder is read by itself, beside those links that lie in none; at ShortPen each workspace \
      that the key sees; at Hoko the workspace of the key. Links that come or go meanwhile make no other one \
      be missed or come twice. What was listed is held against what the provider counts, and where \
      something remains in doubt it is said, and the status is 4.

      A filter that the provider has is asked for there, and the others are applied here, with the same result.
      """,
    defaults: ListOptions(),
    groups: [
      ListOptions.group,
      ConnectionOptions.group.lifted(to: \.connection),
      ReadPace.group.lifted(to: \.pace),
      LinkOutput.group.lifted(to: \.output),
    ],
    examples: [
      Example("See what there is", "linkctl list --provider dub"),
      Example(
        "Keep a backup that create takes back",
        "linkctl list --provider dub -o ndjson > backup.ndjson"),
      Example(
        "Delete all links that have a tag",
        "linkctl list --provider dub --tag spring -o ids | linkctl delete --provider dub --ids-file -"
      ),
      Example(
        "Change a domain in all destinations",
        """
        linkctl list --provider hoko -o csv --fields id,url \\
          | sed 's/old[.]example/new.example/' | linkctl update --provider hoko --input -
        """),
    ],
    exitStatuses: ExitStatus.readTable,
    variables: ProviderVariables.table)
}

/// The options of pace that concern reading.
enum ReadPace {
  static let group = OptionGroup<PaceOptions>(
    PaceOptions.group.heading,
    PaceOptions.group.options.filter { $0.description.name != "--batch-size" })
}

extension ExitStatus {
  /// The rows of the table for commands that only read.
  static let readTable = [
    Definition("0", "every link that was asked for was printed"),
    Definition(
      "1", "it ran to the end, and some of the rows name no link, or one that the key cannot read"),
    Definition("2", "the command or its input is wrong; nothing was sent"),
    Definition(
      "3",
      "it stopped early: the key was refused, the provider is out of reach, --max-duration or --max-wait was reached, or links can no longer be written"
    ),
    Definition("4", "it ran to the end, and it is in doubt whether every link was printed"),
    Definition(
      "129, 130, 143",
      "a signal ended it (hangup, Ctrl-C, termination); what was printed is whole lines"
    ),
  ]
}
