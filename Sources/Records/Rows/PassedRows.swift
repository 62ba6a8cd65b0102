// Rows of which nothing need be known but that they are there. Checking an input is mostly going past them.

/// Rows that were gone past.
package struct PassedRows: Sendable, Equatable {
  /// Whether bytes are an ID that needs no closer look.
  package typealias Test = @Sendable (Span<UInt8>) -> Bool

  package private(set) var count = 0
  /// The bytes of the longest ID among them.
  package private(set) var longestID = 0

  package init() {}

  mutating func add(idOf length: Int) {
    count += 1
    longestID = max(longestID, length)
  }
}

/// Which rows may be gone past, and how many at a time.
struct Passing: Sendable {
  let isKnown: PassedRows.Test
  /// Then a row is given whatever stands in it, so that whoever waits learns how far the reading is.
  private(set) var rest = 10_000

  /// Whether a row that holds these bytes is gone past.
  mutating func passes(_ bytes: Span<UInt8>) -> Bool {
    guard rest > 0, isKnown(bytes) else { return false }
    rest -= 1
    return true
  }
}
