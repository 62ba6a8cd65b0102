// What `linkctl upsert` was given, and the table that help, man page and completions come from.

import Arguments
import Providers

/// The options of `upsert` as they were typed.
struct UpsertOptions: Sendable {
  var inputFiles: [String] = []
  var match: MatchKey?
  var idColumn: String?
  var session = SessionOptions()
  var fields = FieldOptions()
  var move = MoveOptions()
  var ignoreNotFound = false

  static let inputGroup = OptionGroup<UpsertOptions>(
    "Input",
    [
      .file(
        "input", "FILE", .append(\.inputFiles),
        "read rows from a file; \"-\" is standard input",
        discussion: """
          Read rows from FILE, or from standard input with "-"; several files are read in their \
          order. Without this option standard input is read, unless it is a terminal. A row is a link, as for create.
          """),
      .choice(
        "match", "KEY", .set(\.match), "by what a row names its link",
        discussion: """
          By what a row names its link: id, its ID; external-id, its external ID; key, its domain \
          and key; url, its destination. Two rows that name one link are an error.\
          \(ProviderWords.matchKeys)
          """),
    ] + OptionGroup("", SessionOptions.input).lifted(to: \.session).options + [
      .text(
        "id-column", "NAME", .set(\.idColumn), "the column or member that holds the ID",
        default: ProviderWords.idNames)
    ] + OptionGroup("", FieldOptions.rowOptions).lifted(to: \.fields).options + [
      .flag(
        "ignore-not-found", .set(\.ignoreNotFound),
        "a link whose ID is not there counts as done")
    ] + OptionGroup("", MoveOptions.options).lifted(to: \.move).options)
}

extension UpsertCommand {
  static let name = "upsert"

  /// The row of the program's table.
  static let spec = CommandSpec<UpsertOptions>(
    name, otherNames: ["sync", "merge", "apply", "put"],
    summary: "change the link that a row names, create it where there is none",
    discussion: """
      Looks for the link that each row names, changes what differs from the row, and creates the \
      link where there is none. A link that is already as asked is unchanged, and nothing is sent \
      for it. A field that a row leaves out stays as it is.

      With {--match} id a row that has an ID is a change, not_found where there is no such link, \
      since nobody can choose the ID of a new link; a row without an ID is created, each time that \
      it is run. With {--match} external-id and key the same rows can be run again and again.

      A provider may write a value anew, so that it never is as the row has it. A change that was \
      sent and left its link as it was is unchanged, with code no_difference.

      Fields that only say how a link is made are left out when a link is changed.\
      \(ProviderWords.paragraphs(on: "upsert"))
      """,
    defaults: UpsertOptions(),
    groups: [
      UpsertOptions.inputGroup,
      SessionOptions.connection.lifted(to: \.session),
    ] + SessionOptions.last.map { $0.lifted(to: \.session) },
    examples: [
      Example(
        "Keep links in step with a database's export",
        "linkctl upsert --provider dub --input links.csv --match external-id"),
      Example(
        "Short links by name, all of one domain",
        """
        linkctl upsert --provider dub --input links.csv --match key \\
          --set domain=go.example.com
        """),
      Example(
        "See what is wrong with the file, and send nothing",
        "linkctl upsert --provider hoko --input links.csv --match id --dry-run"),
    ],
    exitStatuses: ExitStatus.table, variables: ProviderVariables.table)
}
