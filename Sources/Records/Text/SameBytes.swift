// Texts compared as whoever is on the other side compares them: byte by byte.

extension String {
  /// Whether both have the same bytes; Swift's own strings are equal when they only look the same.
  ///
  /// Costs next to nothing where the lengths differ.
  package func hasSameBytes(as other: String) -> Bool {
    let (left, right) = (utf8.span, other.utf8.span)
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
