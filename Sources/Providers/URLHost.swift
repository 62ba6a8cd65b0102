// Whether the host of an address can be one. Only what no network knows is refused: the provider judges the rest.

import Records

/// The host of an `http` or `https` URL.
enum URLHost {
  /// Why an address has no host that can be one, `nil` where it has, and for addresses of other schemes.
  static func fault(in text: String) -> String? {
    if isPlain(text.utf8.span) { return nil }
    guard let authority = authority(of: text) else { return nil }
    let value = "\"" + text.prefix(80) + (text.prefix(81).count > 80 ? "…" : "") + "\""
    guard !authority.isEmpty else { return "has no host: \(value)" }
    let host = host(of: authority)
    guard let reason = host.map(fault(ofHost:)) ?? "is none, for its port is no number" else {
      return nil
    }
    return "is not a valid URL, as its host \(reason): \(value)"
  }

  /// Whether it is as nearly all are: `https://`, labels of ASCII letters, digits and hyphens, and a path; what is not
  /// is looked at closer.
  static func isPlain(_ text: Span<UInt8>) -> Bool {
    var index = 0
    for byte in "http".utf8 {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
    }
    if index < text.count, text[index] == UInt8(ascii: "s") { index += 1 }
    for byte in "://".utf8 {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
    }
    let start = index
    var (label, isName, hasDot) = (0, false, false)
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "x") where label == 1 && text[index - 1] == UInt8(ascii: "0"): return false
      case UInt8(ascii: "a")...UInt8(ascii: "z"): isName = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
      case UInt8(ascii: "."):
        guard label > 0 else { return false }
        (label, isName, hasDot) = (-1, false, true)
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        return isName && hasDot && label > 0 && index - start <= 253
      default: return false
      }
      label += 1
      if label > 63 { return false }
      index += 1
    }
    return isName && hasDot && label > 0 && index - start <= 253
  }

  /// What stands between the scheme and the path; `nil` where the scheme is another one.
  ///
  /// Without a scheme it is what stands before the path, if a colon does not make a scheme of it.
  private static func authority(of text: String) -> Substring? {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    var rest = text
    for scheme in ["https:", "http:"] where begins(text, scheme) {
      // Parsers of the web take any number of slashes there, of both kinds.
      rest = text.dropFirst(scheme.count).drop { $0 == "/" || $0 == "\\" }
      return rest.prefix { !isEnd($0) }
    }
    rest = text.prefix { !isEnd($0) }
    return rest.contains(":") || !rest.contains(".") ? nil : rest
  }

  private static func isEnd(_ character: Character) -> Bool { "/\\?#".contains(character) }

  private static func begins(_ text: Substring, _ scheme: String) -> Bool {
    text.utf8.count >= scheme.utf8.count
      && zip(text.utf8, scheme.utf8).allSatisfy { ($0 | 0x20) == $1 || $0 == $1 }
  }

  /// The host without user and port; `nil` where what follows its colon is no port.
  private static func host(of authority: Substring) -> Substring? {
    let end = authority.lastIndex(of: "@").map { authority.index(after: $0) }
    let place = authority[(end ?? authority.startIndex)...]
    if place.hasPrefix("[") {
      guard let close = place.firstIndex(of: "]") else { return place }
      return isPort(place[place.index(after: close)...]) ? place[...close] : nil
    }
    guard let colon = place.firstIndex(of: ":") else { return place }
    return isPort(place[colon...]) ? place[..<colon] : nil
  }

  private static func isPort(_ text: Substring) -> Bool {
    if text.isEmpty || text == ":" { return true }
    let digits = text.dropFirst()
    return text.hasPrefix(":") && digits.utf8.count <= 5 && UInt16(digits) != nil
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Half a sentence about a host that is none.
  private static func fault(ofHost host: Substring) -> String? {
    if host.hasPrefix("[") { return isAddress(inBrackets: host) ? nil : "is no IPv6 address" }
    if host.isEmpty { return "is missing" }
    if ["http", "https"].contains(host.lowercased()) { return "is \"\(host)\"" }
    if host.utf8.count > 253 { return "is longer than the 253 bytes that a host has" }
    if let stray = host.unicodeScalars.first(where: { !isAllowed($0) }) {
      return "holds " + name(of: stray)
    }
    let labels = (host.hasSuffix(".") ? host.dropLast() : host).split(
      separator: ".", omittingEmptySubsequences: false)
    if labels.contains(where: \.isEmpty) { return "has nothing between two dots" }
    if labels.contains(where: { $0.utf8.count > 63 && $0.utf8.allSatisfy { $0 < 0x80 } }) {
      return "has a part of more than 63 characters"
    }
    guard let last = labels.last, isNumber(last) else { return nil }
    return isAddress(labels) ? nil : "ends in a number and is no IPv4 address"
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case " ": return "a blank"
    case "!"..."~": return "\(scalar)"
    default: return scalar.codePointAndName
    }
  }

  /// Letters, digits, hyphens, dots and underscores; of other scripts whatever may be seen and is no quote.
  ///
  /// A percent sign may stand for a letter.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "%": return true
    case "\u{200C}", "\u{200D}": return true
    default: break
    }
    return !scalar.isASCII && !scalar.isUnseen
      && !StrayCharacter.isCurlyQuote(scalar)
  }

  private static func isNumber(_ label: Substring) -> Bool {
    label.utf8.allSatisfy { (0x30...0x39).contains($0) }
      || begins(label, "0x") && label.dropFirst(2).allSatisfy(\.isHexDigit)
  }

  /// One to four numbers, decimal, octal or hexadecimal, as the web takes them.
  private static func isAddress(_ labels: [Substring]) -> Bool {
    guard labels.count <= 4 else { return false }
    let numbers = labels.map { label -> UInt64? in
      if begins(label, "0x") { return label.count == 2 ? 0 : UInt64(label.dropFirst(2), radix: 16) }
      return label.count > 1 && label.hasPrefix("0") ? UInt64(label, radix: 8) : UInt64(label)
    }
    guard let last = numbers.last.flatMap(\.self) else { return false }
    let room = UInt64(1) << UInt64(8 * (5 - labels.count))
    return last < room && numbers.dropLast().allSatisfy { $0.map { $0 < 256 } == true }
  }

  private static func isAddress(inBrackets host: Substring) -> Bool {
    let inner = host.dropFirst().dropLast()
    return host.hasSuffix("]") && inner.utf8.count(where: { $0 == UInt8(ascii: ":") }) >= 2
      && inner.allSatisfy { $0.isHexDigit && $0.isASCII || $0 == ":" || $0 == "." }
  }
}
