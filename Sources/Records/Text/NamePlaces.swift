// A table of names that is made once and asked for every field of every row.

/// The places of names in a list; they are compared byte by byte.
package final class NamePlaces: Sendable {
  private let names: [String]
  /// One more than the place of a name, 0 where there is none; at least half of them are free.
  private let slots: [Int32]

  /// Of a name that is there more than once, the first place counts.
  package init(_ names: [String]) {
    self.names = names
    var slots: [Int32] = [0, 0]
    while slots.count < 2 * names.count { slots += slots }
    for place in names.indices {
      var slot = Self.slot(of: names[place].utf8.span, slots.count)
      while slots[slot] > 0, !names[Int(slots[slot]) - 1].hasSameBytes(as: names[place]) {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] == 0 { slots[slot] = Int32(clamping: place + 1) }
    }
    self.slots = slots
  }

  /// Where a name is, if it is there.
  package subscript(name: String) -> Int? {
    let bytes = name.utf8.span
    var slot = Self.slot(of: bytes, slots.count)
    while slots[slot] > 0 {
      let place = Int(slots[slot]) - 1
      if names[place].utf8.span.hasSameBytes(as: bytes) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The slot, of so many, where the search for a name begins.
  private static func slot(of name: Span<UInt8>, _ count: Int) -> Int {
    Int(truncatingIfNeeded: ByteHash.of(name)) & (count - 1)
  }
}
