// Results as a table for people.

import Arguments
import Bulk
import Providers

/// Aligned columns, written as results come, so the widths are those of the input, which is known.
///
/// On a terminal a line is never longer than that is wide: IDs and details are cut. Elsewhere nothing is.
struct TableFormat: ResultFormat {
  private var page: Page
  private var columns = TableColumns()
  private var notAttempted = 0

  init(_ page: Page) { self.page = page }

  mutating func fit(_ page: Page) { self.page = page }

  mutating func begin(_ heading: ResultHeading, into text: inout [UInt8]) {
    guard heading.rows > 0 else { return }
    columns = TableColumns(rows: heading.rows, longestID: heading.longestID)
    line(["ROW", "STATUS", "ID", "DETAIL"], inks: [.bold, .bold, .bold, .bold], into: &text)
  }

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    // The rows that a stopped run did not reach are one line on a terminal.
    if page.isTerminal, result.outcome == .notAttempted {
      notAttempted += 1
      return
    }
    let detail = result.outcome.detail.map { "\($0.code): \($0.message)" }
    line(
      [
        String(result.row), result.outcome.status.rawValue,
        result.name ?? result.id ?? "-", detail ?? result.shortLink ?? "",
      ], inks: [nil, result.outcome.status.ink, nil, nil], into: &text)
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {
    guard notAttempted > 0 else { return }
    text += "\(notAttempted) \(notAttempted == 1 ? "row" : "rows") not attempted\n".utf8
  }

  private func line(_ cells: [String], inks: [Ink?], into text: inout [UInt8]) {
    let pieces = columns.line(cells.map(HarmlessText.escaped), within: page.width)
    for (piece, ink) in zip(pieces, inks) {
      text += repeatElement(UInt8(ascii: " "), count: piece.blanks)
      text += page.palette.paint(piece.text, ink).utf8
    }
    text.append(UInt8(ascii: "\n"))
  }
}

extension Status {
  /// The colour in a table: done, not quite, not.
  fileprivate var ink: Ink? {
    switch self {
    case .created, .updated, .deleted: .green
    case .notFound, .unconfirmed, .notAttempted: .yellow
    case .failed, .invalid, .unknown: .red
    default: nil
    }
  }
}
