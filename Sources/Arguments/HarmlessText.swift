// Makes text from outside fit for a terminal: nothing in it can move the cursor, change colours, turn the
// direction of what follows, or hide. What people write stays as it is: accents, emoji, any script.

/// Text that was typed or received, for showing to a person.
package enum HarmlessText {
  private static let longest = 80

  /// The text with every character that is not to be seen as itself written as `\u{1B}`.
  ///
  /// Those are controls, formats and line breaks, characters that show as nothing where they have no
  /// business, marks without a letter or in piles, and what Unicode does not know. A joiner stays between
  /// two emoji, a variation selector after what has variants.
  package static func escaped(_ text: String) -> String {
    if isPlain(text.utf8.span) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text { append(character, to: &result) }
    return result
  }

  private static func isPlain(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] &- 0x20 > 0x5E { return false }
    return true
  }

  /// The text escaped, in double quotes, its end cut off where it is longer than a line.
  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let isLong = scalars.dropFirst(longest).first != nil
    let shown = String(String.UnicodeScalarView(scalars.prefix(longest)))
    return "\"" + escaped(shown) + (isLong ? "…" : "") + "\""
  }

  private static func append(_ character: Character, to result: inout String) {
    var cluster = Cluster()
    var rest = character.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if cluster.keeps(scalar, before: rest.first) {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
      }
    }
  }
}

extension HarmlessText {
  /// What has been kept of one user-perceived character, which may be of any length.
  private struct Cluster {
    private var last: Unicode.Scalar?
    /// Marks since the last letter or emoji.
    private var marks = 0
    private var joiners = 0

    /// Vietnamese has two on a letter, Tibetan and pointed Hebrew a few more.
    private static let mostMarks = 8
    /// The longest emoji, two people kissing, has three.
    private static let mostJoiners = 4

    /// Whether the next scalar stays as it is.
    mutating func keeps(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
      guard isHarmless(scalar, before: next) else {
        last = nil
        return false
      }
      if scalar == Self.joiner { joiners += 1 }
      marks = Self.isAttached(scalar) ? marks + 1 : 0
      last = scalar
      return true
    }

    private func isHarmless(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
      switch scalar {
      case " "..."~": return true
      case Self.joiner:
        return joiners < Self.mostJoiners && last.map(Self.isPartOfEmoji) == true
          && next.map(Self.isPictograph) == true
      case "\u{FE0E}", "\u{FE0F}": return last?.properties.isEmoji == true
      case "\u{FE00}"..."\u{FE0D}", "\u{E0100}"..."\u{E01EF}":
        return last?.properties.isIdeographic == true
      default: break
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
        .privateUse:
        return false
      default:
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        return !Self.isAttached(scalar) || last != nil && marks < Self.mostMarks
      }
    }

    private static let joiner: Unicode.Scalar = "\u{200D}"

    /// Whether it takes no place of its own; vowels and final consonants of Hangul join the one before.
    private static func isAttached(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark: true
      default: ("\u{1160}"..."\u{11FF}").contains(scalar)
      }
    }

    private static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value > 0xFF && scalar.properties.isEmoji
    }

    /// Whether a joiner may follow: an emoji, or what follows one.
    private static func isPartOfEmoji(_ scalar: Unicode.Scalar) -> Bool {
      isPictograph(scalar) || scalar == "\u{FE0F}"
    }
  }
}
