// What rows are known by: 16 bytes of their content. Part of the journal's format, so the same bytes have
// the same fingerprint for ever.

/// 128 bits of some content.
///
/// Among ten million, two different contents have one fingerprint with a chance of one in 10^24. It is no
/// secret keeper: who guesses the content can tell that the guess is right.
package struct Fingerprint: Sendable, Hashable {
  package let bits: UInt128

  package init(bits: UInt128) { self.bits = bits }

  /// Half of its bits.
  package var half: UInt64 { UInt64(truncatingIfNeeded: bits) }

  /// 32 hexadecimal digits.
  package var text: String { FingerprintText.text(of: self) }

  /// The fingerprint of one content.
  package init(of content: some Sequence<UInt8>) {
    var hash = FingerprintHash()
    hash.add(content)
    self = hash.fingerprint
  }

  /// The fingerprint of two parts, and of where the first ends.
  package init(of first: some Sequence<UInt8>, _ second: some Sequence<UInt8>) {
    var hash = FingerprintHash()
    hash.add(first)
    hash.add(second)
    self = hash.fingerprint
  }
}

/// Two hashes of 64 bits side by side, of the same words and with different constants.
///
/// A part is its bytes in words of eight, the first byte lowest, the last word filled with zeros, and then
/// its length as a word.
package struct FingerprintHash: Sendable {
  private var first: UInt64 = 0x2545_F491_4F6C_DD1D
  private var second: UInt64 = 0x9E37_79B9_7F4A_7C15

  package init() {}

  package mutating func add(_ part: some Sequence<UInt8>) {
    var word: UInt64 = 0
    var length: UInt64 = 0
    for byte in part {
      word |= UInt64(byte) << (8 * (length & 7))
      length &+= 1
      if length & 7 == 0 {
        mix(word)
        word = 0
      }
    }
    if length & 7 != 0 { mix(word) }
    mix(length)
  }

  package var fingerprint: Fingerprint {
    Fingerprint(bits: UInt128(Self.spread(first)) << 64 | UInt128(Self.spread(second)))
  }

  /// Each step can be undone, so words that differ leave hashes that differ.
  private mutating func mix(_ word: UInt64) {
    first = (first ^ word) &* 0xD6E8_FEB8_6659_FD93
    first ^= first >> 32
    second = (second ^ word) &* 0xA076_1D64_78BD_642F
    second ^= second >> 29
  }

  /// Every bit of the hash reaches every bit of the result.
  private static func spread(_ hash: UInt64) -> UInt64 {
    var hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
