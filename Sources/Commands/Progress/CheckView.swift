// What is shown of the check of an input, before there is a run. Pure: told the rows and the time.

import Records

/// When a check that takes long shows where it is.
struct CheckView: Sendable {
  typealias Instant = ContinuousClock.Instant

  private var next: Instant

  /// A shorter check is over before anybody wonders.
  private static let longestSilence = Duration.seconds(1)
  private static let interval = Duration.milliseconds(100)

  init(now: Instant) { next = now + Self.longestSilence }

  /// The line for so many rows that were read, where it is time for one.
  mutating func line(rows: Int, at now: Instant) -> String? {
    guard now >= next else { return nil }
    next = now + Self.interval
    return "checking the input: " + rows.counted("row")
  }
}
