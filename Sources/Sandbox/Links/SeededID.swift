// The IDs of seeded links, each a fixed function of the link's index, so that a file of IDs can be made
// without asking the sandbox. Indexes start at 1; an index beyond the seeded ones is an unknown ID.

/// IDs in the form that each provider gives them.
package enum SeededID {
  /// The index's ID as text.
  package static func text(_ index: Int, of provider: SandboxProvider) -> String {
    switch provider {
    case .dub: dub(index)
    case .shortpen: String(shortPen(index))
    case .hoko: hoko(index).text
    default: ruled(index, of: provider)
    }
  }

  /// `link_` and 26 characters of base 32: 10 that grow with the index (a time, in Dub's own IDs), then
  /// 16 that look random.
  package static func dub(_ index: Int) -> String {
    dub(time: index, serial: UInt64(truncatingIfNeeded: index))
  }

  /// The same with a time that many IDs share; the serial makes them differ.
  static func dub(time: Int, serial: UInt64) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(31)
    appendDub(time: time, serial: serial, to: &characters)
    return String(decoding: characters, as: UTF8.self)
  }

  static func appendDub(time: Int, serial: UInt64, to characters: inout [UInt8]) {
    characters.append(contentsOf: dubPrefix.utf8)
    append(firstTime &+ UInt64(truncatingIfNeeded: time), digits: 10, to: &characters)
    let bits = Scatter.mix(serial)
    append(bits, digits: 8, to: &characters)
    append(Scatter.mix(bits), digits: 8, to: &characters)
  }

  private static let dubPrefix = "link_"

  /// The index that an ID is of, where it is one of the first `count`.
  static func index(ofDub id: String, upTo count: Int) -> Int? {
    let digits = id.utf8.dropFirst(dubPrefix.utf8.count)
    guard id.utf8.count == 31, id.hasPrefix(dubPrefix) else { return nil }
    var time: UInt64 = 0
    for digit in digits.prefix(10) {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      time = time << 5 | UInt64(value)
    }
    guard time > firstTime, time - firstTime <= UInt64(max(0, count)) else { return nil }
    let index = Int(time - firstTime)
    return dub(index).utf8.elementsEqual(id.utf8) ? index : nil
  }

  /// 500 more than the index, so that the first is the 501 of ShortPen's pages.
  package static func shortPen(_ index: Int) -> Int64 { Int64(index) &+ 500 }

  /// A UUID whose version and variant are those of random ones.
  package static func hoko(_ index: Int) -> HokoID {
    let high = Scatter.mix(UInt64(truncatingIfNeeded: index))
    let low = Scatter.mix(high)
    return HokoID(
      high: high & ~0xF000 | 0x4000, low: low & ~(0b11 << 62) | 0b10 << 62)
  }

  /// The index that an ID is of, where it is one of the first `count`.
  static func index(of id: HokoID, upTo count: Int) -> Int? {
    number(of: id) { $0 >= 1 && $0 <= count }
  }

  /// The number that `hoko` makes an ID of, where it is one of those wanted.
  static func number(of id: HokoID, where isWanted: (Int) -> Bool) -> Int? {
    // The version took four bits of the number's; each value that they may have had is tried.
    for lost in 0..<UInt64(16) {
      let number = Int(truncatingIfNeeded: Scatter.unmix(id.high & ~0xF000 | lost << 12))
      if isWanted(number), hoko(number) == id { return number }
    }
    return nil
  }

  /// Milliseconds at the start of 2024, when the seeded links begin to have been made.
  static let firstTime: UInt64 = 1_704_067_200_000

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  private static func append(_ value: UInt64, digits: Int, to characters: inout [UInt8]) {
    for place in (0..<digits).reversed() {
      characters.append(alphabet[Int(value >> (5 * UInt64(place)) & 31)])
    }
  }
}

/// A UUID as its 128 bits.
package struct HokoID: Sendable, Hashable {
  fileprivate let high: UInt64
  fileprivate let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A UUID as 8-4-4-4-12 hexadecimal digits of either case, without braces.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return nil }
    var halves: [UInt64] = [0, 0]
    var digits = 0
    for (place, byte) in bytes.enumerated() {
      if Self.hyphens.contains(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let value = Hexadecimal.value(byte) else { return nil }
        halves[digits / 16] = halves[digits / 16] << 4 | UInt64(value)
        digits += 1
      }
    }
    self.init(high: halves[0], low: halves[1])
  }

  /// The UUID with lower-case digits.
  package var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func append(to bytes: inout [UInt8]) {
    Self.append(high, hyphensBefore: 0x1100, to: &bytes)
    Self.append(low, hyphensBefore: 0x0011, to: &bytes)
  }

  /// Sixteen digits; a set bit stands for a hyphen before the digit of its number.
  private static func append(_ half: UInt64, hyphensBefore hyphens: UInt16, to bytes: inout [UInt8])
  {
    for place in UInt16(0)..<16 {
      if hyphens >> place & 1 == 1 { bytes.append(UInt8(ascii: "-")) }
      let value = UInt8(half >> UInt64(60 - place * 4) & 0xF)
      bytes.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
    }
  }

  private static let hyphens: Set<Int> = [8, 13, 18, 23]
}
