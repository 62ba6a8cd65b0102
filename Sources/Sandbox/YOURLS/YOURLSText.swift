// What YOURLS makes of URLs, keywords and titles before it keeps them, without a word (yourls-observed, section 1).

/// The rewriting of texts.
enum YOURLSText {
  /// The URL as it is stored: some characters are dropped, scheme and host are folded.
  static func url(_ text: String) -> String {
    let trimmed = text.unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank)
      .reversed()
    var kept = String.UnicodeScalarView()
    for scalar in trimmed {
      switch scalar {
      case "\n", "\r": kept.append("_")
      case "<", ">", "\"", "`", "\u{0}"..." ", "\u{7F}": break
      default: kept.append(scalar)
      }
    }
    return folded(String(kept))
  }

  /// Whether a URL is one of those that are refused as none.
  static func isNone(_ url: String) -> Bool {
    ["", "http://", "https://"].contains(url) || url.hasPrefix("javascript:")
  }

  /// The keyword without the characters that the site's charset does not have.
  static func keyword(_ text: String, _ charset: YOURLSOptions.Charset) -> String {
    let alphabet = charset.alphabet.unicodeScalars
    return String(String.UnicodeScalarView(text.unicodeScalars.filter(alphabet.contains)))
  }

  /// The title without tags, its white space folded.
  static func title(_ text: String) -> String {
    var plain = ""
    var isInTag = false
    for character in text {
      if character == "<" { isInTag = true }
      if !isInTag { plain.append(character) }
      if character == ">" { isInTag = false }
    }
    return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 }

  /// Scheme and host in lower case; a host that IDN maps is mapped, one that it refuses is dropped.
  private static func folded(_ url: String) -> String {
    guard let mark = url.firstRange(of: "://") else { return url }
    let rest = url[mark.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let start = rest[..<end].lastIndex(of: "@").map { rest.index(after: $0) } ?? rest.startIndex
    var host = rest[start..<end].lowercased().replacing("ß", with: "ss")
    if host.split(separator: ".").contains(where: { $0.hasPrefix("-") || $0.hasSuffix("-") }) {
      host = ""
    }
    return url[..<mark.lowerBound].lowercased() + "://" + rest[..<start] + host + rest[end...]
  }
}

extension YOURLSOptions.Charset {
  var alphabet: String {
    switch self {
    case .base36: SeededID.digits + SeededID.lowerCase
    case .base62: SeededID.digits + SeededID.letters
    }
  }

  /// A number as a keyword: `1` to `9`, then the letters.
  func text(_ number: Int) -> String {
    let digits = Array(alphabet)
    var rest = number
    var text = ""
    repeat {
      text = String(digits[rest % digits.count]) + text
      rest /= digits.count
    } while rest > 0
    return text
  }
}
