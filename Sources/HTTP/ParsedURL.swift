// URLs taken apart as browsers and Node do it (WHATWG URL), so that two ways to write one can be compared.
// `file` URLs, which lead to nothing on the web, are taken as those of any scheme that browsers do not know.

/// An absolute URL in its normal form.
package struct ParsedURL: Sendable, Equatable {
  package let scheme: String
  /// User, host and port after two slashes, without the port that goes without saying; empty where the
  /// URL has no host.
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
    fragment = Self.takeTail(after: "#", of: &rest).map { Self.encoded($0, " \"<>`") }
    let query = Self.takeTail(after: "?", of: &rest)
    let port = Self.usualPorts[scheme]
    self.query = query.map { Self.encoded($0, port == nil ? " \"#<>" : " \"#<>'") }
    let parts =
      if let port { Self.known(rest, usualPort: port) } else { Self.other(rest) }
    guard let parts else { return nil }
    (authority, path) = parts
  }

  /// The URL as it is written anew.
  package var text: String {
    // Without a host two slashes at the beginning of a path would be taken for those before one.
    let guarding = authority.isEmpty && path.hasPrefix("//") ? "/." : ""
    return scheme + ":" + authority + guarding + path + (query.map { "?" + $0 } ?? "")
      + (fragment.map { "#" + $0 } ?? "")
  }

  /// The schemes that browsers know to have a host, with the ports that go without saying.
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
  private typealias Parts = (authority: String, path: String)

  /// What follows a known scheme: a host, however many slashes stand before it, and a path.
  private static func known(_ bytes: ArraySlice<UInt8>, usualPort: Int) -> Parts? {
    let rest = bytes.drop(while: isSlash)
    let end = rest.firstIndex(where: isSlash) ?? rest.endIndex
    return authority(rest[..<end], usualPort: usualPort) { WebHost.normal($0) }.map {
      ($0, path(rest[end...], isSlash))
    }
  }

  /// What follows any other scheme: after two slashes a host, else a path, or text that is kept as it is.
  private static func other(_ bytes: ArraySlice<UInt8>) -> Parts? {
    let isSlash = { $0 == UInt8(ascii: "/") }
    guard bytes.starts(with: "//".utf8) else {
      return ("", bytes.first.map(isSlash) == true ? path(bytes, isSlash) : encoded(bytes, ""))
    }
    let rest = bytes.dropFirst(2)
    let end = rest.firstIndex(where: isSlash) ?? rest.endIndex
    return authority(rest[..<end], usualPort: nil) { WebHost.opaque($0) }.map {
      ($0, end == rest.endIndex ? "" : path(rest[end...], isSlash))
    }
  }

  private static func authority(
    _ bytes: ArraySlice<UInt8>, usualPort: Int?, host: (String) -> String?
  ) -> String? {
    let at = bytes.lastIndex(of: UInt8(ascii: "@"))
    let user = at.map { userinfo(bytes[..<$0]) } ?? ""
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
      if place.isEmpty { return nil }
    }
    // A user is always at some host.
    guard !place.isEmpty || at == nil else { return nil }
    return host(String(decoding: place, as: UTF8.self)).map { "//" + user + $0 + port }
  }

  /// Name and password, the first colon between them.
  private static func userinfo(_ bytes: ArraySlice<UInt8>) -> String {
    let parts = bytes.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false
    ).map { encoded($0, " \"#<>?`{}/:;=@[\\]^|") }
    let name = parts.first ?? ""
    let password = parts.count > 1 ? parts[1] : ""
    if name.isEmpty, password.isEmpty { return "" }
    return name + (password.isEmpty ? "" : ":" + password) + "@"
  }

  /// Dot segments are resolved.
  private static func path(
    _ bytes: ArraySlice<UInt8>, _ isSlash: (UInt8) -> Bool
  ) -> String {
    let segments = bytes.dropFirst().split(
      omittingEmptySubsequences: false, whereSeparator: isSlash)
    var kept: [String] = []
    for (index, segment) in segments.enumerated() {
      let text = encoded(segment, " \"#<>?`{}^")
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

  /// Controls, bytes outside ASCII and the marks become `%XX`; what is encoded stays as it is.
  private static func encoded(_ bytes: ArraySlice<UInt8>, _ marks: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      if (0x20...0x7E).contains(byte), !marks.utf8.contains(byte) {
        result.append(byte)
      } else {
        PercentEncoding.append(byte, to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A backslash is a slash to browsers.
  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isOfScheme(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
  }
}
