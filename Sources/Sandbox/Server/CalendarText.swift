// Times as text: the HTTP form (RFC 9110, section 5.6.7) and ISO 8601 with milliseconds.

/// A time in the Gregorian calendar, UTC.
struct CalendarText {
  private let year: Int64
  private let month: Int64
  private let day: Int64
  private let weekday: Int64
  private let secondOfDay: Int64
  private let millisecond: Int64

  init(_ time: Timestamp) {
    let milliseconds = max(0, time.milliseconds)
    millisecond = milliseconds % 1000
    let days = milliseconds / 86_400_000
    secondOfDay = milliseconds / 1000 % 86_400
    weekday = (days + 4) % 7
    // Years are counted from March, so that the leap day is a year's last; 146,097 days are 400 years.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The days from 1970-01-01 to a date, which may be one that its month does not have.
  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// As in `Sun, 06 Nov 1994 08:49:37 GMT`.
  var http: String {
    let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let date = "\(Self.padded(day, 2)) \(months[Int(month - 1)]) \(Self.padded(year, 4))"
    return "\(weekdays[Int(weekday)]), \(date) \(clock) GMT"
  }

  /// As in `2024-01-02T00:00:00.000Z`.
  var iso8601: String {
    var bytes: [UInt8] = []
    appendISO8601(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func appendISO8601(to bytes: inout [UInt8]) {
    Self.append(year / 100, to: &bytes)
    Self.append(year % 100, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Self.append(month, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Self.append(day, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    appendClock(to: &bytes)
    bytes.append(UInt8(ascii: "."))
    bytes.append(Self.digit(millisecond / 100))
    Self.append(millisecond % 100, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  private func appendClock(to bytes: inout [UInt8]) {
    Self.append(secondOfDay / 3600, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.append(secondOfDay / 60 % 60, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.append(secondOfDay % 60, to: &bytes)
  }

  private var clock: String {
    var bytes: [UInt8] = []
    appendClock(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The last two digits of a number.
  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    bytes.append(digit(number / 10))
    bytes.append(digit(number))
  }

  private static func digit(_ number: Int64) -> UInt8 {
    UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
