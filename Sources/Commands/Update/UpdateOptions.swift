// What `linkctl update` was given, and the table that help, man page and completions come from.

import Arguments
import Records

/// The options of `update` as they were typed.
struct UpdateOptions: Sendable {
  var idsFiles: [String] = []
  var inputFiles: [String] = []
  var session = SessionOptions()
  var idColumn: String?
  var assignments: [Assignment] = []
  var fields = FieldOptions()
  var ignoreNotFound = false
  var backup = BackupOptions()

  static let inputGroup = OptionGroup<UpdateOptions>(
    "Input",
    [
      .file(
        "ids-file", "FILE", .append(\.idsFiles),
        "read IDs from a file; \"-\" is standard input",
        discussion: """
          Read IDs from FILE, or from standard input with "-", several files in their order, for a change that {--set} gives. \
          Without this option and without IDs as arguments, standard input is read, unless it is a \
          terminal.
          """),
      .file(
        "input", "FILE", .append(\.inputFiles), "read IDs, each with its own change, from a file",
        discussion: """
          Read rows from FILE, or from standard input with "-", several files in their order: a column holds the ID, and the \
          other columns are the fields that change. An empty cell leaves its field as it is, and \
          null clears it. Rows may be in the words that "list --neutral" writes, or in another \
          provider's, as for create.
          """),
    ] + OptionGroup("", SessionOptions.input).lifted(to: \.session).options + [
      .text(
        "id-column", "NAME", .set(\.idColumn), "the column or member that holds the ID",
        default: ProviderWords.idNames)
    ])

  static let changeGroup = OptionGroup<UpdateOptions>(
    "Change",
    [
      .value(
        "set", "FIELD=VALUE", expects: "a field and a value such as archived=true",
        .append(\.assignments), "change a field of every link",
        discussion: """
          Change a field of every link. The value takes the field's type: true or false, a number, \
          an object as JSON, a list as JSON or separated by commas; null clears the field.
          """, parse: Assignment.init
      ).completed(from: CompletionLists.assignments)
    ] + OptionGroup("", FieldOptions.options).lifted(to: \.fields).options + [
      .flag(
        "ignore-not-found", .set(\.ignoreNotFound), "a link that is not there counts as done")
    ] + OptionGroup("", BackupOptions.options).lifted(to: \.backup).options)
}

extension Assignment {
  /// `FIELD=VALUE`; the value may be empty.
  init?(_ text: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    self.init(
      field: String(text[..<equals]), text: String(text[text.index(after: equals)...]))
  }
}

extension UpdateCommand {
  static let name = "update"

  /// The row of the program's table.
  static let spec = CommandSpec<UpdateOptions>(
    name, otherNames: ["edit", "set", "change", "modify", "patch", "rename", "mv"],
    summary: "change links: one change for many, or a change for each row",
    discussion: """
      Changes links in the largest requests the provider takes, and prints what became of each \
      row. With {--set} every link that is named gets the same change; with {--input} each row \
      holds an ID and its own change.

      The whole input is read and checked before the first request. Rows whose changes are equal \
      travel together where the provider takes one change for many links. Of several rows that \
      change one link, the last wins, by whatever names they call it: rows with IDs and with external \
      IDs, or that change external IDs, are sent in their order, one after another where they differ.\
      \(ProviderWords.paragraphs(on: "update"))
      """,
    operand: .any("ID"), defaults: UpdateOptions(),
    groups: [
      UpdateOptions.inputGroup,
      UpdateOptions.changeGroup,
      SessionOptions.connection.lifted(to: \.session),
    ] + SessionOptions.last.map { $0.lifted(to: \.session) },
    examples: [
      Example(
        "Archive the links of a list",
        "linkctl update --provider dub --ids-file ids.txt --set archived=true"),
      Example(
        "Give each link its own change, from a spreadsheet's export",
        "linkctl update --provider hoko --input changes.csv"),
      Example(
        "One link, two fields",
        "linkctl update --provider dub --set comments=old --set title=Old link_1"),
    ],
    exitStatuses: ExitStatus.table, variables: ProviderVariables.table)
}
