// Texts compared as whoever is on the other side compares them: byte by byte.

extension String {
  /// Whether both have the same bytes; Swift's own strings are equal when they only look the same.
  ///
  /// Costs next to nothing where the lengths differ. Not by spans: of two short strings, which have no memory of their
  /// own, the compiler (6.3.1) lets both spans see one.
  package func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
