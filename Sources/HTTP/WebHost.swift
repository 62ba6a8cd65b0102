// The host of a URL as browsers and Node write it (WHATWG URL, section 3.5, and UTS 46): an address in its one form,
// or a name in lower-case ASCII.
//
// The standard library knows small letters and the composition of accents, and these are applied; of the letters
// that stand for others only those of full and half width are. Whether letters of two directions may stand together,
// and which code points a newer Unicode has, is left to whoever is asked for the host.

/// A host in its normal form.
package enum WebHost {
  /// The host of a scheme that browsers know; `nil` where the text cannot be one.
  ///
  /// Percent-encoding is undone first, as it is there.
  package static func normal(_ text: String) -> String? {
    if let address = address(inBrackets: text) { return address }
    guard let decoded = PercentEncoding.decode(text), let host = name(decoded),
      !host.isEmpty, host.utf8.allSatisfy({ $0 != UInt8(ascii: "%") && isOfHost($0) })
    else { return nil }
    guard IPv4Address.isMeant(by: host) else { return host }
    return IPv4Address(host)?.text
  }

  /// The host of any other scheme, which stays as it is; it may be empty.
  static func opaque(_ text: String) -> String? {
    if let address = address(inBrackets: text) { return address }
    guard text.utf8.allSatisfy({ isOfHost($0) || $0 < 0x20 && $0 > 0 || $0 > 0x7E }) else {
      return nil
    }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if (0x20...0x7E).contains(byte) {
        bytes.append(byte)
      } else {
        PercentEncoding.append(byte, to: &bytes)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func address(inBrackets text: String) -> String? {
    guard text.hasPrefix("["), text.hasSuffix("]"), text.utf8.count > 1 else { return nil }
    return IPv6Address(String(text.dropFirst().dropLast())).map { "[\($0.text)]" }
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"#/:<>?@[\\]^|".utf8.contains(byte)
  }
}

extension WebHost {
  /// A name of any letters in ASCII.
  private static func name(_ text: String) -> String? {
    if text.utf8.allSatisfy({ $0 < 0x80 }), !hasEncodedLabel(text.lowercased()) {
      return text.lowercased()
    }
    var mapped = ""
    for scalar in text.unicodeScalars where !isPassedOver(scalar) {
      mapped += plain(scalar).properties.lowercaseMapping
    }
    let labels = composed(mapped).unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: Punycode.dots.contains
    ).map { ascii(String($0)) }
    guard !labels.contains(nil) else { return nil }
    return labels.compactMap(\.self).joined(separator: ".")
  }

  private static func hasEncodedLabel(_ text: String) -> Bool {
    text.hasPrefix("xn--") || text.contains(".xn--")
  }

  /// A label in ASCII; one that is encoded already has to hold what would come out so.
  private static func ascii(_ label: String) -> String? {
    guard label.hasPrefix("xn--") else {
      return label.utf8.allSatisfy { $0 < 0x80 } || isValid(label) ? Punycode.ascii(label) : nil
    }
    guard let decoded = Punycode.decoded(String(label.dropFirst(4))),
      !decoded.utf8.allSatisfy({ $0 < 0x80 }), isValid(decoded), Punycode.ascii(decoded) == label
    else { return nil }
    let mapped = decoded.unicodeScalars.map { plain($0).properties.lowercaseMapping }.joined()
    return composed(mapped).utf8.elementsEqual(decoded.utf8) ? label : nil
  }

  /// Whether all of a label can stand in a name, and no mark stands at its beginning with nothing to stand on.
  private static func isValid(_ label: String) -> Bool {
    switch label.unicodeScalars.first?.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: break
    }
    return label.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .privateUse, .surrogate, .spaceSeparator, .lineSeparator, .paragraphSeparator:
        false
      // The two joiners may stand in a name.
      case .format: [0x200C, 0x200D].contains(scalar.value)
      default: scalar.value != 0xFFFD && !Punycode.dots.contains(scalar)
      }
    }
  }

  /// Soft hyphens, what has no width, and variation selectors.
  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x34F, 0x180B...0x180D, 0x180F, 0x200B, 0x2060, 0x2064, 0xFE00...0xFE0F, 0xFEFF,
      0xE0100...0xE01EF:
      true
    default: false
    }
  }

  /// Letters of full and half width are those of the usual width.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0xFF66...0xFF9F: halfWidthKana[Int(scalar.value - 0xFF66)]
    default: scalar
    }
  }

  /// What U+FF66 and those after it stand for; the last two are the marks that are written onto a letter.
  private static let halfWidthKana = Array(
    ("ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテト"
      + "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}").unicodeScalars)

  /// Letters and their accents as one code point, where there is one (NFC).
  private static func composed(_ text: String) -> String {
    String(decoding: text._nfcCodeUnits, as: UTF8.self)
  }
}
