// A character of a text, named so that whoever typed it can find it, though it may show as nothing. Pure.

import Records

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
    return "\(verb) \(name)" + (scalar.isUnseen ? ", which nobody sees" : "")
  }

  /// Itself where it can be seen, and its code point: `";" (U+003B)`, `U+200B (zero width space)`.
  private var name: String {
    scalar.isUnseen || scalar.properties.isWhitespace
      ? scalar.codePointAndName : "\"\(scalar)\" (\(scalar.codePoint))"
  }
}
