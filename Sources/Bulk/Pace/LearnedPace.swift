// A pace learned from 429s alone, for a provider whose answers say nothing of its rate: what passed
// from one opening of the gate to the next, divided by the time that took.

/// A rate that falls at each 429, comes back to just below where it was refused, and goes on carefully.
struct LearnedPace: Sendable {
  /// Requests a second; `nil` until the first refusal.
  private(set) var rate: Double?

  /// The rate at which it was last refused.
  private var ceiling = Double.infinity

  private var next: ContinuousClock.Instant?

  /// The time from one opening to the next, and what passed in it.
  private struct Cycle {
    var began: ContinuousClock.Instant
    var passed = 0
    var length = 0.0
  }
  private var cycle: Cycle?
  private var last: Cycle?

  /// Whether the gate is shut because of this pace.
  private var isRefused = false

  /// The most that passed in one cycle: about the size of the window, and so the scale of growth.
  private var most = 20

  private static let slack = Duration.milliseconds(20)

  func admission(now: ContinuousClock.Instant) -> Admission {
    guard rate != nil, let next, next > now else { return .go }
    return .wait(until: next, why: .learnedPace)
  }

  /// The first wait after a refusal that brings no hint: about two requests at the pace known.
  var firstWait: Duration {
    guard let rate else { return .milliseconds(500) }
    return min(max(.milliseconds(500), .seconds(2 / rate)), .seconds(30))
  }

  mutating func sent(now: ContinuousClock.Instant) {
    if cycle == nil { cycle = Cycle(began: now) }
    guard let rate else { return }
    let scheduled = next.map { max($0, now.advanced(by: .zero - Self.slack)) } ?? now
    next = scheduled.advanced(by: .seconds(1 / rate))
  }

  /// Counts an accepted request.
  ///
  /// `isRoomy` is whether its answer showed much left, `floor` a pace
  /// that what is left allows in any case.
  mutating func passed(isRoomy: Bool, floor: Double) {
    cycle?.passed += 1
    guard let rate else { return }
    // Quickly while far below what was refused, slowly near it, and quickly again well above: what
    // was true then is no longer.
    let step =
      switch rate / ceiling {
      case ..<0.8: isRoomy ? 0.5 : 0.25
      case ..<0.95: 0.1
      case ..<1.1: 0.02
      default: 0.25
      }
    let grown = rate * (1 + step * max(1 / Double(most), 1 / (rate * 60)))
    self.rate = min(max(grown, floor), 1e6)
  }

  mutating func refused() {
    if let rate { ceiling = rate }
    isRefused = true
  }

  /// The gate opened by a request sent at `sentAt`: a cycle is complete and the rate follows from it.
  mutating func reopened(sentAt: ContinuousClock.Instant) {
    guard isRefused, var whole = cycle else { return }
    isRefused = false
    whole.length = max(whole.began.duration(to: sentAt) / .seconds(1), 0.001)
    most = max(most, min(whole.passed, 100_000))
    // Two cycles together: one alone may be the rest of a window, or a wait longer than needed.
    let passed = whole.passed + (last?.passed ?? 0)
    let measured = Double(max(passed, 1)) / (whole.length + (last?.length ?? 0))
    if let rate {
      self.rate = measured < rate * 0.6 ? measured : rate * 0.85
    } else {
      rate = measured
    }
    rate = max(rate ?? measured, 1 / 60)
    last = whole
    cycle = Cycle(began: sentAt)
    next = rate.map { sentAt.advanced(by: .seconds(1 / $0)) }
  }
}
