// The figures of a run in words, long and short.

import Records

/// What there is to tell of a run at one moment.
struct ProgressFigures: Sendable, Equatable {
  /// What is waited for, and how long, as far as that is known.
  struct Wait: Sendable, Equatable {
    var what: String
    var left: Duration?
  }

  var done: Int
  var total: Int
  var failures = 0
  var perSecond: Double?
  var left: Duration?
  var wait: Wait?
  /// Requests so far, while links are listed before any row is done.
  var listing: Int?

  /// Part of the rows that is done, rounded down, so that 100 is all.
  var percent: Int {
    guard total > 0, done < total else { return 100 }
    return max(0, Int(Double(done) / Double(total) * 100))
  }
}

extension ProgressFigures {
  var rowsWords: String { rowsNumbers + (total == 1 ? " row" : " rows") }

  var rowsNumbers: String { done.grouped + "/" + total.grouped }

  var rowsShort: String { Self.rounded(done) + "/" + Self.rounded(total) }

  var rateWords: String? {
    guard let perSecond else { return nil }
    if perSecond >= 10 { return Int(perSecond.rounded()).grouped + "/s" }
    if perSecond >= 1 { return Self.tenths(perSecond) + "/s" }
    return perSecond * 60 >= 1 ? Self.tenths(perSecond * 60) + "/min" : nil
  }

  var failureWords: String? {
    failures > 0 ? failures.counted("failure") : nil
  }

  var leftWords: String? { left.map { Self.words($0) + " left" } }

  var leftShort: String? { left.map(Self.short) }

  var waitWords: String? {
    guard let wait else { return nil }
    return wait.left.map { wait.what + ", " + Self.words($0) } ?? "waiting for " + wait.what
  }

  var waitShort: String? {
    guard let wait else { return nil }
    return wait.left.map { wait.what + " " + Self.short($0) } ?? wait.what
  }

  var listingWords: String? {
    listing.map { "listing links, \($0.counted("request"))" }
  }

  /// All of it in one sentence, for a log.
  var sentence: String {
    let rate = rateWords.map { "\($0.split(separator: "/").joined(separator: " rows/"))" }
    let parts = [
      "\(done.grouped) of \(total.counted("row")) (\(percent)%)",
      rate, failureWords, leftWords, waitWords, listingWords,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension ProgressFigures {
  /// `1234567` as `1.2M`, rounded down; at most four characters below a thousand million.
  private static func rounded(_ number: Int) -> String {
    switch number {
    case ..<1_000: String(number)
    case ..<10_000: tenths(of: number / 100) + "k"
    case ..<1_000_000: "\(number / 1_000)k"
    case ..<10_000_000: tenths(of: number / 100_000) + "M"
    default: "\(number / 1_000_000)M"
    }
  }

  private static func tenths(_ number: Double) -> String {
    number >= 9.95 ? String(Int(number.rounded())) : tenths(of: Int((number * 10).rounded()))
  }

  /// A number of tenths, without the point where there are none.
  private static func tenths(of number: Int) -> String {
    number.isMultiple(of: 10) ? "\(number / 10)" : "\(number / 10).\(number % 10)"
  }

  /// Seconds, rounded up, so that what is still to come is never 0.
  private static func seconds(_ time: Duration) -> Int {
    Int((min(max(time / .seconds(1), 1), 1e9)).rounded(.up))
  }

  /// `14 s`, `3 min 20 s`, `12 min`, `2 h 5 min`, `3 days`: as exact as one can use.
  private static func words(_ time: Duration) -> String {
    let seconds = seconds(time)
    switch seconds {
    case ..<120: return "\(seconds) s"
    case ..<600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<7_200: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    default: return "\(seconds / 86_400) days"
    }
  }

  /// The same in at most five characters.
  private static func short(_ time: Duration) -> String {
    let seconds = seconds(time)
    switch seconds {
    case ..<120: return "\(seconds)s"
    case ..<7_200: return "\(seconds / 60)min"
    case ..<172_800: return "\(seconds / 3_600)h"
    default: return "\(seconds / 86_400)d"
    }
  }
}
