// IDs of seeded links at the ruled providers, each in the form that the provider gives its own, and back.

extension SeededID {
  static let digits = "0123456789"
  static let lowerCase = "abcdefghijklmnopqrstuvwxyz"
  static let letters = lowerCase + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  /// The index's ID as text, at a provider that is kept by rules.
  static func ruled(_ index: Int, of provider: SandboxProvider) -> String {
    let number = UInt64(truncatingIfNeeded: index)
    return switch provider {
    case .yourls: "k" + String(number, radix: 36)
    case .shortio: shortIOPrefix + text(of: Scatter.mix(number), 11, lettersAndDigits)
    case .shlink: scattered(number, 5, lettersAndDigits)
    case .kutt: uuid(index)
    case .rebrandly: hexadecimal(Scatter.mix(number)) + hexadecimal(Scatter.mix(~number))
    default: bitlyPrefix + scattered(number, 7, lettersAndDigits)
    }
  }

  /// The index that an ID is of, where it is one of the first `count`.
  static func index(
    ofRuled id: String, at provider: SandboxProvider, upTo count: Int
  ) -> Int? {
    guard let number = number(ofRuled: id, at: provider), number >= 1,
      number <= UInt64(max(0, count))
    else { return nil }
    let index = Int(number)
    return ruled(index, of: provider).utf8.elementsEqual(id.utf8) ? index : nil
  }

  /// The number that an ID is of, if it is of any.
  private static func number(ofRuled id: String, at provider: SandboxProvider) -> UInt64? {
    switch provider {
    case .yourls: id.hasPrefix("k") ? UInt64(id.dropFirst(), radix: 36) : nil
    case .shortio:
      id.hasPrefix(shortIOPrefix)
        ? value(of: id.dropFirst(shortIOPrefix.count), 11, lettersAndDigits).map(Scatter.unmix)
        : nil
    case .shlink: unscattered(id[...], 5, lettersAndDigits, inverse: inverses.of5)
    case .kutt:
      HokoID(id).flatMap { number(of: $0) { ~$0 >= 1 } }.map { UInt64(truncatingIfNeeded: ~$0) }
    case .rebrandly:
      id.utf8.count == 32 ? UInt64(id.prefix(16), radix: 16).map(Scatter.unmix) : nil
    default:
      id.hasPrefix(bitlyPrefix)
        ? unscattered(
          id.dropFirst(bitlyPrefix.count), 7, lettersAndDigits, inverse: inverses.of7) : nil
    }
  }

  private static let lettersAndDigits = Array((digits + letters).utf8)
  private static let shortIOPrefix = "lnk_5bX_"
  private static let bitlyPrefix = BitlyOptions.firstDomain + "/"

  /// So many digits of an alphabet that look random and differ for different numbers, as long as the numbers
  /// are fewer than the texts.
  static func scattered(_ number: UInt64, _ count: Int, _ alphabet: [UInt8]) -> String {
    let size = size(count, alphabet)
    return text(of: product(number % size, factor, modulo: size), count, alphabet)
  }

  /// The number that a text was made of.
  private static func unscattered(
    _ text: Substring, _ count: Int, _ alphabet: [UInt8], inverse: UInt64
  ) -> UInt64? {
    value(of: text, count, alphabet).map { product($0, inverse, modulo: size(count, alphabet)) }
  }

  /// Multiplied with a prime that no alphabet's size is a multiple of, each number comes to another one.
  private static let factor: UInt64 = 2_654_435_761

  /// What undoes it, for texts of five and of seven letters and digits.
  private static let inverses = (
    of5: inverse(of: factor, modulo: size(5, lettersAndDigits)),
    of7: inverse(of: factor, modulo: size(7, lettersAndDigits))
  )

  private static func inverse(of number: UInt64, modulo: UInt64) -> UInt64 {
    UInt64(Shuffle.inverse(of: Int(number), modulo: Int(modulo)))
  }

  private static func product(_ left: UInt64, _ right: UInt64, modulo size: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    return size.dividingFullWidth((high, low)).remainder
  }

  /// How many texts of so many digits there are.
  private static func size(_ count: Int, _ alphabet: [UInt8]) -> UInt64 {
    (0..<count).reduce(1) { size, _ in
      size.multipliedReportingOverflow(by: UInt64(alphabet.count)).partialValue
    }
  }

  /// A number in the digits of an alphabet, the last one first.
  private static func text(of number: UInt64, _ count: Int, _ alphabet: [UInt8]) -> String {
    let base = UInt64(alphabet.count)
    var rest = number
    var bytes: [UInt8] = []
    for _ in 0..<count {
      bytes.append(alphabet[Int(rest % base)])
      rest /= base
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number that such a text is of; `nil` where it is none, or of none.
  private static func value(of text: Substring, _ count: Int, _ alphabet: [UInt8]) -> UInt64? {
    guard text.utf8.count == count else { return nil }
    var value: UInt64 = 0
    for byte in text.utf8.reversed() {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      let (shifted, overflow) = value.multipliedReportingOverflow(by: UInt64(alphabet.count))
      let (sum, carry) = shifted.addingReportingOverflow(UInt64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    return value
  }

  /// A UUID of another series than Hoko's.
  private static func uuid(_ index: Int) -> String { hoko(~index).text }

  private static func hexadecimal(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

extension SandboxProvider {
  /// Whether a text could be the ID of a link at a provider that is kept by rules.
  func couldGive(_ id: String) -> Bool {
    let isPlain = !id.isEmpty && id.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    return switch self {
    case .shortio: isPlain && id.wholeMatch(of: /lnk_[0-9a-zA-Z]+_[0-9a-zA-Z]+/) != nil
    case .kutt: HokoID(id) != nil
    case .bitly: isPlain && id.split(separator: "/").count == 2
    default: isPlain
    }
  }
}
