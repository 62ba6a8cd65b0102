// A pace learned from 429s alone, for a provider whose answers say nothing of its rate.
//
// | what happens | what follows |
// | --- | --- |
// | the first 429, or one long after the last | nothing: it may be a stray one. The run goes on as fast as before |
// | another soon after it | the pace is what passed from one opening of the gate to the next, over the time that took |
// | a stretch passes at a pace that is being sought | it is good; the next is between it and the lowest that was refused |
// | a 429 at a pace that is being sought | the next is between it and the highest that was good |
// | 429s while the provider's own figures show room | the first three that come soon after one another are strays |
// | the two are close | the good one is kept, each time twice as long, at last for a thousand requests |
// | that time is over | faster ones are tried, in steps that grow, for the limit may have been raised |
// | a 429 at a pace that is being tried | back to the good one, or to more where more passed in all, less what a bucket held |
// | a 429 at a pace that is kept | the first is taken for a stray one; with another soon after it a pace is sought anew |
// | each pace is refused, and each slower one lets less through | it is not the pace that is refused: there is none for some hundred requests |
//
// A stretch is twice what passed between two openings before there was a pace, or twice the time that took.

/// A rate that is found between what passed and what was refused.
struct LearnedPace: Sendable {
  typealias Instant = ContinuousClock.Instant

  private enum Mode: Sendable { case seeking, keeping, trying }

  /// What passed since a moment.
  private struct Count: Sendable {
    var since: Instant
    var passed = 0

    func seconds(until now: Instant) -> Double { max(since.duration(to: now) / .seconds(1), 0.001) }
  }

  /// Requests a second; `nil` while there is no pace.
  private(set) var rate: Double?
  private var mode = Mode.seeking

  /// The highest pace that is known to be good, and the lowest that was refused.
  private var good = 0.0
  private var refusedAt = Double.infinity

  /// What passed since the gate last opened, at this pace, and at each of the faster ones that are tried.
  private var cycle: Count?
  private var stretch: Count?
  private var trials: [Count] = []

  /// By how much the pace is raised next, and for how many stretches it is kept before that.
  private var step = Self.smallStep
  private var patience = 1
  private var stretches = 0
  private var kept = 0

  /// The most that passed from one opening to the next before there was a pace, and the longest that took.
  private var size = 0
  private var time = Duration.zero
  private var before: (passed: Int, seconds: Double)?

  /// How often a pace was refused.
  private var lessons = 0

  /// Paces that were refused since one was good.
  private var descent = Descent()

  /// For so many requests more nothing is learned from 429s, and for how many the next time.
  private var deaf = 0
  private var nextDeaf = Self.fewDeaf
  private static let fewDeaf = 500
  private static let mostDeaf = 1_000_000

  /// What passed since the last 429 that may have been about the rate.
  private var passedSince = Int.max

  /// How many came soon after one another although the provider's own figures showed room, up to the first that
  /// is believed.
  private var despite = 0
  private static let fewDespite = 4

  /// What passed since the last 429 at a pace that was kept.
  private var passedKept = Int.max

  /// What the gate is shut for.
  private enum Cause { case none, perhapsStray, limit }
  private var cause = Cause.none

  /// When a request was last refused, and whether that said for how long.
  private var refusal: (at: Instant, isTimed: Bool)?
  private var next: Instant?

  private static let smallStep = 1.03
  private static let firstStep = 1.12
  private static let mostTrials = 20
  private static let early = 4
  private static let slack = Duration.milliseconds(20)
  private static let slowest = 1.0 / 60

  /// At last a good pace is kept for so many requests before faster ones are tried.
  private static let mostPatience = 1_000

  /// Two paces are close within so much.
  private static let close = 1.031

  /// A 429 is soon after another within so many requests, or a few windows.
  private static let soon = 50

  func admission(now: Instant) -> Admission {
    guard rate != nil, let next, next > now else { return .go }
    return .wait(until: next, why: .learnedPace)
  }

  mutating func sent(now: Instant) {
    if cycle == nil { cycle = Count(since: now) }
    guard let rate else { return }
    let scheduled = next.map { max($0, now.advanced(by: .zero - Self.slack)) } ?? now
    next = scheduled.advanced(by: .seconds(1 / rate))
  }

  /// The first wait after a refusal that brings no hint: as long as what passed too much takes.
  var firstWait: Duration {
    if deaf > 0 { return .milliseconds(250) }
    guard let rate, good > 0 else { return .milliseconds(500) }
    let surplus = Double(size) * max(0, 1 / good - 1 / rate)
    return .seconds(min(max(0.5, surplus, 2 / rate), 30))
  }
}

// What passes.
extension LearnedPace {
  /// Counts an accepted request.
  ///
  /// `isRoomy` is whether its answer showed much left, `floor` a pace
  /// that what is left allows in any case.
  mutating func passed(isRoomy: Bool, floor: Double, now: Instant) {
    cycle?.passed += 1
    if let last = trials.indices.last { trials[last].passed += 1 }
    passedSince = min(passedSince, .max - 1) + 1
    passedKept = min(passedKept, .max - 1) + 1
    if deaf > 0 { deaf -= 1 }
    guard let rate else { return }
    stretch = stretch ?? Count(since: now)
    stretch?.passed += isRoomy ? 10 : 1
    if isStretch(now: now) { passedStretch(at: rate, now: now) }
    self.rate = min(max(self.rate ?? rate, floor), 1e6)
  }

  /// No pace is slower; one a second where so little passed that it tells nothing.
  private var slowest: Double { size < 5 && lessons < 3 ? 1 : Self.slowest }

  /// Whether hardly anything was seen, so that hardly anything is believed.
  private var isThin: Bool { size < 5 && lessons < 3 || size < 20 && lessons < 1 }

  private func isStretch(now: Instant) -> Bool {
    guard let stretch else { return false }
    if isThin { return stretch.passed >= max(2, size) }
    let windows = refusedAt == .infinity && patience <= Self.early ? 1 : 2
    if stretch.passed >= min(max(windows * size, min(200, 30 * size)), 10_000) { return true }
    return size >= 100 && stretch.passed > 2 && stretch.since.duration(to: now) >= time * 2
  }

  private mutating func passedStretch(at rate: Double, now: Instant) {
    stretches += 1
    kept += stretch?.passed ?? 0
    stretch = Count(since: now)
    switch mode {
    case .seeking:
      good = max(good, rate)
      seek(now: now)
    case .keeping:
      guard kept >= Self.mostPatience || stretches >= patience else { return }
      patience *= 2
      mode = .trying
      raise(from: rate, now: now)
    case .trying: raise(from: rate, now: now)
    }
  }

  private mutating func raise(from rate: Double, now: Instant) {
    trials.append(Count(since: now))
    if trials.count > Self.mostTrials { trials.removeFirst() }
    self.rate = rate * step
    step = min(2, 1 + (step - 1) * 2)
  }

  /// Takes the next pace between the good and the refused one, or keeps the good one.
  private mutating func seek(now: Instant) {
    (stretches, kept, trials) = (0, 0, [])
    step = isThin ? 2 : refusedAt == .infinity ? Self.firstStep : Self.smallStep
    stretch = Count(since: now)
    if good > 0, refusedAt == .infinity || refusedAt < good * Self.close {
      mode = .keeping
      rate = good
    } else if good > 0 {
      mode = .seeking
      rate = (good * refusedAt).squareRoot()
    }
  }
}

// What is refused.
extension LearnedPace {
  /// Takes a refusal that nothing else explains.
  ///
  /// `despiteRoom` is whether the provider's own figures show that there was room, `isTimed` whether it
  /// said for how long.
  mutating func refused(now: Instant, despiteRoom: Bool, isTimed: Bool) {
    despite = !despiteRoom ? Self.fewDespite : passedSince >= Self.soon ? 1 : despite + 1
    let isStray = despite < Self.fewDespite
    let isSoon = passedSince <= max(Self.soon, 4 * size)
    refusal = (now, isTimed)
    passedSince = 0
    guard !isStray, deaf == 0, cause != .limit else { return }
    guard rate != nil else {
      cause = isSoon ? .limit : .perhapsStray
      return
    }
    cause = mode != .keeping || passedKept < Self.mostPatience ? .limit : .perhapsStray
    if mode == .keeping, cause == .perhapsStray { passedKept = 0 }
  }

  /// The gate opened by a request sent at `sentAt`: a cycle is complete and the pace follows from it.
  mutating func reopened(sentAt: Instant) {
    guard cause != .none, let cycle else { return }
    let seconds = self.seconds(of: cycle, until: sentAt)
    if rate == nil {
      size = max(size, cycle.passed)
      time = max(time, cycle.since.duration(to: sentAt))
    }
    if cause == .limit { learn(cycle.passed, in: seconds, now: sentAt) }
    before = (cycle.passed, seconds)
    cause = .none
    self.cycle = Count(since: sentAt)
    next = rate.map { sentAt.advanced(by: .seconds(1 / $0)) }
  }

  /// Without a hint it opened at some moment after the last refusal.
  private func seconds(of cycle: Count, until now: Instant) -> Double {
    let whole = cycle.seconds(until: now)
    guard let refusal, !refusal.isTimed else { return whole }
    return (whole + cycle.seconds(until: refusal.at)) / 2
  }

  private mutating func learn(_ passed: Int, in seconds: Double, now: Instant) {
    // Of a few a half more may have been on its way.
    let measured = (Double(passed) + 0.5) / seconds
    guard let rate else { return begin(passed, in: seconds, now: now) }
    lessons += 1
    refusedAt = isThin ? .infinity : rate
    switch mode {
    case .seeking where good > 0: break
    case .seeking, .keeping:
      if mode == .keeping, kept >= Self.mostPatience { descent = Descent() }
      descent.note(passed, in: seconds)
      if descent.isInVain { return giveUp() }
      good = 0
      patience = 1
      passedKept = .max
      mode = .seeking
      let most = passed < 30 ? rate * 0.9 : rate * 0.985
      self.rate = max(min(measured, most), rate * 0.5, slowest)
    case .trying:
      let sustained = sustained(until: now)
      // Early on, a good pace may be far below the limit; later, a bucket has let the trials through.
      if sustained < good * Self.close, patience > Self.early || rate < good * 1.3 {
        refusedAt = good
      }
      good = max(good, sustained)
    }
    seek(now: now)
  }

  /// There is no pace, for it is not the pace that is refused.
  private mutating func giveUp() {
    rate = nil
    (good, refusedAt) = (0, .infinity)
    mode = .seeking
    deaf = nextDeaf
    nextDeaf = min(nextDeaf * 2, Self.mostDeaf)
    descent = Descent()
    lessons = 0
    before = nil
  }

  /// The highest pace that the last trials have kept up, were what a bucket may have held not counted.
  private func sustained(until now: Instant) -> Double {
    var (passed, most) = (-size, 0.0)
    for trial in trials.reversed() {
      passed += trial.passed
      most = max(most, Double(passed) / trial.seconds(until: now))
    }
    return most
  }

  /// Takes the first pace.
  private mutating func begin(_ passed: Int, in seconds: Double, now: Instant) {
    descent = Descent()
    // A sliding window lets hardly any through after one that was used up.
    if let before, passed * 2 < before.passed {
      rate = max(Double(passed + before.passed) / (seconds + before.seconds), slowest)
    } else if passed > 0 {
      rate = max(Double(passed) / seconds, slowest)
    }
    stretch = Count(since: now)
  }
}
