// Percent-encoding of one component of a request target (RFC 3986, section 2).

package enum PercentEncoding {
  /// Text as a query value or path segment: every byte but the unreserved ones becomes `%XX`.
  package static func encode(_ text: String) -> String {
    if encodedCount(of: text) == text.utf8.count { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds a text in that form.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    if encodedCount(of: text) == text.utf8.count { return bytes.append(contentsOf: text.utf8) }
    let plain = text.utf8.span
    for index in plain.indices {
      if isUnreserved(plain[index]) {
        bytes.append(plain[index])
      } else {
        append(plain[index], to: &bytes)
      }
    }
  }

  /// Adds a byte as `%XX`.
  static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 0xF)]
  }

  /// How many bytes `encode` makes of a text, without making them.
  package static func encodedCount(of text: String) -> Int {
    let bytes = text.utf8.span
    var count = bytes.count
    for index in bytes.indices where !isUnreserved(bytes[index]) { count += 2 }
    return count
  }

  /// The text that was encoded.
  ///
  /// It is `nil` when a `%` is not followed by two hexadecimal digits or the bytes are not UTF-8. A `+`
  /// stays a `+`.
  package static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(HexDigit.value),
        let low = rest.next().flatMap(HexDigit.value)
      else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 0x40 ? marksAndDigits : letters) >> UInt64(byte & 0x3F) & 1 == 1
  }

  /// A bit for each of `-`, `.` and the digits, by their places from 0.
  private static var marksAndDigits: UInt64 { 0x03FF_6000_0000_0000 }
  /// The same of the letters, `_` and `~`, by their places from 0x40.
  private static var letters: UInt64 { 0x47FF_FFFE_87FF_FFFE }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
