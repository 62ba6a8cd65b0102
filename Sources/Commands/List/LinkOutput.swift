// In which form links are printed, as it was typed.

import Arguments

/// What `--output` takes where links are printed.
enum LinkForm: String, CaseIterable, Sendable {
  case table, json, ndjson, csv, ids
}

/// The form of links and what goes with it.
struct LinkOutput: Sendable {
  var form = LinkForm.table
  /// Fields by their dotted names, in the order in which they are to stand; all where none is named.
  var fields: [String] = []
  /// In the words that all providers share.
  var neutral = false
  var csvRaw = false
  var quiet = false
  var verbose = false
  var color = When.auto
  var progress = When.auto

  /// Whether members of objects are printed, and not what a table shows of any link.
  var showsObjects: Bool {
    switch form {
    case .json, .ndjson, .csv: true
    case .table: !fields.isEmpty
    case .ids: false
    }
  }

  static let group = OptionGroup<LinkOutput>(
    "Output",
    [
      .choice(
        "output", short: "o", "FORMAT", .set(\.form), "the form of the links",
        discussion: """
          The form of the links. json is one array, ndjson a link a line: each is the provider's own object, \
          member by member as it came. ids is an ID a line, as "delete --ids-file -" takes it. Without \
          {--fields}, csv has a column for each member that the first links have.
          """, default: "table"),
      .flag("json", .set(\.form), to: .json, "the same as --output json"),
      .value(
        "fields", "FIELDS", expects: "names with commas between them, such as id,url,utm.source",
        .append(\.fieldLists), "print these fields, in this order",
        discussion: """
          Print these fields, in this order: members of the provider's object, a dotted name for what stands \
          inside one. A link that has no such member has an empty cell, and in JSON it is left out.
          """, parse: names),
      .flag(
        "neutral", .set(\.neutral), "links in words that all providers share",
        discussion: """
          Print links in words that all providers share, so that create, update and upsert take them at any \
          provider: destination, domain, slug, title, description, image, tags, folder, external_id, \
          utm, archived, expires, expired_destination, password, created and clicks, and the id. The first member, \
          or column, is "neutral", by which they are known, and names the provider. The utm parameters of a \
          destination stand in utm. What there is no word for is counted by field on standard error.
          """),
      .flag(
        "csv-raw", .set(\.csvRaw), "leave CSV cells as they are that a spreadsheet would run",
        discussion: """
          Leave CSV cells as they are. Without this option a text that begins with =, +, -, @, a tab or a \
          carriage return has an apostrophe before it, since a spreadsheet would take it for a formula. \
          Rows are read without it.
          """
      ).rare(),
      .quiet(.set(\.quiet)),
      .verbose(.set(\.verbose)),
      .color(.set(\.color)),
      .choice(
        "progress", "WHEN", .set(\.progress), "show how far it is",
        discussion: """
          Show on standard error how many links were read, and of how many where the provider counts them. \
          With auto that is a line that stands below the links, where standard error is a terminal, and \
          elsewhere a line a minute. With always the line is drawn also where no terminal is known; it has \
          COLUMNS columns then, or 80.
          """, default: "auto"
      ).rare(),
    ])

  /// The lists as they were typed; several are one.
  private var fieldLists: [[String]] {
    get { [fields] }
    set { fields = newValue.flatMap(\.self) }
  }

  private static let names: @Sendable (String) -> [String]? = { text in
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return names.contains("") ? nil : names
  }
}
