// What seems to be wrong with a CSV header that has none of the names that are looked for. Pure, and a guess: it only
// ever chooses a hint.

/// Why a header may not be the one that was meant.
package enum HeaderDoubt: Sendable, Equatable {
  /// The names come out with another delimiter.
  case otherDelimiter(UInt8)
  /// Names stand between curly quotes.
  case curlyQuotes
  /// The line is a row, so that the file has no header.
  case noHeader
  /// The file has one column, and no header: a plain list.
  case plainList

  private static let delimiters = Array(",;\t|:^~".utf8)

  /// Looks at the names that a header was read as, none of which is known; `nil` where they tell nothing.
  package init?(_ names: [String], isKnown: (String) -> Bool) {
    if let delimiter = Self.delimiters.first(where: { Self.separates(names, $0, isKnown) }) {
      self = .otherDelimiter(delimiter)
    } else if names.contains(where: {
      $0.unicodeScalars.first.map(StrayCharacter.isCurlyQuote) == true
    }) {
      self = .curlyQuotes
    } else if names.contains(where: isKnown) || !names.contains(where: Self.isValue) {
      return nil
    } else {
      self = names.count == 1 && !names[0].contains("://") ? .plainList : .noHeader
    }
  }

  private static func separates(
    _ names: [String], _ delimiter: UInt8, _ isKnown: (String) -> Bool
  ) -> Bool {
    let mark = Character(UnicodeScalar(delimiter))
    return names.contains { name in
      let parts = name.split(separator: mark, omittingEmptySubsequences: false)
      return parts.count > 1
        && parts.contains { isKnown(String($0.filter { $0 != "\"" && $0 != " " })) }
    }
  }

  /// Whether a text looks like what stands in a row and not like the name of a column: an address, a number,
  /// or an ID with digits in it.
  private static func isValue(_ text: String) -> Bool {
    let digits = text.utf8.count { $0.isDigit }
    return text.contains("://") || text.contains("@")
      || !text.isEmpty && digits * 2 >= text.utf8.count
      || digits >= 3 && text.utf8.count >= 12 && !text.utf8.contains(UInt8(ascii: " "))
  }
}
