// Where the cells of a table stand, and what of them fits. Pure.

import Providers

/// The columns of a table of results: row, status, ID and detail.
struct TableColumns: Sendable {
  /// A cell as it is shown, and the blanks before it.
  struct Piece: Sendable, Equatable {
    var blanks: Int
    var text: String
  }

  private let row: Int
  private let id: Int
  /// The columns where nothing is cut.
  private let unbounded: [Int]

  private static let status = Status.allCases.map(\.rawValue.count).max() ?? 0
  private static let gap = 2
  /// Longer IDs are not given more, so that details do not stand too far to the right.
  private static let widestID = 40
  /// A terminal that is too narrow for both cuts IDs first, down to this, for the sake of details.
  private static let narrowestID = 12
  private static let narrowestDetail = 24

  /// Columns for an input with so many rows, whose IDs are at most so long.
  init(rows: Int = 0, longestID: Int = 0) {
    row = max(3, String(rows).count)
    id = min(max(2, longestID), Self.widestID)
    unbounded = [row, Self.status, id, .max]
  }

  /// A line on its way, whose four cells are taken in their order.
  struct Line {
    private let columns: [Int]
    private let width: Int?
    private var index = 0
    /// Where the next column begins, and where the last cell ends.
    private var (start, end) = (0, 0)

    fileprivate init(_ columns: [Int], _ width: Int?) {
      self.columns = columns
      self.width = width
    }

    /// The next cell as it is shown; within a width it is cut to that, and left out where it does not fit.
    mutating func place(_ cell: String) -> Piece? {
      guard index < columns.count else { return nil }
      let column = columns[index]
      let room = width.map { min(column, $0 - start) } ?? column
      let text = width == nil ? cell : DisplayWidth.cut(cell, to: room)
      let taken = DisplayWidth.of(text)
      let place = index == 0 ? max(0, room - taken) : start
      let blanks = place - end
      if !text.isEmpty { end = place + taken }
      // A column that has no end is the last one.
      start = max(start, end, column == .max ? 0 : start + column) + TableColumns.gap
      index += 1
      return text.isEmpty ? nil : Piece(blanks: blanks, text: text)
    }
  }

  /// A line that begins.
  func line(within width: Int?) -> Line { Line(width.map(columns) ?? unbounded, width) }

  private func columns(within width: Int) -> [Int] {
    let room = width - row - Self.status - 3 * Self.gap
    let forID = min(id, max(Self.narrowestID, room - Self.narrowestDetail))
    return [row, Self.status, forID, max(0, room - forID)]
  }
}
