// The provider's limit as its rate headers show it: what is left, and how room comes back.
//
// | kind | how it is told from the others | how a run goes |
// | --- | --- | --- |
// | unknown | nothing is known but what is left and when the window ends | spends what is left; at the end one goes to see |
// | whole | the end stands, then moves on by a window, and all is left | spends what is left; at the end all of it |
// | even | the same, but what the last window used is missing still | spends what is left, then one whenever one has come back |
// | bucket | the end moves on before it is over, the farther the more is used | the same, and keeps one back |
// | own | the end creeps, or is always as far, and this run has used what is used | spends what is left, then as its own requests come back |
// | at once | no end is told; what is left with those in flight is the limit | has as many in flight as the figures show |
//
// What holds for all of them: requests in flight count as not yet counted; of two answers the one whose request
// was sent later tells, and the lower figure where they may have overtaken each other; an answer without figures
// may have been counted; a 429 that this limit explains means that nothing is left; a kind that is refused
// twice where it saw room is not believed for a while.

/// What is left to send, by the newest answer that said so.
struct ToldLimit: Sendable {
  typealias Instant = ContinuousClock.Instant

  private var figure: ToldFigure
  private var back: ToldReturn
  private var use = WindowUse()
  private var sign = AtOnceSign()
  private var spacing = Spacing()

  /// The first request sent after the window had ended with nothing left.
  private var opening: Instant?

  /// Requests accepted in a row that the figures said there was no room for, with no end to wait for.
  private var beyond = 0

  /// `nil` unless the answer says what is left.
  init?(_ hints: RateHints, _ flight: Flight, now: Instant) {
    guard let remaining = hints.remaining else { return nil }
    figure = ToldFigure(
      limit: max(hints.limit ?? remaining + 1, 1), left: remaining, number: flight.number,
      sentAt: flight.sentAt, now: now)
    back = ToldReturn(hints, sentAt: flight.sentAt, now: now)
  }

  var limit: Int { figure.limit }

  /// The longest time to an end that was told, or the distance of two: the window's length, or less.
  var length: Duration { back.ends.length }

  /// The pace, in requests a second, at which what is left lasts until the window ends.
  ///
  /// Slower than that nobody need go. Where the end is unknown, a minute, the longest window that is common.
  func floor(now: Instant) -> Double {
    let rest = back.ends.next.map { now.duration(to: $0.at) / .seconds(1) } ?? 60
    return rest > 0 ? Double(figure.left) / max(rest, 0.1) : 0
  }

  /// Whether more than a quarter of a window is left, and that is more than chance leaves.
  var isRoomy: Bool { limit >= 20 && figure.left * 4 > limit }

  /// Whether there is room for another request, as far as the headers have told.
  func hasRoom(inFlight: Int) -> Bool { figure.room(inFlight: inFlight) >= 1 }
}

// Going.
extension ToldLimit {
  /// When the next request may go, as far as the headers tell.
  ///
  /// A wait longer than the user would take is not begun: the request goes, and if the server means it,
  /// its 429 ends the run with the reason.
  func admission(now: Instant, inFlight: Int, maxWait: Duration) -> Admission {
    let admission = room(now: now, inFlight: inFlight)
      .stricter(spacing.admission(now: now, atLeast: fairDistance(now: now)))
    guard case .wait(let until, _) = admission, now.duration(to: until) > maxWait else {
      return admission
    }
    return inFlight > 0 ? .waitForAnswer(why: .usedUp) : .go
  }

  /// How far apart the requests of one window go where others use the key too: so that they find some of it left,
  /// what is left lasts for three quarters of the rest.
  private func fairDistance(now: Instant) -> Duration {
    guard use.isShared, !back.kind.isGradual, opening == nil, let end = back.ends.next else {
      return .zero
    }
    return max(.zero, now.duration(to: end.at)) * 0.75 / Double(max(1, figure.left))
  }

  private func room(now: Instant, inFlight: Int) -> Admission {
    if isBesideThePoint { return .go }
    if back.kind == .atOnce {
      return inFlight < max(1, figure.left) ? .go : .waitForAnswer(why: .usedUp)
    }
    let missing = 1 - figure.room(inFlight: inFlight) + back.reserve(limit, isShared: use.isShared)
    if missing <= 0 { return .go }
    // Whether a kind is what it seems to be shows with one at a time.
    if back.kind == .even, back.trust.isNew, inFlight > 0 {
      return .waitForAnswer(why: .usedUp)
    }
    if let due = back.moment(of: missing, after: figure) { return Self.admission(at: due, now) }
    // One at a time shows what has come back.
    guard let due = back.opening, opening == nil else {
      return inFlight > 0 ? .waitForAnswer(why: .usedUp) : .go
    }
    return Self.admission(at: due, now)
  }

  private static func admission(at due: Instant, _ now: Instant) -> Admission {
    due <= now ? .go : .wait(until: due, why: .usedUp)
  }

  /// Counts a request that goes now; `inFlight` does not hold it yet.
  mutating func sent(now: Instant, inFlight: Int) {
    spacing.sent(now: now)
    use.sent()
    guard opening == nil, opens(now: now, inFlight: inFlight) else { return }
    opening = now
    use.opened(after: figure)
    spacing.begin(Self.fewAtOpening, apart: min(length / (limit * 4), .milliseconds(10)))
    if back.kind == .whole { figure.refill(inFlight: inFlight, now: now) }
  }

  private static let fewAtOpening = 16

  /// Whether a request that goes now does so because the window is over.
  private func opens(now: Instant, inFlight: Int) -> Bool {
    guard !hasRoom(inFlight: inFlight), !back.kind.isEven, back.kind != .atOnce else {
      return false
    }
    let missing = 1 - figure.room(inFlight: inFlight)
    return back.moment(of: missing, after: figure).map { $0 > now } ?? true
  }
}

// Hearing.
extension ToldLimit {
  /// Takes the headers of an answer that was not a 429; `inFlight` no longer holds its request.
  mutating func answered(
    _ hints: RateHints, _ flight: Flight, now: Instant, inFlight: Int
  ) {
    let sentAt = flight.sentAt
    back.noteAnswer(sentAt: sentAt, now: now, limit: limit)
    guard let remaining = hints.remaining else {
      unheard(sentAt: sentAt)
      return
    }
    figure.limit = max(hints.limit ?? max(limit, remaining + 1), 1)
    if isAtOnce(remaining, hints, flight) { return hearAtOnce(remaining, flight, now: now) }
    let end = back.ends.end(hints, now: now)
    let turn = end.map { back.ends.turn(to: $0) } ?? .same
    let isSeen = opening.map { sentAt >= $0 } ?? false
    guard isNews(sentAt: sentAt, turn: turn, isSeen: isSeen) else {
      if turn == .same { hearBeside(remaining, end, sentAt: sentAt, now: now) }
      return
    }
    if turn == .forth, !isSeen {
      use.turned(with: inFlight + 1, after: figure, coming: back.coming(after: figure))
    }
    put(remaining, flight, now: now, isSame: turn == .same && !isSeen)
    if isSeen { opening = nil }
    back.accepted(sentAt: sentAt, limit: limit)
    if remaining > 0 { spacing.narrow() }
    guard let end else { return }
    back.hear(end, turn, after: figure, use, now: now, isSeen: isSeen, inFlight: inFlight)
  }

  private mutating func put(_ remaining: Int, _ flight: Flight, now: Instant, isSame: Bool) {
    let sentAt = flight.sentAt
    back.note(figure, remaining: remaining, sentAt: sentAt, own: flight.number - figure.number)
    guard isSame, sentAt < figure.heard, back.mayHaveOvertaken(sentAt, figure.at) else {
      return figure.put(remaining, number: flight.number, sentAt: sentAt, now: now)
    }
    figure.putBeside(
      remaining, number: flight.number, sentAt: sentAt,
      interval: back.kind.isEven ? back.interval(limit) : nil, now: now)
  }

  /// Whether an answer tells more than what is known.
  private func isNews(sentAt: Instant, turn: ToldEnds.Turn, isSeen: Bool) -> Bool {
    if sentAt >= figure.heard || isSeen { return true }
    // It was under way together with the one that is known.
    if turn == .back { return false }
    return back.kind.isGradual ? sentAt >= figure.at : turn == .forth
  }

  /// Takes what an answer says that was under way together with the one that is known.
  private mutating func hearBeside(
    _ remaining: Int, _ end: ToldEnds.End?, sentAt: Instant, now: Instant
  ) {
    if let end { back.narrow(to: end) }
    guard opening == nil, back.mayHaveOvertaken(sentAt, figure.at) else { return }
    figure.lower(to: remaining, now: now)
  }

  /// Whether the figures are those of a limit on requests at once.
  private mutating func isAtOnce(_ remaining: Int, _ hints: RateHints, _ flight: Flight) -> Bool {
    let hasEnd = back.ends.next != nil || hints.resetAfter != nil
    if !hasEnd { sign.note(remaining, of: limit, inFlight: flight.inFlight) }
    beyond = !hasEnd && remaining == 0 && figure.left == 0 ? min(beyond + 1, Self.manyBeyond) : 0
    back.hearAtOnce(!hasEnd && sign.isThere)
    return back.kind == .atOnce
  }

  /// What may be in flight is then what counts as left; of requests that overtake each other a figure may be too
  /// low.
  private mutating func hearAtOnce(_ remaining: Int, _ flight: Flight, now: Instant) {
    let most = min(limit, max(remaining + flight.inFlight, figure.left - 1))
    figure.put(most, number: flight.number, sentAt: flight.sentAt, now: now)
  }

  /// Whether the figures mean nothing: nothing is left and no end is told, and all goes well.
  private var isBesideThePoint: Bool { beyond >= Self.manyBeyond && back.kind != .atOnce }

  private static let manyBeyond = 10

  /// Counts a request that was refused by whatever limit, and so is not counted by this one.
  mutating func notCounted(_ flight: Flight) {
    figure.skip(number: flight.number)
    use.notCounted()
  }

  /// Counts a request whose answer said nothing of the rate, or never came: it may have been counted.
  mutating func unheard(sentAt: Instant) {
    if back.kind != .atOnce { figure.spend() }
    if let opening, sentAt >= opening { self.opening = nil }
  }
}

// Refusals.
extension ToldLimit {
  /// Whether this limit explains a 429: its end is known, nothing is left, and such refusals have not
  /// become the rule.
  ///
  /// What was told before goes before the first of a row of 429s that says that nothing is left, where that was
  /// not so: the wait that it asks for is kept, and no more is made of it. One without a figure of its own is
  /// explained where nothing was left, or the last one; the last few may have been taken by somebody else, where it
  /// is not the first in a row.
  func explains(_ hints: RateHints, inFlight: Int, isFirst: Bool) -> Bool {
    guard back.ends.next != nil, back.trust.doubts < 3 else { return false }
    let room = figure.room(inFlight: inFlight)
    let few = max(1, limit / 20)
    if let remaining = hints.remaining { return remaining == 0 && (!isFirst || room <= few) }
    if case .after = hints.retryAfter { return room < 1 }
    return room <= (isFirst ? 1 : few)
  }

  /// Takes a 429 that it explains: there was no room when that request came.
  mutating func refused(_ hints: RateHints, _ flight: Flight, now: Instant) {
    let sentAt = flight.sentAt
    figure.put(0, number: flight.number, sentAt: sentAt, now: now)
    let end = back.ends.end(hints, now: now)
    let isAtOpening = opening.map { sentAt >= $0 } ?? false
    let isEarly = isAtOpening && end.map { back.ends.turn(to: $0) == .same } ?? true
    back.refused(end, limit: limit, isEarly: isEarly)
    opening = nil
    spacing.begin(limit, apart: length / (limit * 2))
  }
}
