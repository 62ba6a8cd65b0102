// IPv6 addresses as the hosts of URLs have them, without their brackets (WHATWG URL, section 3.5). They come out in
// the short form of RFC 5952: small letters, no leading zeros, the longest run of zeros as two colons.

struct IPv6Address: Equatable {
  /// Eight pieces of 16 bits.
  let pieces: [UInt16]

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    // Two colons may stand once; what is left and right of them is read by itself.
    guard let gap = Self.gap(in: bytes) else {
      guard let pieces = Self.pieces(bytes[...]), pieces.count == 8 else { return nil }
      self.pieces = pieces
      return
    }
    guard let head = Self.pieces(bytes[..<gap], allowsIPv4: false),
      let tail = Self.pieces(bytes[(gap + 2)...]), head.count + tail.count < 8
    else { return nil }
    pieces = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  /// The short form.
  var text: String {
    let run = longestRunOfZeros
    func part(_ pieces: ArraySlice<UInt16>) -> String {
      pieces.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard run.count > 1 else { return part(pieces[...]) }
    return part(pieces[..<run.lowerBound]) + "::" + part(pieces[run.upperBound...])
  }

  private static func gap(in bytes: [UInt8]) -> Int? {
    bytes.indices.first {
      bytes[$0] == UInt8(ascii: ":") && $0 + 1 < bytes.count && bytes[$0 + 1] == UInt8(ascii: ":")
    }
  }

  /// Pieces between single colons; the last two may be written as an IPv4 address.
  private static func pieces(_ bytes: ArraySlice<UInt8>, allowsIPv4: Bool = true) -> [UInt16]? {
    guard !bytes.isEmpty else { return [] }
    var pieces: [UInt16] = []
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if allowsIPv4, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let number = dotted(part) else { return nil }
        pieces += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.count) else { return nil }
      var piece: UInt16 = 0
      for byte in part {
        guard let digit = HexDigit.value(byte) else { return nil }
        piece = piece << 4 | UInt16(digit)
      }
      pieces.append(piece)
    }
    return pieces
  }

  /// Four decimal numbers without leading zeros; other forms of IPv4 are not taken here.
  private static func dotted(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
        part.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = UInt8(String(decoding: part, as: UTF8.self))
      else { return nil }
      number = number << 8 | UInt32(value)
    }
    return number
  }

  /// The first of the longest.
  private var longestRunOfZeros: Range<Int> {
    var longest = 0..<0
    var start = 0
    for (place, piece) in pieces.enumerated() {
      if piece != 0 {
        start = place + 1
      } else if place + 1 - start > longest.count {
        longest = start..<(place + 1)
      }
    }
    return longest
  }
}
