// IPv4 addresses as the hosts of URLs have them (WHATWG URL, section 3.5): one to four numbers, decimal, octal or
// hexadecimal, of which the last fills what is left. All of them come out in the one usual form.

/// The four bytes of an address as one number.
struct IPv4Address: Equatable {
  let number: UInt32

  /// Whether a host ends in a number, so that it is an address or nothing.
  static func isMeant(by host: String) -> Bool {
    var labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.last?.isEmpty == true, labels.count > 1 { labels.removeLast() }
    guard let last = labels.last, let first = last.first, isDigit(first) else { return false }
    return last.allSatisfy(isDigit) || number(last) != nil
  }

  init?(_ host: String) {
    var labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.last?.isEmpty == true, labels.count > 1 { labels.removeLast() }
    let numbers = labels.compactMap { Self.number($0) }
    guard labels.count <= 4, numbers.count == labels.count, let last = numbers.last,
      numbers.dropLast().allSatisfy({ $0 <= 255 }), last >> (8 * UInt64(5 - numbers.count)) == 0
    else { return nil }
    var sum = last
    for (place, number) in numbers.dropLast().enumerated() {
      sum |= number << UInt64(24 - 8 * place)
    }
    number = UInt32(truncatingIfNeeded: sum)
  }

  /// The usual form: `127.0.0.1`.
  var text: String {
    [24, 16, 8, 0].map { String(number >> $0 & 255) }.joined(separator: ".")
  }

  /// A number as C writes it: `0x7f`, `0177`, `127`; one that is far too large stays so.
  private static func number(_ label: Substring.UTF8View) -> UInt64? {
    var digits = label
    var radix: UInt64 = 10
    if digits.first == UInt8(ascii: "0"), digits.count > 1 {
      digits.removeFirst()
      radix = 8
      if digits.first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
        digits.removeFirst()
        radix = 16
      }
    } else if digits.isEmpty {
      return nil
    }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = HexDigit.value(byte), UInt64(digit) < radix else { return nil }
      value = min(value * radix + UInt64(digit), 1 << 40)
    }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
