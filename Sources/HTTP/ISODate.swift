// Dates as JSON carries them (RFC 3339), such as `2027-01-31T12:00:00.000Z`. Hostile text is `nil`.

package enum ISODate {
  /// Seconds since the epoch, fractions cut off; `nil` for any other form.
  ///
  /// Only universal time is taken, which ends with `Z`.
  package static func parse(_ text: some StringProtocol) -> Int64? {
    guard (20...40).contains(text.utf8.count), text.last == "Z" else { return nil }
    let parts = text.dropLast().split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = numbers(parts[0], "-", [4, 2, 2]) else { return nil }
    let clock = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard clock.count <= 2, clock.dropFirst().allSatisfy({ isDigits($0) }),
      let time = numbers(clock[0], ":", [2, 2, 2]), (1...12).contains(date[1]),
      (1...HTTPDate.daysIn(month: date[1], of: date[0])).contains(date[2]), time[0] < 24,
      time[1] < 60, time[2] <= 60
    else { return nil }
    let days = HTTPDate.daysSinceEpoch(year: date[0], month: date[1], day: date[2])
    return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
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
