// The ends of a provider's windows, as its rate headers tell them: when the next one is, how long a window
// is, and whether the end stands until it is over or creeps along with the requests.

/// The end of the window that counts now, and what its movements have shown.
struct ToldEnds: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// The end of a window: here, and as the server wrote it where it wrote a moment.
  struct End: Sendable, Equatable {
    var at: Instant
    var epoch: Double?

  }

  /// The end that an answer heard at `now` tells, also one that is just over; `nil` where it tells of none.
  func end(_ hints: RateHints, now: Instant) -> End? {
    if let after = hints.resetAfter {
      return End(at: now.advanced(by: after), epoch: hints.resetEpoch)
    }
    guard let next, let mine = next.epoch, let theirs = hints.resetEpoch, theirs >= mine else {
      return nil
    }
    return End(at: next.at.advanced(by: .seconds(theirs - mine)), epoch: theirs)
  }

  /// Whether another end is this window's, or near enough, or that of a window before or after it.
  enum Turn: Sendable, Equatable { case back, same, forth }

  private(set) var next: End?

  /// The window's whole length: the longest time to an end seen, or the distance of two ends.
  private(set) var length = Duration.zero

  /// Whether the end has been seen to move by less than a window: it is then not the end of one, but of
  /// one request's time in a rolling log or a bucket.
  private(set) var creeps = false

  /// Whether it has moved on before it was over: it is then the time when a bucket will be full, or when the newest
  /// request of a rolling log comes back.
  private(set) var grows = false

  init(_ hints: RateHints, now: Instant) {
    next = hints.resetAfter.map { End(at: now.advanced(by: $0), epoch: hints.resetEpoch) }
    length = hints.resetAfter ?? .zero
  }

  func turn(to other: End) -> Turn {
    guard next != nil, length > .zero else { return .forth }
    let windows = distance(to: other) / length
    return windows < -0.5 ? .back : windows > 0.5 ? .forth : .same
  }

  /// How much later than this window's end another is.
  func distance(to other: End) -> Duration {
    guard let next else { return .zero }
    guard let mine = next.epoch, let theirs = other.epoch else {
      return next.at.duration(to: other.at)
    }
    return .seconds(theirs - mine)
  }

  /// Takes the end that an answer heard at `now` tells; true when it is that of the very next window.
  mutating func move(to end: End, heard now: Instant) -> Bool {
    let after = now.duration(to: end.at)
    let turn = turn(to: end)
    watch(end, heard: now)
    let jump = distance(to: end)
    // Else the key was idle for some windows, or the clocks moved.
    let isNext =
      turn == .forth && !creeps && next != nil
      && jump >= max(length, after) * 0.5 && jump <= max(length, after) * 1.6
    switch turn {
    case .same, .forth: length = isNext ? max(jump, after) : max(length, after)
    // Time does not go back: what was believed of the window was wrong.
    case .back: length = after
    }
    put(end, turn)
    return isNext
  }

  /// Takes another reading of an end that stands, told as a time from now: the earliest is rounded the least.
  mutating func narrow(to end: End) {
    if !creeps, end.epoch == nil, let at = next?.at { next?.at = min(at, end.at) }
  }

  /// Takes the end that a 429 tells, whatever was told before.
  mutating func put(_ end: End) { next = end }

  private mutating func put(_ end: End, _ turn: Turn) {
    let isSame = end.epoch == nil ? turn == .same && !creeps : end.epoch == next?.epoch
    guard let next, isSame else {
      self.next = end
      return
    }
    // Of several readings of one moment the earliest is the least delayed, or rounded the least.
    self.next = End(at: min(next.at, end.at), epoch: end.epoch)
  }

  /// Notes whether the end has moved by less than a window.
  private mutating func watch(_ end: End, heard now: Instant) {
    guard let next, length > .zero else { return }
    let moved = distance(to: end) / .seconds(1)
    // Told in whole seconds from now, one moment may be a second later the next time.
    let least = next.epoch == nil || end.epoch == nil ? 1.2 : 0.0005
    guard abs(moved) > least, abs(moved) < length / .seconds(2) else { return }
    creeps = true
    let isWhole = next.epoch.map { $0.rounded() == $0 } ?? true
    if moved > 0, now < next.at.advanced(by: .seconds(isWhole ? -1.2 : -0.002)) { grows = true }
  }
}
