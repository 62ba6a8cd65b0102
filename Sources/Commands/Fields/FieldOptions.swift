// How columns become fields, as it was typed.

import Arguments
import Records

/// The options of commands whose rows hold fields.
struct FieldOptions: Sendable {
  var mappings: [FieldMapping] = []
  var allowUnknown = false
  /// Lists as they were typed, with commas.
  var only: [[String]] = []
  var ignored: [[String]] = []
  /// Fields that every row is given, where the command's rows are links.
  var assignments: [Assignment] = []

  static let options: [OptionSpec<FieldOptions>] = [
    .value(
      "map", "FIELD=COLUMN", expects: "a field and a column such as url=Destination",
      .append(\.mappings), "take a field from a column of another name", parse: FieldMapping.init
    ).completed(from: CompletionLists.fields),
    .value(
      "ignore-fields", "FIELDS", expects: "names with commas between them, such as owner,notes",
      .append(\.ignored), "leave columns or members out",
      discussion: """
        Leave these out of every row, columns or members that the provider does not know among them. \
        A name stands for all that is inside it too, and a dotted one for a member. One that is not \
        there is no error. What is mapped goes by the name of its field.
        """, parse: names),
    .value(
      "only-fields", "FIELDS", expects: "names with commas between them, such as url,key",
      .append(\.only), "take these fields, and leave all others out",
      discussion: """
        Take these fields of every row, and leave out whatever else there is. The ID that names a \
        link is always read.
        """, parse: names),
    .flag(
      "allow-unknown-fields", .set(\.allowUnknown),
      "send fields that the provider is not known to have"
    ).rare(),
  ]

  /// The names in a list; `nil` where one is empty.
  private static let names: @Sendable (String) -> [String]? = { text in
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return names.contains("") ? nil : names
  }

  /// What is taken of a row.
  var selection: FieldSelection {
    FieldSelection(only: only.flatMap(\.self), ignored: ignored.flatMap(\.self))
  }

  /// Those of commands whose rows are links to create.
  static let rowOptions =
    [
      .value(
        "set", "FIELD=VALUE", expects: "a field and a value such as domain=go.example.com",
        .append(\.assignments), "give every row a field",
        discussion: """
          Give every row a field, in place of what the row has there; of an object only the \
          members that are given. The value takes the field's type, as a cell does.
          """, parse: Assignment.init
      ).completed(from: CompletionLists.assignments)
    ] + options
}
