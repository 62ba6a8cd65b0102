// Characters that nobody sees, or takes for others, where a name or an address begins or ends: what web pages, word
// processors and joined files leave there, in cells and fields.

/// A character that does not belong at the end of a text where it stands.
package struct StrayCharacter: Sendable, Equatable {
  /// What it does there.
  package enum Fault: Sendable, Equatable {
    case isFirst
    case isLast
    /// The text stands between curly quotes, of which this is the first.
    case quotes
  }

  package let scalar: Unicode.Scalar
  package let fault: Fault

  package init(_ scalar: Unicode.Scalar, _ fault: Fault) {
    self.scalar = scalar
    self.fault = fault
  }

  /// The one that is found at the ends of a text, blanks aside; `nil` where there is none.
  ///
  /// Most texts begin and end with ASCII, and are not looked at any closer.
  package init?(atEndsOf text: String) {
    let bytes = text.utf8.span
    let middle = bytes.trimmed(bytes.indices)
    guard !middle.isEmpty, bytes[middle.lowerBound] >= 0x80 || bytes[middle.upperBound - 1] >= 0x80
    else { return nil }
    let scalars = text.unicodeScalars
    guard let first = scalars.first(where: { !Self.isBlank($0) }),
      let last = scalars.last(where: { !Self.isBlank($0) })
    else { return nil }
    if Self.isUnseen(first) {
      self.init(first, .isFirst)
    } else if Self.isUnseen(last), !Self.isAttached(last) {
      self.init(last, .isLast)
    } else if Self.isCurlyQuote(first), Self.isCurlyQuote(last) {
      self.init(first, .quotes)
    } else {
      return nil
    }
  }

  /// Half a sentence about the text that it was found in, with the beginning of that.
  package func words(in text: String) -> String {
    let name = scalar.codePointAndName
    let value = Self.quoted(text)
    switch fault {
    case .isFirst: return "begins with \(name), which nobody sees: \(value)"
    case .isLast: return "ends with \(name), which nobody sees: \(value)"
    case .quotes: return "stands between curly quotes, \(name): \(value)"
    }
  }

  /// The same of a text that a curly quote begins.
  package static func words(ofQuotesAround text: String) -> String {
    StrayCharacter(text.unicodeScalars.first ?? "\"", .quotes).words(in: text)
  }

  /// The beginning of a text between quotes, in which what nobody sees is written out.
  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let start = scalars.prefix(60).map { scalar in
      scalar.isUnseen ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : "\(scalar)"
    }
    return "\"" + start.joined() + (scalars.dropFirst(60).isEmpty ? "" : "…") + "\""
  }

  /// A control character of ASCII is another fault, told of its row.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.isUnseen
  }

  /// Whether it is one of those that word processors make of straight quotes.
  package static func isCurlyQuote(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{2018}"..."\u{201F}").contains(scalar)
  }

  /// Whether it belongs to the character before it, as the selectors and tags of emoji do.
  private static func isAttached(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{FE00}"..."\u{FE0F}", "\u{E0020}"..."\u{E007F}", "\u{E0100}"..."\u{E01EF}": true
    default: false
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
