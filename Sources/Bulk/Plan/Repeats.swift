// What may stand in an input only once.

/// Remembers names with the line where each stood first, in 12 bytes a name and the table's slack.
///
/// Names are compared by a fingerprint of 64 bits: among ten million, two different ones are taken for the
/// same with a chance of three in a million, and then an input is refused that was good.
struct Repeats: Sendable {
  private var lines: [UInt64: UInt32] = [:]

  /// The line where an equal name stood first.
  func line(of name: [String]) -> Int? { lines[Self.fingerprint(of: name)].map { Int($0) } }

  mutating func add(_ name: [String], line: Int) {
    lines[Self.fingerprint(of: name)] = UInt32(clamping: line)
  }

  /// FNV-1a over the parts and where they end.
  private static func fingerprint(of parts: [String]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x0100_0000_01b3
    }
    return hash
  }
}
