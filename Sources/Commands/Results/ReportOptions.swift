// The form of what a command tells that has no rows of input.

import Arguments

/// Whether a report is for people or for programs.
struct ReportOptions: Sendable {
  enum Format: String, CaseIterable, Sendable { case table, json }

  var format = Format.table

  static let group = OptionGroup<ReportOptions>(
    "Output",
    [
      .choice(
        "output", short: "o", "FORMAT", .set(\.format), "the form of the output",
        default: "table"),
      .flag("json", .set(\.format), to: .json, "the same as --output json"),
    ])
}
