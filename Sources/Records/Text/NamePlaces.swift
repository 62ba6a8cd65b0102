// A table of names that is made once and asked for every field of every row.

/// The places of names in a list; they are compared byte by byte.
package final class NamePlaces: Sendable {
  private let names: [String]
  private let marks: [UInt64]
  /// One more than the place of a name, 0 where there is none; at least half of them are free.
  private let slots: [Int32]

  /// Of a name that is there more than once, the first place counts.
  package init(_ names: [String]) {
    self.names = names
    let marks = names.map { Self.mark(of: $0.utf8.span) }
    var slots: [Int32] = [0, 0]
    while slots.count < 2 * names.count { slots += slots }
    for place in names.indices {
      var slot = Self.slot(of: marks[place], slots.count)
      while slots[slot] > 0, !names[Int(slots[slot]) - 1].hasSameBytes(as: names[place]) {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] == 0 { slots[slot] = Int32(clamping: place + 1) }
    }
    self.marks = marks
    self.slots = slots
  }

  /// Where a name is, if it is there.
  package subscript(name: String) -> Int? {
    let bytes = name.utf8.span
    let mark = Self.mark(of: bytes)
    var slot = Self.slot(of: mark, slots.count)
    while slots[slot] > 0 {
      let place = Int(slots[slot]) - 1
      if marks[place] == mark, names[place].utf8.span.hasSameBytes(as: bytes) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// What tells most names apart: their ends, and how long they are.
  private static func mark(of name: Span<UInt8>) -> UInt64 {
    let count = name.count
    if count < 8 { return name.lastWord(at: 0) ^ UInt64(count) << 56 }
    return name.word(at: 0) &* 0x9E37_79B9_7F4A_7C15 ^ name.word(at: count - 8) ^ UInt64(count)
  }

  /// The slot, of so many, where the search for a name begins.
  private static func slot(of mark: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: (mark &* 0xD6E8_FEB8_6659_FD93) >> 32) & (count - 1)
  }
}
