// A moment as rate headers write it: seconds from now, seconds or milliseconds since the epoch, or a date.
// The form is told by magnitude, and only a moment in the next 24 hours is believed.

import HTTP

/// When something will be, in the words of a server.
enum RateMoment: Sendable, Equatable {
  /// Seconds from when the response was written.
  case later(Double)

  /// Seconds since the epoch, on the server's clock.
  case epoch(Double)

  /// No limit that a run can wait for is farther off than this.
  static let believable = Duration.seconds(86_400)

  /// Dub writes epoch milliseconds where it documents seconds (its `lib/auth/rate-limit-request.ts`);
  /// other servers write epoch seconds.
  init?(_ number: Double) {
    guard number.isFinite, number > 0 else { return nil }
    if number > 1e11 {
      self = .epoch(number / 1000)
    } else if number >= 1e9 {
      self = .epoch(number)
    } else {
      self = .later(number)
    }
  }

  /// Plain digits, with a fraction or without, or an HTTP date.
  init?(text: String) {
    let text = String(
      text.drop(while: Self.isBlank).reversed().drop(while: Self.isBlank).reversed())
    // `Double` alone would take "nan", "inf", "0x10", "1e9" and signs.
    let isNumber =
      text.utf8.count <= 24
      && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    if isNumber, let number = Double(text) {
      self.init(number)
    } else if let seconds = HTTPDate.parse(text) {
      self = .epoch(Double(seconds))
    } else {
      return nil
    }
  }

  /// How long until then, by a clock that shows `epochNow`; `nil` unless it is later and believable.
  func wait(epochNow: Double) -> Duration? {
    let seconds =
      switch self {
      case .later(let seconds): seconds
      case .epoch(let moment): moment - epochNow
      }
    guard seconds.isFinite, seconds > 0, seconds <= Self.believable / .seconds(1) else {
      return nil
    }
    return .seconds(seconds)
  }

  private static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t"
  }
}
