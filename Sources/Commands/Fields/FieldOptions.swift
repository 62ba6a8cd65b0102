// How columns become fields, as it was typed.

import Arguments

/// The options of commands whose rows hold fields.
struct FieldOptions: Sendable {
  var mappings: [FieldMapping] = []
  var allowUnknown = false

  static let options: [OptionSpec<FieldOptions>] = [
    .value(
      "map", "FIELD=COLUMN", expects: "a field and a column such as url=Destination",
      .append(\.mappings), "take a field from a column of another name", parse: FieldMapping.init),
    .flag(
      "allow-unknown-fields", .set(\.allowUnknown),
      "send fields that the provider is not known to have"),
  ]
}
