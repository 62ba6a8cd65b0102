// Sends kept apart for a while: after an opening a little, after a 429 much.

/// How far apart the next few requests go.
struct Spacing: Sendable {
  private var left = 0
  private var distance = Duration.zero
  private var last: ContinuousClock.Instant?

  func admission(now: ContinuousClock.Instant, atLeast fair: Duration) -> Admission {
    let apart = max(fair, left > 0 ? distance : .zero)
    guard apart > .zero, let last else { return .go }
    let due = last.advanced(by: apart)
    return due <= now ? .go : .wait(until: due, why: .usedUp)
  }

  mutating func sent(now: ContinuousClock.Instant) {
    last = now
    if left > 0 { left -= 1 }
  }

  /// Keeps the next few apart, unless others are kept so already.
  mutating func begin(_ few: Int, apart distance: Duration) {
    guard left == 0 || few > left else { return }
    (left, self.distance) = (few, distance)
  }

  /// Room was found.
  mutating func narrow() { if left > 0 { distance = distance * 0.9 } }
}
