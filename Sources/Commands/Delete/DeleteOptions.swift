// What `linkctl delete` was given, and the table that help, man page and completions come from.

import Arguments

/// The options of `delete` as they were typed.
struct DeleteOptions: Sendable {
  var idsFiles: [String] = []
  var session = SessionOptions()
  var idColumn: String?
  var verify = false
  var ignoreNotFound = false
  var backup = BackupOptions()

  static let inputGroup = OptionGroup<DeleteOptions>(
    "Input",
    [
      .file(
        "ids-file", "FILE", .append(\.idsFiles),
        "read IDs from a file; \"-\" is standard input",
        discussion: """
          Read IDs from FILE, or from standard input with "-"; several files are read in their \
          order, and results that linkctl printed are taken as they are. Without this option and without IDs \
          as arguments, standard input is read, unless it is a terminal.
          """)
    ] + OptionGroup("", SessionOptions.input).lifted(to: \.session).options + [
      .text(
        "id-column", "NAME", .set(\.idColumn), "the column or member that holds the ID",
        default: ProviderWords.idNames)
    ])

  static let group = OptionGroup<DeleteOptions>(
    "Delete",
    [
      .flag(
        "verify", .set(\.verify),
        "read the links first, so that each row's fate is known",
        discussion: """
          Read the links first, so that every row's fate is known exactly, also where the answer \
          to a delete only counts the links that were removed. The links are looked up before they \
          are deleted, in the largest reads the provider has.\
          \(ProviderWords.sentences(on: "verify"))
          """),
      .flag(
        "ignore-not-found", .set(\.ignoreNotFound),
        "a link that is not there counts as done",
        discussion: """
          Count a link that is not there as done. Rows that end as not_found, or as unconfirmed \
          with code gone, then do not make the exit status 1. They keep their status in the \
          results.
          """),
    ] + OptionGroup("", BackupOptions.options).lifted(to: \.backup).options)
}
