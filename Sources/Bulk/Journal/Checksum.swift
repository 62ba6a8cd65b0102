// The CRC-32 of zip, gzip and PNG (ISO 3309), which every language has at hand.

enum Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320
    }
  }

  static func crc32(_ bytes: Span<UInt8>) -> UInt32 {
    let table = table
    var value: UInt32 = .max
    for index in bytes.indices {
      value = value >> 8 ^ table[Int((value ^ UInt32(bytes[index])) & 0xFF)]
    }
    return ~value
  }
}
