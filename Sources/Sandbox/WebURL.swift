// URLs as browsers and Node take them apart and write them anew (WHATWG URL), which Dub does when it
// merges parameters.

import HTTP

/// A URL in its normal form.
struct WebURL: Sendable, Equatable {
  private(set) var scheme: String
  /// Lower-case, without port and user; empty where the scheme has none.
  private(set) var host = ""
  /// What stands between scheme and path, slashes included.
  private var authority = ""
  private var path = ""
  /// Without its question mark.
  private(set) var query: String?
  private var fragment: String?

  /// Takes any absolute URL; `nil` for text that is none.
  init?(_ text: String) {
    let isEdge: (UInt8) -> Bool = { $0 <= 0x20 }
    var bytes = text.utf8.drop(while: isEdge)
    while let last = bytes.last, isEdge(last) { bytes.removeLast() }
    let clean = bytes.filter { ![0x09, 0x0A, 0x0D].contains($0) }
    guard let colon = clean.firstIndex(of: UInt8(ascii: ":")), let first = clean.first,
      Self.isLetter(first), clean[..<colon].allSatisfy(Self.isSchemeByte)
    else { return nil }
    scheme = String(decoding: clean[..<colon], as: UTF8.self).lowercased()
    var rest = clean[(colon + 1)...]
    if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
      fragment = Self.escaped(rest[(mark + 1)...], "\"<>`")
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = Self.escaped(rest[(mark + 1)...], "\"#<>'")
      rest = rest[..<mark]
    }
    guard let port = Self.usualPorts[scheme] else {
      path = Self.escaped(rest, "")
      return
    }
    rest = rest.drop(while: Self.isSlash)
    let end = rest.firstIndex(where: Self.isSlash) ?? rest.endIndex
    guard takeAuthority(rest[..<end], usualPort: port) else { return nil }
    path = Self.normalPath(rest[end...])
  }

  /// The URL as text.
  var text: String {
    scheme + ":" + authority + path + (query.map { "?" + $0 } ?? "")
      + (fragment.map { "#" + $0 } ?? "")
  }

  /// The query's parameters, decoded, in their order.
  var parameters: [(name: String, value: String)] { Query(query ?? "").pairs }

  /// Gives a parameter a value, or takes it out; the query is written anew either way.
  mutating func setParameter(_ name: String, to value: String?) {
    var pairs = parameters
    let place = pairs.firstIndex { $0.name == name }
    if let value, let place {
      pairs[place].value = value
      let others = pairs[(place + 1)...].filter { $0.name != name }
      pairs.replaceSubrange((place + 1)..., with: others)
    } else if let value {
      pairs.append((name, value))
    } else {
      pairs.removeAll { $0.name == name }
    }
    let parts = pairs.map { Self.formEncoded($0.name) + "=" + Self.formEncoded($0.value) }
    query = parts.isEmpty ? nil : parts.joined(separator: "&")
  }

  /// The schemes that have a host, with the ports that go without saying.
  private static let usualPorts = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443]

  private mutating func takeAuthority(_ bytes: ArraySlice<UInt8>, usualPort: Int) -> Bool {
    let at = bytes.lastIndex(of: UInt8(ascii: "@"))
    let user =
      at.map { Self.escaped(bytes[..<$0], "\"#<>?`{}/:;=@[\\]^|", keeping: ":") + "@" } ?? ""
    var place = bytes[(at.map { $0 + 1 } ?? bytes.startIndex)...]
    var port = ""
    if let colon = place.lastIndex(of: UInt8(ascii: ":")), !place[colon...].contains(0x5D) {
      let digits = String(decoding: place[(colon + 1)...], as: UTF8.self)
      place = place[..<colon]
      if !digits.isEmpty {
        guard digits.utf8.allSatisfy(Self.isDigit), let number = Int(digits), number <= 65_535
        else { return false }
        if number != usualPort { port = ":\(number)" }
      }
    }
    guard let host = WebHost.normal(String(decoding: place, as: UTF8.self)) else { return false }
    self.host = host
    authority = "//" + user + host + port
    return true
  }

  /// Dot segments are resolved, a backslash is a slash.
  private static func normalPath(_ bytes: ArraySlice<UInt8>) -> String {
    let segments = bytes.dropFirst().split(
      omittingEmptySubsequences: false, whereSeparator: isSlash)
    var kept: [String] = []
    for (index, segment) in segments.enumerated() {
      let text = escaped(segment, "\"#<>?`{}^")
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

  /// Controls, blanks, bytes outside ASCII and the marks become `%XX`.
  private static func escaped(
    _ bytes: some Sequence<UInt8>, _ marks: String, keeping kept: String = ""
  ) -> String {
    let marks = Set(marks.utf8).subtracting(kept.utf8)
    var result: [UInt8] = []
    for byte in bytes {
      if byte > 0x20, byte < 0x7F, !marks.contains(byte) || byte == UInt8(ascii: "%") {
        result.append(byte)
      } else if byte == 0x20, marks.isEmpty {
        result.append(byte)
      } else {
        result += percent(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func formEncoded(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if byte == 0x20 {
        result.append(UInt8(ascii: "+"))
      } else if isLetter(byte) || isDigit(byte) || "*-._".utf8.contains(byte) {
        result.append(byte)
      } else {
        result += percent(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func percent(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
  }

  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
  }
}
