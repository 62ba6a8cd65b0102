// How the input is read, as it was typed.

import Arguments
import Records

/// How rows are read, whatever they hold.
struct InputOptionsGiven: Sendable {
  var format: InputFormat?
  var delimiter: UInt8?
  var skipInvalid = false

  static let options: [OptionSpec<InputOptionsGiven>] = [
    .choice(
      "format", "FORMAT", .set(\.format), "the format of the input",
      discussion: """
        The format of the input. A plain list has one ID a line; blank lines and lines that begin \
        with # are skipped. CSV and TSV have a header. JSON is one array, and NDJSON has a value a \
        line; a value is an ID or an object that holds one.
        """,
      default: "known by the file's ending, else by its content"),
    .value(
      "delimiter", "CHARACTER", expects: "one ASCII character, or \"tab\"", .set(\.delimiter),
      "what separates the fields of CSV", default: "found by itself among , ; and tab"
    ) { text in
      if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
      guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80, byte != 0x22,
        byte != 0x0A, byte != 0x0D
      else { return nil }
      return byte
    }.rare(),
    .flag(
      "skip-invalid", .set(\.skipInvalid), "run the valid rows when others are malformed",
      discussion: """
        Run the valid rows when others are malformed. Malformed rows then have results with the \
        status invalid. Without this option nothing is sent when any row is malformed.
        """),
  ]
}
