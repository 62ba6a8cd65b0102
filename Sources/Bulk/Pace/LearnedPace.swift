// A pace learned from 429s alone, for a provider whose answers say nothing of its rate: what passed
// from one opening of the gate to the next, divided by the time that took.

/// A rate that falls at each 429, comes back to just below where it was refused, and goes on carefully.
struct LearnedPace: Sendable {
  /// Requests a second; `nil` until the first refusal.
  private(set) var rate: Double?

  /// The rate at which it was last refused, as long as that is believed.
  private var ceiling = Double.infinity

  /// How many more requests may be accepted before that refusal counts for nothing any more: twice as
  /// many as had been accepted before it came.
  private var trust = 0

  /// Accepted requests since the last refusal that was not for want of room.
  private var passedSince = Int.max

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
  private var most = 0

  /// How often a pace was learned; the first few times it is taken lightly where little passed.
  private var lessons = 0
  private static let fewLessons = 3
  private static let littlePassed = 5

  /// Near a ceiling, windows are taken to be no smaller than this.
  private static let smallWindow = 20

  /// A refusal that comes although there is room is believed when another came within so many.
  private static let strayDistance = 50

  private static let slack = Duration.milliseconds(20)

  func admission(now: ContinuousClock.Instant) -> Admission {
    guard rate != nil, let next, next > now else { return .go }
    return .wait(until: next, why: .learnedPace)
  }

  /// The first wait after a refusal that brings no hint: about two requests at the pace known.
  var firstWait: Duration {
    guard let rate, lessons >= Self.fewLessons else { return .milliseconds(500) }
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
    passedSince = min(passedSince, .max - 1) + 1
    guard let rate else { return }
    if ceiling.isFinite {
      trust -= 1
      if trust <= 0 { ceiling = .infinity }
    }
    let grown = rate * (1 + growth(of: rate) * (isRoomy ? 2 : 1))
    self.rate = min(max(grown, floor), 1e6)
  }

  /// The part by which an accepted request raises the rate.
  ///
  /// Slowly near what was refused, and quickly well above it: what was true then is no longer. Where no
  /// refusal tells, quickly too, and the more so the fewer requests the pace was learned from.
  private func growth(of rate: Double) -> Double {
    let scale = max(1 / Double(max(most, Self.smallWindow)), 1 / (rate * 60))
    switch rate / ceiling {
    case ..<0.8:
      let thin = 5 / Double(max(most * most, 1))
      return min(1, max(0.25 * scale, thin, ceiling.isFinite ? 0 : 0.25 / rate))
    case ..<0.95: return 0.1 * scale
    case ..<1.1: return 0.02 * scale
    default: return 0.25 * scale
    }
  }

  /// Takes a refusal that nothing else explains.
  ///
  /// `despiteRoom` is whether the provider's own figures show that there was room.
  mutating func refused(despiteRoom: Bool) {
    let isStray = despiteRoom && passedSince >= Self.strayDistance
    passedSince = 0
    guard !isStray else { return }
    if let rate {
      ceiling = rate
      trust = 2 * (cycle?.passed ?? 0)
    }
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
    let length = whole.length + (last?.length ?? 0)
    last = whole
    cycle = Cycle(began: sentAt)
    // Where nothing passed, there is nothing to measure.
    guard passed > 0 else { return }
    learn(Double(passed) / length, isThin: passed < Self.littlePassed)
    next = rate.map { sentAt.advanced(by: .seconds(1 / $0)) }
  }

  /// Takes a pace that was measured from one refusal to the next.
  private mutating func learn(_ measured: Double, isThin: Bool) {
    lessons += 1
    let isFar = rate.map { measured < $0 * 0.6 } ?? true
    if let rate, !isFar {
      self.rate = max(rate * 0.85, Self.slowest)
    } else {
      rate = max(measured, isThin && lessons <= Self.fewLessons ? 1 : Self.slowest)
    }
  }

  private static let slowest = 1.0 / 60
}
