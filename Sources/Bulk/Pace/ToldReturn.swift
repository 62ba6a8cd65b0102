// How room comes back of a limit that rate headers show, and when there will be some.

/// The kind of a limit, and what its kind needs to tell when there is room.
struct ToldReturn: Sendable {
  typealias Instant = ContinuousClock.Instant

  private(set) var kind = ToldKind.unknown
  private(set) var ends: ToldEnds
  private(set) var trust = ToldTrust()
  private var log = AnswerLog()

  /// The time in which one comes back evenly, as far as the figures tell.
  private var refill = Duration.zero

  /// The shortest time to an end that was told while little was used.
  private var early: Duration?

  /// Whether it was as far when much was used.
  private var isAlwaysFar = false

  /// What of it is left for this run.
  private var share = ReturnShare()

  init(_ hints: RateHints, sentAt: Instant, now: Instant) {
    ends = ToldEnds(hints, now: now)
    log.note(sentAt: sentAt, now: now, keeping: Self.mostKept)
  }

  /// No more answers than this are remembered, however large a limit is told.
  private static let mostKept = 100_000

  /// When so many more will have come back than the figure shows; `nil` where only the end tells.
  func moment(of missing: Int, after figure: ToldFigure) -> Instant? {
    switch kind {
    case .even, .bucket:
      figure.at.advanced(
        by: interval(figure.limit) * (Double(missing) * trust.slowness / share.value) + log.excess)
    case .own: returned(missing, after: figure)
    case .unknown, .whole, .atOnce: nil
    }
  }

  /// How many come back between a figure and the end that is told, where a window gives them back evenly and nothing was
  /// sent for a good part of it; less than that is no more than others may have taken.
  func coming(after figure: ToldFigure) -> Int {
    let interval = interval(figure.limit)
    guard kind == .even, interval > .zero, let end = ends.next?.at else { return 0 }
    let rest = figure.at.duration(to: end)
    return rest * 4 < ends.length ? 0 : Int(min(rest / interval, Double(figure.limit)))
  }

  /// When the window is over and all or some is back; `nil` where no end is known.
  var opening: Instant? { ends.next?.at.advanced(by: trust.lateness) }

  /// The time in which one comes back, where that is even; in a sliding window no faster than the limit.
  func interval(_ limit: Int) -> Duration {
    kind == .bucket ? refill : max(refill, ends.length / Double(limit))
  }

  /// What is kept back, so that others do not come between what is known and the next request.
  ///
  /// Of a bucket it is one, which costs nothing but once, and more where requests may overtake each other by more than
  /// one's time; where others use the key too it is one in twenty. Whose share is small keeps less, and so takes what
  /// those with more leave: where all keep the same, who has most has it for ever.
  func reserve(_ limit: Int, isShared: Bool) -> Int {
    guard kind.isEven, limit > 1 else { return 0 }
    let isAmongOthers = isShared || share.value < Self.littleShare
    let others = isAmongOthers ? Int(Double(limit) * min(1, share.value / Self.smallShare) / 20) : 0
    guard kind == .bucket, refill > .zero else { return others }
    let overtaken = min(Int(min(log.excess * 4 / refill, 1e6)), max(1, limit / 50))
    return max(others, overtaken, share.value < Self.smallShare ? 0 : 1)
  }

  private static let littleShare = 0.85
  private static let smallShare = 0.5

  /// Whether a request was sent so shortly before or after another that they may have been counted in either
  /// order.
  func mayHaveOvertaken(_ sentAt: Instant, _ other: Instant) -> Bool {
    guard kind.isGradual else { return true }
    let distance = sentAt.duration(to: other)
    return max(distance, .zero - distance) <= log.excess * 3
  }

  /// After so long a request has come back that was counted: an end is told on the way back.
  private var span: Duration {
    ends.length + (log.shortest ?? .zero) / 2 + max(trust.lateness, log.excess)
  }

  /// When so many of this run's own requests will have come back; `nil` where fewer are known.
  private func returned(_ missing: Int, after figure: ToldFigure) -> Instant? {
    // Those that came back before the newest answer are in what it says is left.
    let lately = log.answers(after: figure.heard.advanced(by: .zero - span))
    return log.moment(span: span, after: min(lately, figure.limit - figure.left) - missing)
  }
}

// Hearing.
extension ToldReturn {
  /// Notes an answer, with figures or without.
  mutating func noteAnswer(sentAt: Instant, now: Instant, limit: Int) {
    log.note(sentAt: sentAt, now: now, keeping: min(limit, Self.mostKept))
  }

  /// Takes an accepted request whose figure is the newest.
  mutating func accepted(sentAt: Instant, limit: Int) {
    trust.accepted(sentAt: sentAt, limit: limit, length: ends.length)
  }

  /// Notes what came back until the next figure, which so many requests of this run were counted in between.
  mutating func note(_ old: ToldFigure, remaining: Int, sentAt: Instant, own: Int) {
    let interval = interval(old.limit)
    guard kind.isEven, interval > .zero, sentAt > old.at else { return }
    let due = min(old.at.duration(to: sentAt) / interval, Double(old.limit))
    share.note(due: due, came: Double(remaining - old.left + own))
  }

  /// Takes another reading of an end that stands.
  mutating func narrow(to end: ToldEnds.End) { ends.narrow(to: end) }

  /// Takes the end that the newest answer tells, and what it shows of the kind.
  ///
  /// `isSeen` is whether its request was sent at the beginning of the window to see.
  mutating func hear(
    _ end: ToldEnds.End, _ turn: ToldEnds.Turn, after figure: ToldFigure, _ use: WindowUse,
    now: Instant, isSeen: Bool, inFlight: Int
  ) {
    let isNext = ends.move(to: end, heard: now)
    let rest = now.duration(to: end.at)
    if turn == .back { kind = .unknown }
    let used = figure.limit - figure.left
    if ends.grows, !staysFar(rest, used: used, of: figure.limit) {
      hearBucket(rest, used: used, of: figure.limit)
    } else if ends.creeps {
      let own = log.answers(after: now.advanced(by: .zero - span)) + inFlight
      // Else it is mostly used by others, or a bucket tells when its next token comes.
      believe(in: own * 2 >= used ? .own : .unknown)
    } else if isNext {
      // What this run has used of a window, it has used in less than two.
      let lately = log.answers(after: now.advanced(by: ends.length * -2))
      guard lately * 4 >= used || log.count * 2 < used else { return }
      let told = use.kind(
        after: figure, part: rest / ends.length, isSeen: isSeen,
        trustsOthers: trust.disproofs == 0)
      if let told { believe(in: told) }
      // What the last window used comes back evenly until this one ends.
      if kind == .even { refill = rest / Double(max(1, used - 1)) }
    }
  }

  /// Whether an end that moves on before it is over is as far when little is used as when much is: a bucket is full the
  /// later the more is used, but the newest request of a rolling log comes back a window after it was counted.
  private mutating func staysFar(_ rest: Duration, used: Int, of limit: Int) -> Bool {
    if used * 4 <= limit { early = min(early ?? rest, rest) }
    if let early, used * 2 >= limit { isAlwaysFar = early * 3 >= rest * 2 }
    return isAlwaysFar
  }

  /// The end is when the bucket will be full, as told on the way back.
  private mutating func hearBucket(_ rest: Duration, used: Int, of limit: Int) {
    if used > 0, used * 2 >= limit {
      let sample = (rest + (log.shortest ?? .zero) / 2) / Double(used)
      refill = refill == .zero ? sample : (refill * 3 + sample) / 4
    }
    believe(in: refill > .zero ? .bucket : .unknown)
  }

  private mutating func believe(in told: ToldKind) {
    let believed = !told.isGradual || trust.mayBelieve ? told : .unknown
    if believed != kind { trust.begins() }
    kind = believed
  }

  /// Whether the figures are those of a limit on requests at once.
  mutating func hearAtOnce(_ isSo: Bool) {
    if isSo { kind = .atOnce } else if kind == .atOnce { kind = .unknown }
  }

  /// Takes a 429 where there was no room; `isEarly` is whether the window should have been over.
  mutating func refused(_ end: ToldEnds.End?, limit: Int, isEarly: Bool) {
    trust.refused(limit: limit, foundShut: isEarly ? ends.next?.at : nil, kind: kind)
    if kind == .whole || trust.isDisproved { kind = .unknown }
    if let end { ends.put(end) }
  }
}
