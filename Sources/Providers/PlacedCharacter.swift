// A character of a text, named so that whoever typed it can find it, though it may show as nothing. Pure.

/// A character and where it stands.
struct PlacedCharacter: Sendable, Equatable {
  let scalar: Unicode.Scalar
  /// Its place among the characters of the text, from 1.
  let place: Int
  let isLast: Bool

  /// The first character of a text of which this is true.
  init?(in text: String, where isWrong: (Unicode.Scalar) -> Bool) {
    let scalars = text.unicodeScalars
    guard let index = scalars.firstIndex(where: isWrong) else { return nil }
    self.init(at: index, of: scalars)
  }

  /// The first or the last character of a text, where this is true of it.
  init?(atEndsOf text: String, where isWrong: (Unicode.Scalar) -> Bool) {
    let scalars = text.unicodeScalars
    let ends = [scalars.indices.first, scalars.indices.last].compactMap(\.self)
    let wrong = ends.first { isWrong(scalars[$0]) }
    guard let wrong else { return nil }
    self.init(at: wrong, of: scalars)
  }

  private init(at index: String.Index, of scalars: String.UnicodeScalarView) {
    scalar = scalars[index]
    place = scalars.distance(from: scalars.startIndex, to: index) + 1
    isLast = scalars.index(after: index) == scalars.endIndex
  }

  /// What the text does with it: `begins with U+200B (zero width space), which nobody sees`.
  var words: String {
    let verb =
      place == 1
      ? "begins with" : isLast ? "ends with" : "holds, as its character number \(place),"
    return "\(verb) \(name)" + (Self.isUnseen(scalar) ? ", which nobody sees" : "")
  }

  /// Itself where it can be seen, and its code point: `";" (U+003B)`, `U+200B (zero width space)`.
  private var name: String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    guard Self.isUnseen(scalar) || scalar.properties.isWhitespace else {
      return "\"\(scalar)\" (\(code))"
    }
    let properties = scalar.properties
    return code + ((properties.name ?? properties.nameAlias).map { " (\($0.lowercased()))" } ?? "")
  }

  /// Whether it shows as nothing, or as a blank that is none: controls, line ends, no-break and wide blanks,
  /// zero widths, marks of byte order and direction, and what Unicode does not know.
  static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20...0x7E).contains(scalar.value) { return false }
    let properties = scalar.properties
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
      return true
    default: return false
    }
  }
}
