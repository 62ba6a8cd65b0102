// A table of names that is made once and asked for every field of every row.

/// The places of names in a list; they are compared byte by byte.
package struct NamePlaces: Sendable {
  private var names: [String] = []
  /// One more than the place of a name, 0 where there is none; at least half of them are free.
  private var slots: [Int32] = [0, 0]

  /// Of a name that is there more than once, the first place counts.
  package init(_ names: [String]) {
    self.names = names
    slots = [Int32](repeating: 0, count: 2)
    while slots.count < 2 * names.count { slots += slots }
    for place in names.indices {
      var slot = slot(of: names[place].utf8.span)
      while slots[slot] > 0, !names[Int(slots[slot]) - 1].hasSameBytes(as: names[place]) {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] == 0 { slots[slot] = Int32(clamping: place + 1) }
    }
  }

  /// Where a name is, if it is there.
  package subscript(name: String) -> Int? {
    let bytes = name.utf8.span
    var slot = slot(of: bytes)
    while slots[slot] > 0 {
      let place = Int(slots[slot]) - 1
      if names[place].utf8.span.hasSameBytes(as: bytes) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The slot where the search for a name begins.
  private func slot(of name: Span<UInt8>) -> Int {
    Int(truncatingIfNeeded: ByteHash.of(name)) & (slots.count - 1)
  }
}
