// What `linkctl get` was given, and the table that help, man page and completions come from.

import Arguments

/// The options of `get` as they were typed.
struct GetOptions: Sendable {
  var idsFiles: [String] = []
  var input = InputOptionsGiven()
  var idColumn: String?
  var connection = ConnectionOptions()
  var pace = PaceOptions()
  var output = LinkOutput()

  static let inputGroup = OptionGroup<GetOptions>(
    "Input",
    [
      .file(
        "ids-file", "FILE", .append(\.idsFiles), "read IDs from a file; \"-\" is standard input",
        discussion: """
          Read IDs from FILE, or from standard input with "-"; several files are read in their \
          order, and results that linkctl printed are taken as they are. Without this option and without \
          IDs as arguments, standard input is read, unless it is a terminal.
          """)
    ] + OptionGroup("", InputOptionsGiven.options).lifted(to: \.input).options + [
      .text(
        "id-column", "NAME", .set(\.idColumn), "the column or member that holds the ID",
        default: ProviderWords.idNames)
    ])
}
