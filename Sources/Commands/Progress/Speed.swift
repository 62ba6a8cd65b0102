// How fast rows get done. Pure: told the time, it never asks for it.

import Glibc

/// A smoothed rate, from looks at how many rows are done.
///
/// It is an average over the whole time in which what is long ago counts somewhat less. A shorter memory would
/// see only the burst or only the pause of a provider that counts requests by the minute. Where nobody looked for
/// long, the program stood still (Ctrl-Z, a closed lid), and that time does not count.
struct Speed: Sendable {
  typealias Instant = ContinuousClock.Instant

  private var lastLook: Instant?
  private var done = 0
  /// Seconds that were looked at.
  private var elapsed = 0.0
  /// Rows, and the seconds they took, both fading.
  private var rows = 0.0
  private var seconds = 0.0
  /// Looks that found more rows done than the one before.
  private var advances = 0

  /// Seconds between two looks that are no standstill.
  private let longestGap: Double
  private static let shortestMemory = 30.0

  init(longestGap: Double = 2) { self.longestGap = longestGap }

  /// So many rows are done by now.
  mutating func look(done count: Int, at now: Instant) {
    defer { lastLook = now }
    guard let lastLook else { return done = count }
    let passed = min(lastLook.duration(to: now) / .seconds(1), longestGap)
    guard passed > 0 else { return }
    let gained = Double(max(0, count - done))
    done = count
    if gained > 0 { advances += 1 }
    elapsed += passed
    let memory = max(Self.shortestMemory, elapsed * 2)
    let fading = exp(-passed / memory)
    let weight = memory * (1 - fading)
    rows = rows * fading + gained / passed * weight
    seconds = seconds * fading + weight
  }

  /// Rows a second; `nil` at first, and when hardly any get done.
  var perSecond: Double? {
    guard advances > 0, elapsed >= 1 else { return nil }
    let rate = rows / seconds
    return rate.isFinite && rate > 1e-6 ? rate : nil
  }

  /// The time that so many rows will take, from one second up; `nil` while a guess would be worth nothing.
  func time(for rows: Int) -> Duration? {
    guard rows > 0, let perSecond, advances >= 3 && elapsed >= 2 || elapsed >= 10 else {
      return nil
    }
    let seconds = Double(rows) / perSecond
    return seconds < Self.longestGuess ? .seconds(max(1, seconds)) : nil
  }

  /// Beyond four days nobody waits, and the rate will have changed.
  private static let longestGuess = 4 * 86_400.0
}
