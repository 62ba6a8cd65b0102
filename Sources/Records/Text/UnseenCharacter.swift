// Characters that nobody sees, and how any character is named so that it can be found. The one place that knows.

extension Unicode.Scalar {
  /// Whether it shows as nothing, or as a blank that is none: controls, line ends, no-break and wide blanks,
  /// zero widths, marks of byte order and direction, and what Unicode does not know.
  package var isUnseen: Bool {
    if (0x20...0x7E).contains(value) { return false }
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return true
    default: return false
    }
  }

  /// How it is written in Unicode's tables: `U+200B`.
  package var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The same with its name, where it has one: `U+200B (zero width space)`.
  package var codePointAndName: String {
    codePoint + ((properties.name ?? properties.nameAlias).map { " (\($0.lowercased()))" } ?? "")
  }
}
