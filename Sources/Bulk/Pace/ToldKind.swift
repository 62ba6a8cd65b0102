// The kinds of limit that rate headers tell of, and how one is told from another.

/// How room comes back.
enum ToldKind: Sendable, Equatable {
  /// Not seen yet: at an end one request is sent to see.
  case unknown

  /// All of it at the end: a fixed window.
  case whole

  /// Evenly, what the last window used over the length of this one: a sliding window. Dub's limiter allows
  /// while `floor(previous × (1 − t)) + current < limit`, `t` being the part of the window gone by.
  case even

  /// Evenly, until it is full: a bucket that tells when that will be.
  case bucket

  /// Each request's, a window after it was counted: a rolling log.
  case own

  /// With each answer: a limit on requests at once.
  case atOnce

  /// Whether room comes back little by little.
  var isGradual: Bool { self == .even || self == .bucket || self == .own }

  /// Whether it comes back at the same distances.
  var isEven: Bool { self == .even || self == .bucket }
}

/// What this run has used of the window that counts now and of the one before, as well as can be told.
struct WindowUse: Sendable {
  private var now = 1
  private var before = 0

  /// So many of a window's requests show that others use the key too.
  private static let few = 2

  /// Whether the window before was used up, and not by this run alone.
  private(set) var isShared = false

  mutating func sent() { now += 1 }

  /// One that was sent in this window was refused.
  mutating func notCounted() { now -= 1 }

  /// The window is over, and a request was sent in the next, to see; the figure is the last of the one before.
  mutating func opened(after figure: ToldFigure) { turn(now - 1, 1, after: figure, coming: 0) }

  /// The window was found to be over, with so many requests in the next.
  ///
  /// `coming` are those that came back between the figure and the end: many, where nothing was sent for a while.
  mutating func turned(with few: Int, after figure: ToldFigure, coming: Int) {
    turn(now, few, after: figure, coming: coming)
  }

  private mutating func turn(_ before: Int, _ now: Int, after figure: ToldFigure, coming: Int) {
    let left = max(0, figure.left) + coming
    isShared = left <= figure.limit / 20 && before + left + Self.few <= figure.limit
    (self.before, self.now) = (before, now)
  }

  /// What the first answer of the next window tells of its kind, `nil` for nothing.
  ///
  /// What was used in it and not by this run is either carried over from the window before, where this run
  /// used as much there, or other programs' doing. `part` is the part of the new window that is still to
  /// come; `isSeen` is whether a request was sent at its beginning to see.
  func kind(after figure: ToldFigure, part: Double, isSeen: Bool, trustsOthers: Bool) -> ToldKind? {
    let limit = figure.limit
    let elsewhere = Double(limit - figure.left - now)
    // What a sliding window would carry over of this run's own requests.
    let carried = Double(before) * min(1, part)
    guard carried * 8 >= Double(max(limit, 16)) else {
      return isSeen && trustsOthers && elsewhere * 2 >= Double(limit) ? .even : nil
    }
    if elsewhere >= carried * 0.6 { return .even }
    let isFree = elsewhere <= carried * 0.25 && elsewhere * 4 <= Double(limit)
    return isSeen && isFree ? .whole : nil
  }
}

/// Whether figures are those of a limit on requests at once: what is left with those in flight is the limit.
struct AtOnceSign: Sendable {
  private var weight = 0

  /// One alone means nothing, since any limit shows so much to its first request.
  private static let enough = 5
  private static let most = 10

  /// Requests overtake each other, so that one figure to the contrary is none.
  mutating func note(_ remaining: Int, of limit: Int, inFlight: Int) {
    let isOne = remaining + inFlight >= limit
    weight = isOne ? min(Self.most, weight + 1) : max(0, weight - 2)
  }

  var isThere: Bool { weight >= Self.enough }
}

/// How much of what comes back is left for this run: all of it, unless others use the key too.
struct ReturnShare: Sendable {
  private var due = 0.0
  private var came = 0.0

  /// So many newest figures count.
  private static let memory = 0.96
  private static let enough = 4.0
  private static let least = 0.1

  /// Between two figures so much was to come back, and so much did.
  mutating func note(due: Double, came: Double) {
    self.due = self.due * Self.memory + due
    self.came = self.came * Self.memory + max(0, came)
  }

  var value: Double {
    due < Self.enough ? 1 : min(1, max(Self.least, (came + 1) / due))
  }
}
