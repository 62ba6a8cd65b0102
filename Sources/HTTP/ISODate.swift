// Dates as JSON carries them (RFC 3339), such as `2027-01-31T12:00:00.000Z`. Hostile text is `nil`.

package enum ISODate {
  /// Seconds since the epoch, fractions cut off; `nil` for any other form.
  ///
  /// Only universal time is taken, which ends with `Z`.
  package static func parse(_ text: some StringProtocol) -> Int64? {
    guard (20...40).contains(text.utf8.count), text.last == "Z" else { return nil }
    let parts = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = day(parts[0]) else { return nil }
    let pieces = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count <= 2, pieces.dropFirst().allSatisfy({ isDigits($0) }),
      pieces[0].utf8.count == 8, let clock = clock(pieces[0])
    else { return nil }
    return date * 86_400 + clock
  }

  /// Milliseconds since the epoch of a date, or of a date and a time to the minute or finer, as JavaScript's
  /// `Date` reads them on a server: without a zone it is universal time.
  package static func milliseconds(_ text: some StringProtocol) -> Int64? {
    guard (10...40).contains(text.utf8.count) else { return nil }
    let parts = String(text).split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "Tt ".contains($0) })
    guard let date = day(parts[0]) else { return nil }
    guard parts.count > 1 else { return date * 86_400_000 }
    let digits = parts[1].prefix { "0123456789:.".contains($0) }
    guard let east = zone(parts[1][digits.endIndex...]) else { return nil }
    let pieces = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count <= 2, let clock = clock(pieces[0]) else { return nil }
    var fraction: Int64 = 0
    if pieces.count == 2 {
      guard isDigits(pieces[1]) else { return nil }
      let three = pieces[1].prefix(3)
      fraction = (Int64(three) ?? 0) * [100, 10, 1][three.utf8.count - 1]
    }
    return (date * 86_400 + clock - east) * 1000 + fraction
  }

  /// Whether it says of what zone its time is.
  package static func hasZone(_ text: some StringProtocol) -> Bool {
    text.last == "Z" || text.dropFirst(11).contains { "+-".contains($0) }
  }

  /// The same of a text that is mostly in the form that nearly all servers write.
  package static func milliseconds(_ text: String) -> Int64? {
    usual(text.utf8.span) ?? milliseconds(text[...])
  }

  /// A moment in the form that nearly all servers write, read without a string for any part of it.
  ///
  /// That is `2027-01-31T12:00:00Z` or `2027-01-31T12:00:00.000Z`; any other, which may be a date all the same, is `nil`.
  private static func usual(_ text: Span<UInt8>) -> Int64? {
    guard text.count == 20 || text.count == 24 && text[19] == UInt8(ascii: "."),
      text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
      text[text.count - 1] == UInt8(ascii: "Z"), let year = number(text, 0, 4),
      let month = number(text, 5, 2), let day = number(text, 8, 2), (1...12).contains(month),
      (1...HTTPDate.daysIn(month: month, of: year)).contains(day),
      let hour = number(text, 11, 2), let minute = number(text, 14, 2),
      let second = number(text, 17, 2), hour < 24, minute < 60, second <= 60,
      let thousandths = text.count == 20 ? 0 : number(text, 20, 3)
    else { return nil }
    let days = HTTPDate.daysSinceEpoch(year: year, month: month, day: day)
    return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + thousandths
  }

  private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int64? {
    var number: Int64 = 0
    for index in start..<start + count {
      guard (0x30...0x39).contains(text[index]) else { return nil }
      number = number * 10 + Int64(text[index] - 0x30)
    }
    return number
  }

  /// A moment in universal time, to the millisecond.
  package static func text(milliseconds: Int64) -> String {
    let seconds = floor(milliseconds, 1000)
    let (days, clock) = (floor(seconds, 86_400), seconds - floor(seconds, 86_400) * 86_400)
    let date = HTTPDate.civil(daysSinceEpoch: days)
    let words: [(Int64, Int, String)] = [
      (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T"), (clock / 3600, 2, ":"),
      (clock / 60 % 60, 2, ":"), (clock % 60, 2, "."), (milliseconds - seconds * 1000, 3, "Z"),
    ]
    return words.map { HTTPDate.padded($0, $1) + $2 }.joined()
  }

  /// The whole number at or below a quotient.
  private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
    number / divisor - (number % divisor < 0 ? 1 : 0)
  }

  private static func day(_ text: some StringProtocol) -> Int64? {
    guard let date = numbers(text, "-", [4, 2, 2]), (1...12).contains(date[1]),
      (1...HTTPDate.daysIn(month: date[1], of: date[0])).contains(date[2])
    else { return nil }
    return HTTPDate.daysSinceEpoch(year: date[0], month: date[1], day: date[2])
  }

  private static func clock(_ text: some StringProtocol) -> Int64? {
    guard let time = numbers(text, ":", [2, 2, 2]) ?? numbers(text, ":", [2, 2]), time[0] < 24,
      time[1] < 60, time.count < 3 || time[2] <= 60
    else { return nil }
    return time[0] * 3600 + time[1] * 60 + (time.count < 3 ? 0 : time[2])
  }

  /// Seconds east of Greenwich: `Z`, `+02:00` or `+0200`; none where nothing is said.
  private static func zone(_ text: Substring) -> Int64? {
    if text.isEmpty || text == "Z" || text == "z" { return 0 }
    guard let sign = text.first, "+-".contains(sign) else { return nil }
    let digits = String(text.dropFirst().filter { $0 != ":" })
    guard digits.utf8.count == 4, isDigits(digits), let number = Int64(digits),
      number % 100 < 60, number / 100 < 24
    else { return nil }
    return (number / 100 * 3600 + number % 100 * 60) * (sign == "-" ? -1 : 1)
  }

  /// Numbers between separators, each of as many digits as are wanted.
  private static func numbers(
    _ text: some StringProtocol, _ separator: Character, _ widths: [Int]
  ) -> [Int64]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == widths, parts.allSatisfy({ isDigits($0) }) else { return nil }
    return parts.compactMap { Int64($0) }
  }

  private static func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
