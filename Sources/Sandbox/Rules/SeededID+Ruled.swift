// IDs of seeded links at the ruled providers, each in the form that the provider gives its own.

extension SeededID {
  static let digits = "0123456789"
  static let lowerCase = "abcdefghijklmnopqrstuvwxyz"
  static let letters = lowerCase + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  /// The index's ID as text, at a provider that is kept by rules.
  static func ruled(_ index: Int, of provider: SandboxProvider) -> String {
    let number = UInt64(truncatingIfNeeded: index)
    return switch provider {
    case .yourls: "k" + String(number, radix: 36)
    case .shortio: "lnk_5bX_" + text(of: Scatter.mix(number), 11, Array((digits + letters).utf8))
    case .shlink: scattered(number, 5, Array((digits + letters).utf8))
    case .kutt: uuid(index)
    case .rebrandly: hexadecimal(Scatter.mix(number)) + hexadecimal(Scatter.mix(~number))
    default: "\(BitlyOptions.firstDomain)/" + scattered(number, 7, Array((digits + letters).utf8))
    }
  }

  /// So many digits of an alphabet that look random and differ for different numbers, as long as the numbers
  /// are fewer than the texts.
  static func scattered(_ number: UInt64, _ count: Int, _ alphabet: [UInt8]) -> String {
    var size: UInt64 = 1
    for _ in 0..<count {
      size = size.multipliedReportingOverflow(by: UInt64(alphabet.count)).partialValue
    }
    // Multiplied with a prime that no alphabet's size is a multiple of, each number comes to another one.
    let (high, low) = (number % size).multipliedFullWidth(by: 2_654_435_761)
    return text(of: size.dividingFullWidth((high, low)).remainder, count, alphabet)
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
