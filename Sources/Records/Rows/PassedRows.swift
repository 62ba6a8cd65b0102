// Rows of which nothing need be known but that they are there. Checking an input is mostly going past them.

/// Rows that were gone past.
package struct PassedRows: Sendable, Equatable {
  /// Which rows need no closer look.
  package enum Test: Sendable {
    /// Those with an ID of which its bytes tell that it is one.
    case ids(@Sendable (Span<UInt8>) -> Bool)
    case cells(PlainCells)
  }

  package private(set) var count = 0
  /// The bytes of the longest ID among them.
  package private(set) var longestID = 0

  package init() {}

  mutating func add(idOf length: Int = 0) {
    count += 1
    longestID = max(longestID, length)
  }
}

/// Which rows may be gone past, and how many at a time.
struct Passing: Sendable {
  let test: PassedRows.Test
  /// Then a row is given whatever stands in it, so that whoever waits learns how far the reading is.
  private(set) var rest = 10_000

  /// Whether a row with an ID of these bytes is gone past.
  mutating func passes(_ bytes: Span<UInt8>) -> Bool {
    guard rest > 0, case .ids(let isKnown) = test, isKnown(bytes) else { return false }
    rest -= 1
    return true
  }

  /// Whether the row that a table has read last is gone past.
  mutating func passes(_ columns: PlainColumns, rowOf table: CSVTable) -> Bool {
    guard rest > 0, columns.pass(rowOf: table) else { return false }
    rest -= 1
    return true
  }
}
