// Results as CSV (RFC 4180, but for line ends, which are the shell's).

import Arguments
import Bulk
import Providers

/// A header and a line for each result.
struct CSVFormat: ResultFormat {
  /// A terminal is never sent control characters, though a file keeps them.
  let isForTerminal: Bool

  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8]) {
    text += "row,id,short_link,status,code,message,attempts,name\n".utf8
  }

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    let detail = result.outcome.detail
    let fields = [
      String(result.row), result.id ?? "", result.shortLink ?? "",
      result.outcome.status.rawValue, detail?.code ?? "", detail?.message ?? "",
      String(result.attempts), result.name ?? "",
    ]
    text += (fields.map(quoted).joined(separator: ",") + "\n").utf8
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {}

  private func quoted(_ field: String) -> String {
    let field = isForTerminal ? HarmlessText.escaped(field) : field
    let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
