// How many columns text takes on a terminal, so that tables stand straight. Pure.

/// Columns of text that `HarmlessText` has made fit for a terminal.
///
/// Terminals differ on what Unicode leaves open; this is what the newer ones do: an emoji takes two columns
/// however many characters it is made of (UAX #11, section 5.2), and what is ambiguous takes one.
enum DisplayWidth {
  static func of(_ text: String) -> Int {
    let bytes = text.utf8.span
    for index in bytes.indices where bytes[index] >= 0x80 { return of(text[...]) }
    return bytes.count
  }

  static func of(_ text: Substring) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one user-perceived character, 0 to 2 for nearly all.
  static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x300, scalars.dropFirst().first == nil { return 1 }
    return isEmoji(scalars, first) ? 2 : scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The text, its end replaced by an ellipsis where it takes more columns than there are.
  static func cut(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var result = ""
    var left = columns - 1
    for character in text {
      left -= of(character)
      if left < 0 { break }
      result.append(character)
    }
    return result + "…"
  }

  /// Whether a character is drawn as one emoji: one with a selector, a keycap, a flag, or a joined one.
  private static func isEmoji(
    _ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar
  ) -> Bool {
    guard first.properties.isEmoji, let second = scalars.dropFirst().first else { return false }
    if isRegional(first) { return isRegional(second) }
    return second == "\u{FE0F}" || scalars.contains("\u{200D}")
      || second.properties.isEmojiModifier && first.properties.isEmojiModifierBase
  }

  /// What a character takes that stands alone.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if isJoinedHangul(scalar) { return 0 }
    if isRegional(scalar) { return 1 }
    return scalar.properties.isEmojiPresentation || EastAsianWide.contains(scalar) ? 2 : 1
  }

  /// Vowels and final consonants, which are drawn into the initial consonant before them.
  private static func isJoinedHangul(_ scalar: Unicode.Scalar) -> Bool {
    (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value)
  }

  /// The letters of which two make a flag.
  private static func isRegional(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }
}
