// Results as a table for people.

import Arguments
import Bulk
import Providers
import Records

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
    var line = columns.line(within: page.width)
    for title in ["ROW", "STATUS", "ID", "DETAIL"] { put(title, .bold, &line, &text) }
    text.append(.lineFeed)
  }

  mutating func add(_ result: RowResult, into text: inout [UInt8]) {
    // The rows that a stopped run did not reach are one line on a terminal.
    if page.isTerminal, result.outcome == .notAttempted {
      notAttempted += 1
      return
    }
    let status = result.outcome.status
    let detail = result.outcome.detail.map { $0.code + ": " + $0.message }
    var line = columns.line(within: page.width)
    put(String(result.row), nil, &line, &text)
    put(status.rawValue, status.ink, &line, &text)
    put(result.name ?? result.id ?? "-", nil, &line, &text)
    put(detail ?? result.shortLink ?? "", nil, &line, &text)
    text.append(.lineFeed)
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {
    guard notAttempted > 0 else { return }
    text += "\(notAttempted.counted("row")) not attempted\n".utf8
  }

  private func put(
    _ cell: String, _ ink: Ink?, _ line: inout TableColumns.Line, _ text: inout [UInt8]
  ) {
    guard let piece = line.place(HarmlessText.escaped(cell)) else { return }
    text += repeatElement(UInt8(ascii: " "), count: piece.blanks)
    text += page.palette.paint(piece.text, ink).utf8
  }
}

extension UInt8 {
  fileprivate static let lineFeed = UInt8(ascii: "\n")
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
