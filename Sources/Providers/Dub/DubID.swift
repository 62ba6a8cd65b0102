// What names a link at Dub: its own ID, or an external ID behind `ext_`. Dub passes over what it does not
// know without a word, so what cannot be an ID is refused here.

import Records

/// The checked form of Dub's IDs.
enum DubID {
  static let prefix = "link_"

  /// The text as it goes to Dub, where it is an ID.
  static func checked(_ text: String) throws(InvalidID) -> LinkID {
    if isOwn(text.utf8.span) { return LinkID(text) }
    guard text.utf8.starts(with: Dub.externalPrefix.utf8) else { throw fault(text) }
    let id = String(Substring(text.utf8.dropFirst(Dub.externalPrefix.utf8.count)))
    if let reason = externalFault(id) { throw InvalidID(reason) }
    return LinkID(text)
  }

  /// Whether it is `link_…`, or one of the older cuids: `c` and 24 letters and digits.
  ///
  /// Dub's database compares without regard to case. The bounds on a cuid's length are wider than that of
  /// its form, and far from any word that begins with a `c`.
  static func isOwn(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= 191 else { return false }
    for index in bytes.indices where !isOfID(bytes[index]) { return false }
    if bytes.begins(with: prefix, ignoringCase: true) {
      // The name of a column is shorter than any ID.
      return bytes.count > 10 || bytes.count > prefix.utf8.count && !isHeader(bytes)
    }
    return (20...36).contains(bytes.count) && isCUID(bytes)
  }

  private static func isHeader(_ bytes: Span<UInt8>) -> Bool {
    for name in MistakenID.headers where name.utf8.count == bytes.count {
      if bytes.begins(with: name, ignoringCase: true) { return true }
    }
    return false
  }

  /// Whether bytes that an ID may have begin with a `c`, and are letters and at least one digit.
  private static func isCUID(_ bytes: Span<UInt8>) -> Bool {
    var hasDigit = false
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_") { return false }
      hasDigit = hasDigit || isDigit(bytes[index])
    }
    return hasDigit && bytes[0] | 0x20 == UInt8(ascii: "c")
  }

  /// Letters, digits, `_` and `-`.
  private static func isOfID(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return UInt8(ascii: "a") <= letter && letter <= UInt8(ascii: "z") || isDigit(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Whether an ID that Dub gave names its link, and no other, in a list of IDs.
  static func isUsable(_ text: String) -> Bool {
    let bytes = text.utf8
    return !bytes.isEmpty && !bytes.starts(with: Dub.externalPrefix.utf8)
      && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != comma }
  }

  /// Whether a link goes by this ID, its own or `ext_…`, as Dub's database compares: without regard to case.
  static func isName(_ id: String, of link: JSONObject) -> Bool {
    guard id.utf8.starts(with: Dub.externalPrefix.utf8) else {
      return link["id"]?.string?.lowercased() == id.lowercased()
    }
    let external = link["externalId"]?.string.map { Dub.externalPrefix + $0 }
    return external?.lowercased() == id.lowercased()
  }

  private static func fault(_ text: String) -> InvalidID {
    let general = MistakenID.fault(
      text, at: "Dub", "link_… or, for an external ID, ext_ and what it is")
    let isTold =
      text.isEmpty || text.lowercased() == prefix || MistakenID.guess(text, at: "Dub") != nil
    if isTold || PlacedCharacter(in: text, where: \.isUnseen) != nil {
      return general
    }
    if let odd = PlacedCharacter(in: text, where: { !$0.isASCII || !isOfID(UInt8($0.value)) }) {
      let why =
        odd.scalar == ","
        ? "and Dub takes a comma as the end of an ID"
        : "which no ID of Dub has but external ones, written ext_…"
      return InvalidID(odd.words + ", " + why)
    }
    let isCapital = text.lowercased().hasPrefix(Dub.externalPrefix)
    let way = isCapital ? "begins with ext_ in small letters" : "is written ext_\(text)"
    return InvalidID("is not a Dub ID, which is link_…; an external ID \(way)")
  }
}

extension DubID {
  /// Why the text behind `ext_` cannot be sent as an external ID.
  ///
  /// Dub takes any text of up to 255 UTF-16 units. Its list of IDs splits at commas and trims each part.
  private static func externalFault(_ id: String) -> String? {
    if id.isEmpty { return "names no external ID after ext_" }
    // Nearly every ID is plain ASCII, and asking Unicode about each character costs more than the rest.
    if id.utf8.count <= 255, id.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != comma }) {
      return nil
    }
    if id.utf16.count > 255 { return "is longer than the 255 characters of an external ID" }
    // Byte by byte: a combining mark behind a comma would hide it from whoever looks at characters.
    if id.utf8.contains(comma) { return "holds a comma, which Dub takes as the end of an ID" }
    let odd =
      PlacedCharacter(in: id, where: isHidden)
      ?? PlacedCharacter(atEndsOf: id, where: \.properties.isWhitespace)
      ?? PlacedCharacter(atEndsOf: id, where: isJoiner)
    return odd.map { "names an external ID that " + $0.words + ": " + StrayCharacter.quoted(id) }
  }

  private static let comma = UInt8(ascii: ",")

  /// Whether nobody would know that an external ID holds it.
  ///
  /// Blanks of all kinds are to be seen inside of one, and joiners, selectors and tags belong to emoji and to
  /// the letters of many scripts.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if isJoiner(scalar) || ("\u{E0020}"..."\u{E007F}").contains(scalar) { return false }
    let properties = scalar.properties
    return scalar.isUnseen && properties.generalCategory != .spaceSeparator
      && !properties.isVariationSelector
  }

  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200C}" || scalar == "\u{200D}"
  }
}
