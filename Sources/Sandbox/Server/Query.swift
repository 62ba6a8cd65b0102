// A query string taken apart as browsers and Node do (WHATWG URL, `URLSearchParams`): never an error.

/// The parameters of a request target's query.
package struct Query: Sendable {
  /// Names and values, decoded, in their order.
  let pairs: [(name: String, value: String)]

  package init(_ text: some StringProtocol) {
    pairs = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      return (Self.decode(name), Self.decode(pair.dropFirst(name.count + 1)))
    }
  }

  /// The value of a parameter; the last one where it is repeated.
  package subscript(name: String) -> String? {
    pairs.last { $0.name == name }?.value
  }

  /// Whether a parameter is there at all.
  package func has(_ name: String) -> Bool {
    pairs.contains { $0.name == name }
  }

  /// `+` is a blank, `%XX` a byte, a `%` without two digits stays, bytes that are not UTF-8 are replaced.
  static func decode(_ text: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), let decoded = hexadecimalPair(rest) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimalPair(_ bytes: some Collection<UInt8>) -> UInt8? {
    let digits = bytes.prefix(2).compactMap(Hexadecimal.value)
    return digits.count == 2 ? digits[0] << 4 | digits[1] : nil
  }
}

/// Hexadecimal digits as bytes of ASCII.
enum Hexadecimal {
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
