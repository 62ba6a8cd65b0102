// Fingerprints with the lines where they stood first, close together.

/// A hash table from 64 bits to a line.
///
/// It is many small tables, each of which grows by itself by a quarter, so that growing takes no room to speak
/// of: a name takes 15 to 18 bytes.
struct NameTable: Sendable {
  private struct Part: Sendable {
    var keys: [UInt64] = []
    var lines: [UInt32] = []
    var count = 0
  }

  private var parts = [Part](repeating: Part(), count: 256)

  /// The line of a fingerprint, or `nil` where it is not there.
  func line(of print: UInt64) -> Int? {
    let key = max(1, print)
    let part = parts[Self.index(of: key)]
    guard !part.keys.isEmpty else { return nil }
    let slot = Self.slot(of: key, in: part.keys)
    return part.keys[slot] == 0 ? nil : Int(part.lines[slot])
  }

  /// Adds a fingerprint, or changes its line.
  mutating func set(_ print: UInt64, line: Int) {
    let key = max(1, print)
    let index = Self.index(of: key)
    if parts[index].count * 20 >= parts[index].keys.count * 17 { grow(index) }
    let slot = Self.slot(of: key, in: parts[index].keys)
    if parts[index].keys[slot] == 0 {
      parts[index].keys[slot] = key
      parts[index].count += 1
    }
    parts[index].lines[slot] = UInt32(clamping: line)
  }

  private static func index(of key: UInt64) -> Int { Int(key >> 56) }

  /// Where a key is, or the free slot where it belongs.
  private static func slot(of key: UInt64, in keys: [UInt64]) -> Int {
    // The top bits have chosen the part; the high word of the product is below the count.
    var slot = Int((key << 8).multipliedFullWidth(by: UInt64(keys.count)).high)
    while keys[slot] != 0, keys[slot] != key { slot = slot + 1 == keys.count ? 0 : slot + 1 }
    return slot
  }

  private mutating func grow(_ index: Int) {
    let old = parts[index]
    let slots = max(16, old.keys.count + old.keys.count / 4)
    var keys = [UInt64](repeating: 0, count: slots)
    var lines = [UInt32](repeating: 0, count: slots)
    for (key, line) in zip(old.keys, old.lines) where key != 0 {
      let slot = Self.slot(of: key, in: keys)
      keys[slot] = key
      lines[slot] = line
    }
    parts[index] = Part(keys: keys, lines: lines, count: old.count)
  }
}
