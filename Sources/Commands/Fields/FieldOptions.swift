// How columns become fields, as it was typed.

import Arguments
import Records

/// The options of commands whose rows hold fields.
struct FieldOptions: Sendable {
  var mappings: [FieldMapping] = []
  var allowUnknown = false
  /// Fields that every row is given, where the command's rows are links.
  var assignments: [Assignment] = []

  static let options: [OptionSpec<FieldOptions>] = [
    .value(
      "map", "FIELD=COLUMN", expects: "a field and a column such as url=Destination",
      .append(\.mappings), "take a field from a column of another name", parse: FieldMapping.init
    ).completed(from: CompletionLists.fields),
    .flag(
      "allow-unknown-fields", .set(\.allowUnknown),
      "send fields that the provider is not known to have"
    ).rare(),
  ]

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
