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
  /// The page has changed, as a terminal's width does.
  mutating func fit(_ page: Page)
  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8])
  mutating func add(_ result: RowResult, into text: inout [UInt8])
  mutating func end(_ tally: Tally, into text: inout [UInt8])
}

extension ResultFormat {
  mutating func fit(_ page: Page) {}
}

extension OutputFormat {
  func make(for page: Page) -> any ResultFormat {
    switch self {
    case .table: TableFormat(page)
    case .json: JSONFormat()
    case .ndjson: NDJSONFormat()
    case .csv: CSVFormat(isForTerminal: page.isTerminal)
    }
  }
}
