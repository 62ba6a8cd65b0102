// Bytes as a number, for tables in memory. Nothing that is kept goes by it, so that it may change at any time.

/// Hashes that bytes are told apart by within a run.
package enum ByteHash {
  package static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// A hash over the bytes in words of eight, and their number; every bit of the result depends on all of them.
  package static func of(_ bytes: Span<UInt8>, after hash: UInt64 = start) -> UInt64 {
    spread(add(bytes, to: hash))
  }

  /// The same of several texts, and of where each ends.
  package static func of(parts: [String]) -> UInt64 {
    spread(parts.reduce(start) { add($1.utf8.span, to: $0) })
  }

  private static func add(_ bytes: Span<UInt8>, to hash: UInt64) -> UInt64 {
    var hash = mix(UInt64(bytes.count), into: hash)
    var index = 0
    while index + 8 <= bytes.count {
      hash = mix(bytes.word(at: index), into: hash)
      index += 8
    }
    return index < bytes.count ? mix(bytes.lastWord(at: index), into: hash) : hash
  }

  /// A step that can be undone, so that words that differ leave hashes that differ.
  private static func mix(_ word: UInt64, into hash: UInt64) -> UInt64 {
    let hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return hash ^ hash >> 32
  }

  private static func spread(_ hash: UInt64) -> UInt64 {
    let hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }
}
