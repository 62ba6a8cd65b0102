// Dates as Dub takes them: ISO 8601, and in most places natural language (Dub dossier, sections 1.3
// and 5.1). Of natural language the stand-in knows a few words.

/// A point in time and how it was written.
enum DubDate {
  case exact(Timestamp)
  case natural(Timestamp)

  init?(_ text: String, at now: Timestamp) {
    if let time = Self.exactTime(text) {
      self = .exact(time)
    } else if let time = Self.naturalTime(text.lowercased(), now) {
      self = .natural(time)
    } else {
      return nil
    }
  }

  /// The time as it is stored and shown.
  var text: String {
    switch self {
    case .exact(let time), .natural(let time): CalendarText(time).iso8601
    }
  }

  /// `today`, `tomorrow`, `next week`, `in 3 days`, `3 days from now` and the like.
  private static func naturalTime(_ text: String, _ now: Timestamp) -> Timestamp? {
    let words = text.split(separator: " ")
    if words == ["now"] || words == ["today"] { return now }
    if words == ["tomorrow"] { return now + .longest }
    if words.count == 2, words[0] == "next" { return time(1, words[1], after: now) }
    if words.count == 3, words[0] == "in" {
      return Int64(words[1]).flatMap { time($0, words[2], after: now) }
    }
    guard words.count == 4, words[2...] == ["from", "now"] else { return nil }
    return Int64(words[0]).flatMap { time($0, words[1], after: now) }
  }

  private static func time(_ count: Int64, _ unit: Substring, after now: Timestamp) -> Timestamp? {
    let name = unit.hasSuffix("s") ? unit.dropLast() : unit
    guard (1...10_000).contains(count), let seconds = units[String(name)] else { return nil }
    return now + .seconds(count * seconds)
  }

  private static let units: [String: Int64] = [
    "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000,
    "year": 31_536_000,
  ]

  /// `2030-01-31`, or with a time behind it, to the minute or finer, with or without a zone.
  private static func exactTime(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7], 1...12),
      let day = number(bytes[8..<10], 1...31)
    else { return nil }
    let midnight = CalendarText.days(year, month, day) * 86_400
    guard bytes.count > 10 else { return Timestamp(seconds: midnight) }
    guard [0x54, 0x74, 0x20].contains(bytes[10]) else { return nil }
    return timeOfDay(bytes[11...]).map { Timestamp(seconds: midnight) + $0 }
  }

  private static func timeOfDay(_ bytes: ArraySlice<UInt8>) -> Microseconds? {
    let clock = bytes.prefix { (0x30...0x3A).contains($0) || $0 == UInt8(ascii: ".") }
    guard let zone = zone(bytes.dropFirst(clock.count)) else { return nil }
    let parts = clock.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let fields = (parts.first ?? []).split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count), fields.allSatisfy({ $0.count == 2 }), parts.count <= 2,
      let hour = number(fields[0], 0...23), let minute = number(fields[1], 0...59),
      let second = fields.count == 3 ? number(fields[2], 0...59) : 0
    else { return nil }
    var thousandths: Int64 = 0
    if parts.count == 2 {
      guard fields.count == 3, let part = number(parts[1].prefix(3)) else { return nil }
      thousandths = part * [100, 10, 1][min(parts[1].count, 3) - 1]
    }
    let seconds = hour * 3600 + minute * 60 + second - zone
    return .milliseconds(seconds * 1000 + thousandths)
  }

  /// Seconds east of Greenwich; none where nothing is said.
  private static func zone(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.isEmpty || bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("z".utf8) { return 0 }
    let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 4, let hours = number(digits[..<2], 0...23),
      let minutes = number(digits[2...], 0...59)
    else { return nil }
    switch bytes.first {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }

  private static func number(
    _ digits: ArraySlice<UInt8>, _ range: ClosedRange<Int64> = 0...9999
  ) -> Int64? {
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int64(String(decoding: digits, as: UTF8.self)), range.contains(value)
    else { return nil }
    return value
  }
}
