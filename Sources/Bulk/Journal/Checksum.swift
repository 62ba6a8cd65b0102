// The CRC-32 of zip, gzip and PNG (ISO 3309), which every language has at hand.

enum Checksum {
  /// What a byte does to the checksum, with no to seven zero bytes behind it: so eight bytes are taken in
  /// at a time.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = []
    for byte in UInt32(0)..<256 {
      var value = byte
      for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320 }
      tables.append(value)
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()

  static func crc32(_ bytes: Span<UInt8>) -> UInt32 {
    let tables = tables.span
    var value: UInt32 = .max
    var index = 0
    while index + 8 <= bytes.count {
      var next: UInt32 = 0
      for place in 0..<8 {
        let past = place < 4 ? UInt8(truncatingIfNeeded: value >> UInt32(8 * place)) : 0
        let byte = bytes[index + place] ^ past
        next ^= tables[(7 - place) * 256 + Int(byte)]
      }
      value = next
      index += 8
    }
    while index < bytes.count {
      value = value >> 8 ^ tables[Int((value ^ UInt32(bytes[index])) & 0xFF)]
      index += 1
    }
    return ~value
  }
}
