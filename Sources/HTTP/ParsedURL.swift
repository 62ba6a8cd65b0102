// URLs taken apart as browsers and Node do it (WHATWG URL), so that two ways to write one can be compared.
// Numbers as IPv4 hosts, short forms of IPv6 and the composition of accents in hosts are left out.

/// An absolute URL in its normal form.
package struct ParsedURL: Sendable, Equatable {
  package let scheme: String
  /// User, host and port after two slashes, without the port that goes without saying; empty where the
  /// scheme has no host.
  package let authority: String
  package let path: String
  /// Without its question mark.
  package let query: String?
  /// Without its hash mark.
  package let fragment: String?

  /// Takes any absolute URL; `nil` for text that is none.
  ///
  /// Blanks and controls around it are dropped, tabs and line ends wherever they stand.
  package init?(_ text: String) {
    var bytes = text.utf8.drop { $0 <= 0x20 }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    var rest = bytes.filter { ![0x09, 0x0A, 0x0D].contains($0) }[...]
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), let first = rest.first,
      Self.isLetter(first), rest[..<colon].allSatisfy(Self.isOfScheme)
    else { return nil }
    scheme = String(decoding: rest[..<colon], as: UTF8.self).lowercased()
    rest = rest[(colon + 1)...]
    fragment = Self.takeTail(after: "#", of: &rest).map { Self.encoded($0, "\"<>`") }
    let query = Self.takeTail(after: "?", of: &rest)
    guard let port = Self.usualPorts[scheme] else {
      (authority, path) = ("", Self.encoded(rest, "", keepsBlanks: true))
      self.query = query.map { Self.encoded($0, "\"#<>") }
      return
    }
    self.query = query.map { Self.encoded($0, "\"#<>'") }
    rest = rest.drop(while: Self.isSlash)
    let end = rest.firstIndex(where: Self.isSlash) ?? rest.endIndex
    guard let authority = Self.authority(rest[..<end], usualPort: port) else { return nil }
    self.authority = authority
    path = Self.path(rest[end...])
  }

  /// The URL as it is written anew.
  package var text: String {
    scheme + ":" + authority + path + (query.map { "?" + $0 } ?? "")
      + (fragment.map { "#" + $0 } ?? "")
  }

  /// The schemes that have a host, with the ports that go without saying.
  private static let usualPorts = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443]

  private static func takeTail(
    after mark: Unicode.Scalar, of rest: inout ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    guard let place = rest.firstIndex(of: UInt8(ascii: mark)) else { return nil }
    defer { rest = rest[..<place] }
    return rest[(place + 1)...]
  }
}

extension ParsedURL {
  private static func authority(_ bytes: ArraySlice<UInt8>, usualPort: Int) -> String? {
    let at = bytes.lastIndex(of: UInt8(ascii: "@"))
    let user = at.map { Self.user(bytes[..<$0]) } ?? ""
    var place = bytes[(at.map { $0 + 1 } ?? bytes.startIndex)...]
    var port = ""
    if let colon = place.lastIndex(of: UInt8(ascii: ":")),
      !place[colon...].contains(UInt8(ascii: "]"))
    {
      let digits = String(decoding: place[(colon + 1)...], as: UTF8.self)
      place = place[..<colon]
      if !digits.isEmpty {
        guard digits.utf8.allSatisfy(isDigit), let number = UInt16(digits) else { return nil }
        if Int(number) != usualPort { port = ":\(number)" }
      }
    }
    return host(place).map { "//" + user + $0 + port }
  }

  /// Name and password, the first colon between them.
  private static func user(_ bytes: ArraySlice<UInt8>) -> String {
    let parts = bytes.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false
    ).map { encoded($0, "\"#<>?`{}/:;=@[\\]^|") }
    let name = parts.first ?? ""
    let password = parts.count > 1 ? parts[1] : ""
    if name.isEmpty, password.isEmpty { return "" }
    return name + (password.isEmpty ? "" : ":" + password) + "@"
  }

  /// A host in lower-case ASCII; `nil` where it cannot be one.
  private static func host(_ bytes: ArraySlice<UInt8>) -> String? {
    let given = String(decoding: bytes, as: UTF8.self)
    if given.hasPrefix("["), given.hasSuffix("]") { return given.lowercased() }
    guard let decoded = PercentEncoding.decode(given) else { return nil }
    var mapped = ""
    for scalar in decoded.unicodeScalars where !isPassedOver(scalar) {
      // Full-width letters are those of ASCII.
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      let plain = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      mapped += plain.properties.lowercaseMapping
    }
    let host = Punycode.ascii(mapped)
    guard !host.isEmpty, host.utf8.allSatisfy(isOfHost) else { return nil }
    return host
  }

  /// Soft hyphens, what has no width, and variation selectors.
  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B, 0x2060, 0xFE00...0xFE0F, 0xFEFF: true
    default: false
    }
  }

  /// Dot segments are resolved, a backslash is a slash.
  private static func path(_ bytes: ArraySlice<UInt8>) -> String {
    let segments = bytes.dropFirst().split(
      omittingEmptySubsequences: false, whereSeparator: isSlash)
    var kept: [String] = []
    for (index, segment) in segments.enumerated() {
      let text = encoded(segment, "\"#<>?`{}^")
      let isLast = index == segments.count - 1
      switch text.lowercased() {
      case ".", "%2e": if isLast { kept.append("") }
      case "..", ".%2e", "%2e.", "%2e%2e":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default: kept.append(text)
      }
    }
    return "/" + kept.joined(separator: "/")
  }

  /// Controls, blanks, bytes outside ASCII and the marks become `%XX`; what is encoded stays as it is.
  private static func encoded(
    _ bytes: ArraySlice<UInt8>, _ marks: String, keepsBlanks: Bool = false
  ) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      let isPlain = byte == 0x20 ? keepsBlanks : (0x21...0x7E).contains(byte)
      if isPlain, !marks.utf8.contains(byte) {
        result.append(byte)
      } else {
        PercentEncoding.append(byte, to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isOfScheme(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"#%/:<>?@[\\]^|".utf8.contains(byte)
  }
}
