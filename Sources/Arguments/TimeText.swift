// Lengths of time as people type them: "90", "0.5", "10s", "5m", "2h". A number alone is seconds; no
// exponent, no sign, no infinity.

/// Reads and writes a length of time.
enum TimeText {
  private static let nanosecondDigits = 9

  /// The units, the longest first; `min` is how results write it.
  private static let units: [(name: String, length: Duration)] = [
    ("d", .seconds(86_400)), ("h", .seconds(3_600)), ("m", .seconds(60)), ("min", .seconds(60)),
    ("s", .seconds(1)), ("ms", .milliseconds(1)),
  ]

  /// The time that a decimal number and a unit mean, or `nil` where they mean none.
  ///
  /// At most 12 digits before the point and 9 after it, of which those below a nanosecond are dropped.
  static func parse(_ text: String) -> Duration? {
    let number = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    guard let seconds = seconds(number) else { return nil }
    if unit.isEmpty { return number.count == text.count ? seconds : nil }
    guard let length = units.first(where: { $0.name == unit })?.length else { return nil }
    return length < .seconds(1)
      ? seconds / 1_000 : seconds * Int(length.components.seconds)
  }

  /// The number of seconds that a decimal number says.
  private static func seconds(_ text: Substring) -> Duration? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let seconds = digits(whole, atMost: 12) else { return nil }
    guard parts.count > 1, let fraction = parts.last else { return .seconds(seconds) }
    guard var nanoseconds = digits(fraction, atMost: nanosecondDigits) else { return nil }
    for _ in fraction.count..<nanosecondDigits { nanoseconds *= 10 }
    return .seconds(seconds) + .nanoseconds(nanoseconds)
  }

  /// The time in the longest unit of which it is a whole number: `1ms`, `90s`, `1d`.
  static func text(_ time: Duration) -> String {
    let milliseconds = Int(min(time / .milliseconds(1), 1e15))
    guard milliseconds > 0 else { return "0" }
    for (name, length) in units {
      let (count, rest) = milliseconds.quotientAndRemainder(
        dividingBy: Int(length / .milliseconds(1)))
      if rest == 0 { return "\(count)\(name)" }
    }
    return "\(milliseconds)ms"
  }

  private static func digits(_ text: Substring, atMost limit: Int) -> Int64? {
    guard (1...limit).contains(text.utf8.count) else { return nil }
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int64(text)
  }
}
