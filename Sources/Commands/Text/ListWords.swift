// Lists of names as people write them.

extension [String] {
  /// `a, b and c`.
  var inWords: String { inWords(before: "and") }

  /// The same with another word before the last.
  func inWords(before word: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(word) " + last
  }
}
