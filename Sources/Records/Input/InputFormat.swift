// How an input is laid out, as far as the person or the file's name says it.

/// The layouts that rows come in.
package enum InputFormat: String, CaseIterable, Sendable {
  /// One ID a line; blank lines, and lines that begin with `#`, are skipped.
  case lines
  case csv
  case tsv
  /// One array.
  case json
  /// A JSON value a line.
  case ndjson

  /// Whether its rows are JSON values.
  package var isJSON: Bool { self == .json || self == .ndjson }

  /// What the ending of a file's name says; `nil` where it says nothing, as `.txt` does.
  init?(ending path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "json": self = .json
    case "ndjson", "jsonl": self = .ndjson
    default: return nil
    }
  }
}

/// What the person said of the input; what is `nil` is found out.
package struct InputOptions: Sendable, Equatable {
  package var format: InputFormat?
  /// The byte between two CSV fields: ASCII, neither a quote nor a line end.
  package var delimiter: UInt8?
  /// The CSV column or JSON member that holds the ID.
  package var idColumn: String?
  /// The names under which it stands where none is said, the preferred first.
  package var idNames = ["id"]

  package init(format: InputFormat? = nil, delimiter: UInt8? = nil, idColumn: String? = nil) {
    self.format = format
    self.delimiter = delimiter
    self.idColumn = idColumn
  }
}
