// What `linkctl create` was given, and the table that help, man page and completions come from.

import Arguments
import Bulk

/// The options of `create` as they were typed.
struct CreateOptions: Sendable {
  var inputFiles: [String] = []
  var session = SessionOptions()
  var fields = FieldOptions()
  var move = MoveOptions()
  var onConflict = OnConflict.fail
  /// The prefix of external IDs that are given to rows.
  var assignedPrefix: String?

  static let inputGroup = OptionGroup<CreateOptions>(
    "Input",
    [
      .file(
        "input", "FILE", .append(\.inputFiles),
        "read rows from a file; \"-\" is standard input",
        discussion: """
          Read rows from FILE, or from standard input with "-"; several files are read in their \
          order. Without this option standard input is read, unless it is a terminal. A row is a \
          link: in CSV and TSV the header names the provider's fields, dotted names reach inside (utm.source); in JSON and NDJSON a row is \
          an object. An empty cell leaves its field out, and null clears it. A row may be in the words that \
          "list --neutral" writes, or have some of them (destination, domain, slug, tags) beside the provider's names. \
          What another provider calls such a word is taken too, so that a file made for one works at another; the \
          provider's own names go first, and a row that gives a field by two names is refused.
          """)
    ] + OptionGroup("", SessionOptions.input).lifted(to: \.session).options
      + OptionGroup("", FieldOptions.rowOptions).lifted(to: \.fields).options + [
        .optionalText(
          "assign-external-id", "PREFIX", bare: AssignedIDs.usualPrefix, .set(\.assignedPrefix),
          "give rows without key and external ID an external ID",
          discussion: """
            Give each row that has neither key nor external ID an external ID that follows from what \
            it holds, after PREFIX or "linkctl-". A create whose answer was lost can then be settled \
            by looking, and the same input that is run twice makes no link twice. Equal rows are \
            counted, so a run that was cut short is continued with the same input, not with \
            {--rejects}.\(ProviderWords.externalIDs)
            """),
        .choice(
          "on-conflict", "WHAT", .set(\.onConflict),
          "what becomes of a row whose slug or external ID is taken",
          discussion: """
            What becomes of a row whose slug or external ID another link has: it fails (fail), is left out with the \
            status skipped (skip), or is created with -2, -3 and so on behind its slug (suffix). With skip and \
            suffix a row whose very link is there is unchanged, so that the same command again creates nothing. \
            Rows with neither slug nor external ID are created each time, unless {--assign-external-id} names them.
            """, default: "fail"),
      ] + OptionGroup("", MoveOptions.options).lifted(to: \.move).options)
}

extension CreateCommand {
  static let name = "create"

  /// The row of the program's table.
  static let spec = CommandSpec<CreateOptions>(
    name, otherNames: ["add", "new", "make", "import", "shorten"],
    summary: "create a link for each row",
    discussion: """
      Creates a link for each row of the input, in the largest requests the provider takes, and \
      prints what became of each row, with the link where the provider returned one.

      The whole input is read and checked before the first request: unknown fields, missing ones, \
      and what the provider is known to refuse are reported with file, line and reason. A row that \
      the provider refuses does not take others with it. A create whose answer was lost is never \
      sent again blindly: linkctl looks for the link by its external ID or key, and a row that has \
      neither is unknown.\(ProviderWords.paragraphs(on: "create"))
      """,
    defaults: CreateOptions(),
    groups: [
      CreateOptions.inputGroup,
      SessionOptions.connection.lifted(to: \.session),
    ] + SessionOptions.last.map { $0.lifted(to: \.session) },
    examples: [
      Example(
        "Create the links of a spreadsheet's export",
        "linkctl create --provider dub --input links.csv"),
      Example(
        "See what is wrong with the file, and send nothing",
        "linkctl create --provider hoko --input links.csv --dry-run"),
      Example(
        "Columns of other names",
        """
        linkctl create --provider dub --input links.csv \\
          --map url=Destination --map key=Slug -o ndjson > created.ndjson
        """),
    ],
    exitStatuses: ExitStatus.table, variables: ProviderVariables.table)
}
