// Results as a table for people.

import Arguments
import Bulk
import Providers
import Records

/// Aligned columns, written as results come, so the widths are those of the input, which is known.
struct TableFormat: ResultFormat {
  /// On a terminal the rows that a stopped run did not reach are one line.
  let isForTerminal: Bool
  private var rowWidth = 3
  private var idWidth = 2
  private var notAttempted = 0

  private static let statusWidth = Status.allCases.map(\.rawValue.count).max() ?? 0

  init(isForTerminal: Bool) { self.isForTerminal = isForTerminal }

  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8]) {
    guard heading.rows > 0 else { return }
    rowWidth = max(rowWidth, String(heading.rows).count)
    idWidth = min(max(idWidth, heading.longestID), 40)
    line(["ROW", "STATUS", "ID", "DETAIL"], into: &text)
  }

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    if isForTerminal, result.outcome == .notAttempted {
      notAttempted += 1
      return
    }
    let link = result.outcome.link
    let detail = result.outcome.detail.map { "\($0.code): \($0.message)" }
    let shortLink = link?["shortLink"]?.string ?? link?["link"]?.string
    line(
      [
        String(result.row), result.outcome.status.rawValue,
        result.id ?? link?["id"]?.string ?? "-", detail ?? shortLink ?? "",
      ], into: &text)
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {
    if notAttempted > 0 { text += "\(notAttempted) rows not attempted\n".utf8 }
  }

  private func line(_ cells: [String], into text: inout [UInt8]) {
    let cells = cells.map(HarmlessText.escaped)
    let widths = [rowWidth, Self.statusWidth, idWidth, 0]
    var line = ""
    for (index, (cell, width)) in zip(cells, widths).enumerated() {
      let padding = String(repeating: " ", count: max(0, width - cell.count))
      line += index == 0 ? padding + cell : "  " + cell + padding
    }
    while line.hasSuffix(" ") { line.removeLast() }
    text += (line + "\n").utf8
  }
}
