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
  }

  /// A line of four cells; within a width, cells are cut to it, and those that do not fit left out.
  func line(_ cells: [String], within width: Int?) -> [Piece] {
    var pieces: [Piece] = []
    var (start, end) = (0, 0)
    for (index, (cell, column)) in zip(cells, columns(within: width)).enumerated() {
      let room = width.map { min(column, $0 - start) } ?? column
      let text = width == nil ? cell : DisplayWidth.cut(cell, to: room)
      let taken = DisplayWidth.of(text)
      let place = index == 0 ? max(0, room - taken) : start
      if !text.isEmpty {
        pieces.append(Piece(blanks: place - end, text: text))
        end = place + taken
      }
      // A column that has no end is the last one.
      start = max(start, end, column == .max ? 0 : start + column) + Self.gap
    }
    return pieces
  }

  private func columns(within width: Int?) -> [Int] {
    guard let width else { return [row, Self.status, id, .max] }
    let room = width - row - Self.status - 3 * Self.gap
    let forID = min(id, max(Self.narrowestID, room - Self.narrowestDetail))
    return [row, Self.status, forID, max(0, room - forID)]
  }
}
