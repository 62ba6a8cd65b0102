// Numbers of seconds as people type them: "90", "0.5". No exponent, no sign, no infinity.

/// Reads and writes a duration as a decimal number of seconds.
enum Seconds {
  private static let nanosecondDigits = 9

  /// The duration that a decimal number of seconds means, or `nil` where it is not one.
  ///
  /// At most 12 digits before the point and 9 after it.
  static func parse(_ text: String) -> Duration? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let seconds = digits(whole, atMost: 12) else { return nil }
    guard parts.count > 1, let fraction = parts.last else { return .seconds(seconds) }
    guard var nanoseconds = digits(fraction, atMost: nanosecondDigits) else { return nil }
    for _ in fraction.count..<nanosecondDigits { nanoseconds *= 10 }
    return .seconds(seconds) + .nanoseconds(nanoseconds)
  }

  /// The shortest decimal number for a duration, to the nanosecond.
  static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = abs(attoseconds / 1_000_000_000)
    guard nanoseconds > 0 else { return String(seconds) }
    var fraction = String(nanoseconds)
    fraction = String(repeating: "0", count: max(0, nanosecondDigits - fraction.count)) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(seconds).\(fraction)"
  }

  private static func digits(_ text: Substring, atMost limit: Int) -> Int64? {
    guard (1...limit).contains(text.utf8.count) else { return nil }
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
