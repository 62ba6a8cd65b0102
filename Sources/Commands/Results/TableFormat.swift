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
  /// What was said last, as it is shown: mostly the same of many rows.
  private var said: (detail: Refusal, text: String)?

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
    var line = columns.line(within: page.width)
    put(String(result.row), nil, &line, &text)
    put(status.rawValue, status.ink, &line, &text)
    put(HarmlessText.escaped(result.name ?? result.id ?? "-"), nil, &line, &text)
    if let detail = result.outcome.detail {
      put(shown(detail), nil, &line, &text)
    } else {
      put(HarmlessText.escaped(result.shortLink ?? ""), nil, &line, &text)
    }
    text.append(.lineFeed)
  }

  private mutating func shown(_ detail: Refusal) -> String {
    if let said, said.detail == detail { return said.text }
    let text = HarmlessText.escaped(detail.code + ": " + detail.message)
    said = (detail, text)
    return text
  }

  mutating func end(_ tally: Tally, into text: inout [UInt8]) {
    guard notAttempted > 0 else { return }
    text += "\(notAttempted.counted("row")) not attempted\n".utf8
  }

  /// Adds a cell that is harmless.
  private func put(
    _ cell: String, _ ink: Ink?, _ line: inout TableColumns.Line, _ text: inout [UInt8]
  ) {
    guard let piece = line.place(cell) else { return }
    for _ in 0..<piece.blanks { text.append(UInt8(ascii: " ")) }
    text.append(copying: page.palette.paint(piece.text, ink).utf8.span)
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
