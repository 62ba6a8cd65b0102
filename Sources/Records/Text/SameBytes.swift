// Texts compared as whoever is on the other side compares them: byte by byte.

extension String {
  /// Whether both have the same bytes; Swift's own strings are equal when they only look the same.
  ///
  /// Costs next to nothing where the lengths differ.
  package func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return utf8.span.hasSameBytes(as: other.utf8.span)
  }
}

extension Span<UInt8> {
  /// Whether both have the same bytes.
  package func hasSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while index + 8 <= count {
      if word(at: index) != other.word(at: index) { return false }
      index += 8
    }
    while index < count {
      if self[index] != other[index] { return false }
      index += 1
    }
    return true
  }
}
