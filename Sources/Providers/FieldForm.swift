// What a text field holds, as far as that can be wrong in ways that no provider forgives or, worse, that one takes.

import Records

/// The form of a field's text.
package enum FieldForm: Sendable, Equatable {
  /// Any text.
  case any
  /// What names something: a key, an ID, a domain.
  case name
  /// An address.
  case url
  /// A date, with or without a time.
  case moment

  /// Why a text is refused, `nil` where it is not; half a sentence that follows the field's name.
  func fault(_ text: String) -> String? {
    switch self {
    case .any: nil
    case .name: StrayCharacter(atEndsOf: text)?.words(in: text)
    case .url: StrayCharacter(atEndsOf: text)?.words(in: text) ?? URLHost.fault(in: text)
    case .moment: SlashDate.fault(in: text)
    }
  }
}

/// Dates such as `01/02/2027`, which people on two sides of an ocean read as two days.
enum SlashDate {
  /// What is said of a date that two readings fit, `nil` for any other text.
  static func fault(in text: String) -> String? {
    if beginsWithYear(text.utf8.span) { return nil }
    let date = text.split(separator: " ", maxSplits: 1).first ?? ""
    for separator: Character in ["/", ".", "-"] {
      let parts = date.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3, let first = number(parts[0], most: 2),
        let second = number(parts[1], most: 2),
        let year = number(parts[2], most: 4), parts[2].utf8.count != 3, parts[2].utf8.count > 1
      else { continue }
      guard first != second, (1...12).contains(first), (1...12).contains(second) else { return nil }
      let long = parts[2].utf8.count == 2 ? 2000 + year : year
      let (one, other) = (iso(long, first, second), iso(long, second, first))
      return "is \"\(text.prefix(40))\", which may be \(one) or \(other); write it in that form"
    }
    return nil
  }

  /// `2027-`, as nearly all dates begin.
  static func beginsWithYear(_ text: Span<UInt8>) -> Bool {
    guard text.count > 4, text[4] == UInt8(ascii: "-") else { return false }
    for index in 0..<4 where !(0x30...0x39).contains(text[index]) { return false }
    return true
  }

  private static func number(_ text: Substring, most: Int) -> Int? {
    guard (1...most).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String {
    [(year, 4), (month, 2), (day, 2)].map { number, width in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }.joined(separator: "-")
  }
}
