// The provider's window as its rate headers show it: how much is left, when it ends, and whether room
// comes back all at once at its end (a fixed window) or little by little (a sliding one).

/// What is left to send, by the newest answer that said so.
struct ToldWindow: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// How room comes back.
  private enum Law: Sendable, Equatable {
    /// Not seen yet: at a reset one request is sent to see.
    case unknown

    /// All of it at the reset.
    case fixed

    /// Little by little, and hardly any at the reset itself: Dub's limiter allows while
    /// `floor(previous × (1 − t)) + current < limit`, `t` being the part of the window gone by.
    case sliding
  }

  private var law = Law.unknown
  private var limit: Int

  /// What was left when the request sent at `leftAt` was counted.
  private var left: Int
  private var leftAt: Instant

  /// When that was answered.
  ///
  /// Requests sent before were under way together with it, and their answers
  /// may come in another order than they were counted.
  private var leftHeard: Instant

  /// The end of a window: here, and as the server wrote it where it wrote a moment.
  private struct End: Sendable, Equatable {
    var at: Instant
    var epoch: Double?
  }
  private var ends: End?

  /// Whether the end has been seen to move by less than a window: it is then not the end of one, but of
  /// one request's time in a rolling log or a bucket.
  private var creeps = false

  /// The window's whole length: the longest time to a reset seen, or the distance of two resets.
  private var length = Duration.zero

  /// The first request sent after the window had ended with nothing left.
  private var opening: Instant?

  /// Requests sent in this window, as well as can be told, and in the one before.
  private var sentNow = 1
  private var sentBefore = 0

  /// How much later than told a window opens: transit, and clocks that disagree.
  private var lateness = Duration.milliseconds(20)

  /// When the window should have ended that was found still shut.
  private var foundShut: Instant?

  /// Part of the full rate at which a sliding window is believed to give room back.
  private var share = 1.0
  private var slidingRefusals = 0
  private var disproofs = 0

  /// Requests accepted since the last refusal, and how many refusals in a row came after too few.
  private var passes = 0
  private var doubts = 0

  /// Sends still to be kept apart, and how far: after an opening a little, after a 429 much.
  private var spaced = 0
  private var spacing = Duration.zero
  private var lastSent: Instant?

  /// `nil` unless the answer says what is left.
  init?(_ hints: RateHints, sentAt: Instant, now: Instant) {
    guard let remaining = hints.remaining else { return nil }
    limit = max(hints.limit ?? remaining + 1, 1)
    left = remaining
    leftAt = sentAt
    leftHeard = now
    ends = Self.end(hints, now: now)
    length = hints.resetAfter ?? .zero
  }

  /// The pace, in requests a second, at which what is left lasts until the window ends.
  ///
  /// Slower than that nobody need go. Where the end is unknown, a minute, the longest window that is common.
  func floor(now: Instant) -> Double {
    let rest = ends.map { now.duration(to: $0.at) / .seconds(1) } ?? 60
    return rest > 0 ? Double(left) / max(rest, 0.1) : 0
  }

  /// Whether more than a quarter of a window is left, and that is more than chance leaves.
  var isRoomy: Bool { limit >= 20 && left * 4 > limit }

  private static func end(_ hints: RateHints, now: Instant) -> End? {
    hints.resetAfter.map { End(at: now.advanced(by: $0), epoch: hints.resetEpoch) }
  }

  /// When the next request may go, as far as the headers tell.
  ///
  /// A wait longer than the user would take is not begun: the request goes, and if the server means it,
  /// its 429 ends the run with the reason.
  func admission(now: Instant, inFlight: Int, maxWait: Duration) -> Admission {
    let admission = room(now: now, inFlight: inFlight).stricter(apart(now: now))
    guard case .wait(let until, _) = admission, now.duration(to: until) > maxWait else {
      return admission
    }
    return inFlight > 0 ? .waitForAnswer(why: .usedUp) : .go
  }

  /// Counts a request that goes now; `inFlight` does not hold it yet.
  mutating func sent(now: Instant, inFlight: Int) {
    lastSent = now
    if spaced > 0 { spaced -= 1 }
    sentNow += 1
    guard law != .sliding, left - inFlight < 1, opening == nil else { return }
    opening = now
    (sentBefore, sentNow) = (sentNow - 1, 1)
    if spaced == 0 {
      spaced = 16
      spacing = min(length / (limit * 4), .milliseconds(10))
    }
    if law == .fixed {
      left = limit + inFlight
      leftAt = now
    }
  }

  /// Takes the headers of an answer that was not a 429; `inFlight` no longer holds its request.
  mutating func answered(_ hints: RateHints, sentAt: Instant, now: Instant, inFlight: Int) {
    guard let remaining = hints.remaining else {
      unheard(sentAt: sentAt)
      return
    }
    limit = max(hints.limit ?? max(limit, remaining + 1), 1)
    let end = Self.end(hints, now: now)
    let turn = end.map { self.turn(to: $0) } ?? .same
    let isOpening = opening.map { sentAt >= $0 } ?? false
    guard isNews(sentAt: sentAt, turn: turn, isOpening: isOpening) else {
      // Counted in either order with the one that is known, so the lower figure is the safe one.
      if turn == .same, opening == nil, law != .sliding { left = min(left, remaining) }
      return
    }
    left = remaining
    leftAt = max(leftAt, sentAt)
    leftHeard = now
    if isOpening { opening = nil }
    watch(hints)
    believe(in: sentAt)
    guard let end, let after = hints.resetAfter else { return }
    switch turn {
    case .same: length = max(length, after)
    case .forth: turned(to: end, after: after, isOpening: isOpening, inFlight: inFlight)
    case .back:
      // Time does not go back: what was believed of the window was wrong.
      law = .unknown
      length = after
    }
    moved(to: end)
  }

  /// Whether an answer tells more than what is known.
  private func isNews(sentAt: Instant, turn: Turn, isOpening: Bool) -> Bool {
    if sentAt >= leftHeard || isOpening { return true }
    // It was under way together with the one that is known.
    return law == .sliding ? sentAt >= leftAt : turn == .forth
  }

  /// Lets an accepted request restore trust in how room comes back.
  private mutating func believe(in sentAt: Instant) {
    if let foundShut {
      lateness = max(lateness, min(foundShut.duration(to: sentAt), length / 2, .seconds(3)))
      self.foundShut = nil
    }
    share = min(1, share * 1.02)
    passes += 1
    if passes * 2 >= limit { slidingRefusals = 0 }
    if spaced > 0, left > 0 { spacing = spacing * 0.9 }
  }

  /// Counts a request whose answer said nothing of the rate, or never came: it may have been counted.
  mutating func unheard(sentAt: Instant) {
    if left > 0 { left -= 1 }
    if let opening, sentAt >= opening { self.opening = nil }
  }

  /// Whether there is room for another request, as far as the headers have told.
  func hasRoom(inFlight: Int) -> Bool { left - inFlight >= 1 }

  /// Whether this limit explains a 429: its end is known, nothing is left, and such refusals have not
  /// become the rule.
  ///
  /// What the 429 says of itself goes before what was told earlier: without a figure of its own, a wait
  /// that it asks for does while there was any room. Where it says nothing, the last few of a window may
  /// have been taken by somebody else.
  func explains(_ hints: RateHints, inFlight: Int) -> Bool {
    guard ends != nil, doubts < 3 else { return false }
    if let remaining = hints.remaining { return remaining == 0 }
    if case .after = hints.retryAfter { return !hasRoom(inFlight: inFlight) }
    return left - inFlight <= limit / 20
  }

  /// Takes a 429 that it explains: there was no room when that request came.
  mutating func refused(_ hints: RateHints, sentAt: Instant, now: Instant) {
    doubts = passes * 4 < limit ? doubts + 1 : 0
    passes = 0
    left = 0
    leftAt = max(leftAt, sentAt)
    leftHeard = now
    let end = Self.end(hints, now: now)
    if let opening, sentAt >= opening {
      if end.map({ turn(to: $0) == .same }) ?? true { foundShut = foundShut ?? ends?.at }
    }
    opening = nil
    if law == .fixed { law = .unknown }
    if law == .sliding {
      share = max(0.2, share * 0.8)
      slidingRefusals += 1
      if slidingRefusals > 1 {
        law = .unknown
        disproofs += 1
      }
    }
    if let end { ends = end }
    spaced = limit
    spacing = length / (limit * 2)
  }

  private func room(now: Instant, inFlight: Int) -> Admission {
    if law == .sliding {
      // One in twenty is kept back, so that requests that overtake each other still find room.
      let reserve = max(1, limit / 20)
      let missing = Double(1 + reserve - (left - inFlight))
      let due = leftAt.advanced(by: length / (Double(limit) * share) * missing)
      return due <= now ? .go : .wait(until: due, why: .usedUp)
    }
    if left - inFlight >= 1 { return .go }
    // One at a time shows what has come back.
    guard let ends, opening == nil else {
      return inFlight > 0 ? .waitForAnswer(why: .usedUp) : .go
    }
    let opens = ends.at.advanced(by: lateness)
    return opens <= now ? .go : .wait(until: opens, why: .usedUp)
  }

  private func apart(now: Instant) -> Admission {
    guard spaced > 0, let lastSent else { return .go }
    let due = lastSent.advanced(by: spacing)
    return due <= now ? .go : .wait(until: due, why: .usedUp)
  }

  /// How much later than this window's end another is.
  private func distance(to other: End) -> Duration {
    guard let ends else { return .zero }
    guard let mine = ends.epoch, let theirs = other.epoch else {
      return ends.at.duration(to: other.at)
    }
    return .seconds(theirs - mine)
  }

  private enum Turn: Sendable, Equatable { case back, same, forth }

  /// Whether an end is this window's, or near enough, or that of a window before or after it.
  private func turn(to other: End) -> Turn {
    guard ends != nil, length > .zero else { return .forth }
    let windows = distance(to: other) / length
    return windows < -0.5 ? .back : windows > 0.5 ? .forth : .same
  }

  /// Notes whether the end has moved by less than a window.
  private mutating func watch(_ hints: RateHints) {
    guard let ends, length > .zero else { return }
    if let mine = ends.epoch, let theirs = hints.resetEpoch {
      let moved = abs(theirs - mine)
      if moved > 0.0005, moved < length / .seconds(2) { creeps = true }
    } else if let after = hints.resetAfter {
      // Told in whole seconds from now, one moment may be a second later the next time.
      let moved = abs(ends.at.duration(to: leftHeard.advanced(by: after)) / .seconds(1))
      if moved > 1.2, moved < length / .seconds(2) { creeps = true }
    }
  }

  private mutating func moved(to end: End) {
    if let ends, end.epoch != nil, end.epoch == ends.epoch {
      // Of several readings of one moment the earliest is the least delayed.
      self.ends = End(at: min(ends.at, end.at), epoch: end.epoch)
    } else {
      ends = end
    }
  }

  /// Goes over to the next window, and tells the law from what its first answer shows as used.
  ///
  /// What was used in it and not by this run is either carried over from the window before, where this
  /// run used as much there, or other programs' doing.
  private mutating func turned(to end: End, after: Duration, isOpening: Bool, inFlight: Int) {
    let jump = distance(to: end)
    if !isOpening { (sentBefore, sentNow) = (sentNow, inFlight + 1) }
    let longest = max(length, after)
    length = longest
    // Else the key was idle for some windows, or the clocks moved.
    guard !creeps, ends != nil, jump >= longest * 0.5, jump <= longest * 1.6 else { return }
    length = max(jump, after)
    let elsewhere = Double(limit - left - sentNow)
    // What a sliding window would carry over of this run's own requests.
    let carried = Double(sentBefore) * min(1, after / length)
    if carried * 8 >= Double(max(limit, 16)) {
      if elsewhere >= carried * 0.6 {
        if disproofs < 2 { law = .sliding }
      } else if isOpening, elsewhere <= carried * 0.25 {
        law = .fixed
      }
    } else if isOpening, disproofs == 0, elsewhere * 2 >= Double(limit) {
      law = .sliding
    }
  }
}
