// Fingerprints as text: 32 hexadecimal digits each, 16 for a half, one after another without anything between.

enum FingerprintText {
  private static let length = 32

  static func write(_ fingerprints: some Sequence<Fingerprint>, to bytes: inout [UInt8]) {
    for fingerprint in fingerprints {
      write(UInt64(truncatingIfNeeded: fingerprint.bits >> 64), to: &bytes)
      write(UInt64(truncatingIfNeeded: fingerprint.bits), to: &bytes)
    }
  }

  static func write(_ half: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(shift) & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
    }
  }

  /// The fingerprint as it stands in the journal.
  static func text(of fingerprint: Fingerprint) -> String {
    var bytes: [UInt8] = []
    write([fingerprint], to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// All halves of fingerprints of a text, `nil` when it is anything else.
  static func halves(in text: String) -> [UInt64]? {
    guard text.utf8.count.isMultiple(of: length / 2) else { return nil }
    var result: [UInt64] = []
    result.reserveCapacity(text.utf8.count / (length / 2))
    var bits: UInt64 = 0
    for (index, byte) in text.utf8.enumerated() {
      guard let digit = digit(byte) else { return nil }
      bits = bits << 4 | UInt64(digit)
      if (index + 1).isMultiple(of: length / 2) { result.append(bits) }
    }
    return result
  }

  /// All fingerprints of a text, `nil` when it is anything else.
  static func fingerprints(in text: String) -> [Fingerprint]? {
    guard text.utf8.count.isMultiple(of: length) else { return nil }
    var result: [Fingerprint] = []
    result.reserveCapacity(text.utf8.count / length)
    var bits: UInt128 = 0
    var count = 0
    for byte in text.utf8 {
      guard let digit = digit(byte) else { return nil }
      bits = bits << 4 | UInt128(digit)
      count += 1
      if count == length {
        result.append(Fingerprint(bits: bits))
        (bits, count) = (0, 0)
      }
    }
    return result
  }

  /// What a hexadecimal digit stands for; only small letters are.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
