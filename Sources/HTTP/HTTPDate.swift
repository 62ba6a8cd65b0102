// The dates of HTTP (RFC 9110, section 5.6.7), read in all three forms and written in the one.
// Text from a server is hostile: what is not a date is `nil`, and no arithmetic here can overflow.

package enum HTTPDate {
  /// Seconds since the epoch of a date in IMF-fixdate, RFC 850 or asctime form.
  ///
  /// The name of the day is not checked against the date. Two-digit years run from 1970 to 2069.
  package static func parse(_ text: String) -> Int64? {
    guard text.utf8.count <= 64 else { return nil }
    let words = text.utf8
      .split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\t") }
      .map { Array($0) }
    switch words.count {
    case 6:  // Sun, 06 Nov 1994 08:49:37 GMT
      guard isDayName(words[0]), isGMT(words[5]), words[3].count == 4 else { return nil }
      return moment(day: words[1], month: words[2], year: words[3], time: words[4])
    case 5:  // Sun Nov  6 08:49:37 1994
      guard isDayName(words[0]), words[4].count == 4 else { return nil }
      return moment(day: words[2], month: words[1], year: words[4], time: words[3])
    case 4:  // Sunday, 06-Nov-94 08:49:37 GMT
      let date = words[1].split(separator: UInt8(ascii: "-")).map { Array($0) }
      guard isDayName(words[0]), isGMT(words[3]), date.count == 3, date[2].count == 2 else {
        return nil
      }
      return moment(day: date[0], month: date[1], year: date[2], time: words[2])
    default: return nil
    }
  }

  /// A moment as IMF-fixdate, the form that every sender writes.
  ///
  /// Moments outside the years 1 to 9999 are moved to the nearest end.
  package static func format(_ secondsSinceEpoch: Int64) -> String {
    let moment = min(max(secondsSinceEpoch, -62_135_596_800), 253_402_300_799)
    // Shifted to be positive, so that division rounds one way: 719,162 days lie before the epoch.
    let days = (moment + 62_135_596_800) / 86_400
    let second = (moment + 62_135_596_800) % 86_400
    let (year, month, day) = civil(daysSinceEpoch: days - 719_162)
    let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return "\(dayNames[Int((days + 1) % 7)]), \(padded(day, 2)) \(monthNames[Int(month - 1)])"
      + " \(padded(year, 4)) \(time.joined(separator: ":")) GMT"
  }

  private static let dayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func moment(day: [UInt8], month: [UInt8], year: [UInt8], time: [UInt8]) -> Int64? {
    let clock = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard clock.count == 3, clock.allSatisfy({ $0.count == 2 }),
      let hour = number(clock[0]), let minute = number(clock[1]), let second = number(clock[2]),
      hour < 24, minute < 60, second <= 60,
      let day = number(day[...]), let month = monthNumber(month), let year = yearNumber(year)
    else { return nil }
    guard (1...daysIn(month: month, of: year)).contains(day) else { return nil }
    let days = daysSinceEpoch(year: year, month: month, day: day)
    return days * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static func isDayName(_ word: [UInt8]) -> Bool {
    guard word.count == 3 || word.count >= 6 else { return false }
    let start = String(decoding: word.prefix(3), as: UTF8.self).lowercased()
    return dayNames.contains { $0.lowercased() == start }
  }

  private static func isGMT(_ word: [UInt8]) -> Bool {
    ["gmt", "utc"].contains(String(decoding: word, as: UTF8.self).lowercased())
  }

  /// One to four digits as a number, nothing else.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard (1...4).contains(digits.count) else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }

  private static func yearNumber(_ digits: [UInt8]) -> Int64? {
    guard let year = number(digits[...]) else { return nil }
    return digits.count > 2 ? year : year + (year < 70 ? 2000 : 1900)
  }

  private static func monthNumber(_ word: [UInt8]) -> Int64? {
    let name = String(decoding: word, as: UTF8.self).lowercased()
    return monthNames.firstIndex { $0.lowercased() == name }.map { Int64($0) + 1 }
  }

  static func daysIn(month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01, by years that begin in March, so that a leap day is the last of its year.
  static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func civil(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = daysSinceEpoch + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
