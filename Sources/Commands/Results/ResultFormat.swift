// The forms in which results are printed.

import Bulk
import Providers

/// What `--output` takes.
enum OutputFormat: String, CaseIterable, Sendable {
  case table, json, ndjson, csv
}

/// What is known of a run before its first result.
struct ResultHeading: Sendable {
  var operation: String
  var provider: String
  /// How many rows the input has.
  var rows: Int
  /// No ID has more characters than this.
  var longestID: Int
}

/// One form of output: text for the beginning, for each result, and for the end.
protocol ResultFormat: Sendable {
  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8])
  mutating func add(_ result: RowResult, into text: inout [UInt8])
  mutating func end(_ tally: Tally, into text: inout [UInt8])
}

extension OutputFormat {
  /// The format, for a terminal or for a file or pipe.
  func make(forTerminal: Bool) -> any ResultFormat {
    switch self {
    case .table: TableFormat(isForTerminal: forTerminal)
    case .json: JSONFormat()
    case .ndjson: NDJSONFormat()
    case .csv: CSVFormat(isForTerminal: forTerminal)
    }
  }
}
