// The ways in which servers limit, as values on a virtual clock of seconds.

/// What a limiter says of one request.
struct Ruling {
  var isAllowed: Bool

  /// The limit and what is left of it, as rate headers tell them.
  var limit: Int
  var remaining: Int

  /// When the limiter's window ends or its next room comes, by its clock.
  var reset: Double
}

/// A limiter: one key's state.
protocol Limiter: Sendable {
  /// A time in which room hardly changes.
  var grain: Double { get }

  /// Whether a request at `time` would be let through.
  func allows(at time: Double) -> Bool

  /// Counts a request at `time`, or refuses it.
  mutating func rule(at time: Double) -> Ruling

  /// A request that was let through has been answered.
  mutating func finished()
}

extension Limiter {
  mutating func finished() {}
}

/// So many in each window of the clock.
struct FixedWindow: Limiter {
  var limit: Int
  var window: Double
  private var current = -1
  private var used = 0

  init(limit: Int, window: Double) {
    self.limit = limit
    self.window = window
  }

  var grain: Double { window / 200 }

  private func index(_ time: Double) -> Int { Int((time / window).rounded(.down)) }

  func allows(at time: Double) -> Bool { index(time) != current || used < limit }

  mutating func rule(at time: Double) -> Ruling {
    if index(time) != current { (current, used) = (index(time), 0) }
    let isAllowed = used < limit
    if isAllowed { used += 1 }
    return Ruling(
      isAllowed: isAllowed, limit: limit, remaining: limit - used,
      reset: Double(current + 1) * window)
  }
}

/// The approximation that Dub's limiter uses: the last window counts for the part not yet slid out.
struct SlidingWindow: Limiter {
  var limit: Int
  var window: Double
  private var current = -1
  private var before = 0
  private var used = 0

  init(limit: Int, window: Double) {
    self.limit = limit
    self.window = window
  }

  var grain: Double { window / Double(limit) / 2 }

  private func index(_ time: Double) -> Int { Int((time / window).rounded(.down)) }

  private func counted(at time: Double) -> Int {
    let index = index(time)
    let part = time / window - Double(index)
    let (before, used) =
      index == current
      ? (self.before, self.used) : index == current + 1 ? (self.used, 0) : (0, 0)
    return Int((Double(before) * (1 - part)).rounded(.down)) + used
  }

  func allows(at time: Double) -> Bool { counted(at: time) < limit }

  mutating func rule(at time: Double) -> Ruling {
    let index = index(time)
    let isAllowed = allows(at: time)
    if index != current { (current, before, used) = (index, index == current + 1 ? used : 0, 0) }
    if isAllowed { used += 1 }
    return Ruling(
      isAllowed: isAllowed, limit: limit, remaining: max(0, limit - counted(at: time)),
      reset: Double(index + 1) * window)
  }
}

/// Never more than so many in any stretch of the window's length.
struct RollingLog: Limiter {
  var limit: Int
  var window: Double
  private var log: [Double] = []

  /// Whether the reset tells when all are out of the window, or when the next one is.
  var tellsAll = false

  init(limit: Int, window: Double, tellsAll: Bool = false) {
    self.limit = limit
    self.window = window
    self.tellsAll = tellsAll
  }

  var grain: Double { window / 200 }

  func allows(at time: Double) -> Bool {
    log.count < limit || log[log.count - limit] + window <= time
  }

  mutating func rule(at time: Double) -> Ruling {
    let isAllowed = allows(at: time)
    if isAllowed { log.append(time) }
    if log.count > 4 * limit { log.removeFirst(log.count - limit) }
    let live = log.suffix(limit).drop { $0 + window <= time }
    return Ruling(
      isAllowed: isAllowed, limit: limit, remaining: limit - live.count,
      reset: ((tellsAll ? live.last : live.first) ?? time) + window)
  }
}

/// A bucket of tokens that fills evenly.
///
/// With a small bucket it is the leaky bucket (as a meter).
struct TokenBucket: Limiter {
  /// What it holds.
  var limit: Int
  var rate: Double
  private var tokens: Double
  private var at = 0.0

  /// Whether the reset tells when the bucket is full, or when the next token comes.
  var tellsFull = true

  init(capacity: Int, per window: Double, requests: Int, tellsFull: Bool = true) {
    limit = capacity
    rate = Double(requests) / window
    tokens = Double(capacity)
    self.tellsFull = tellsFull
  }

  var grain: Double { 0.5 / rate }

  private func filled(_ time: Double) -> Double {
    min(Double(limit), tokens + max(0, time - at) * rate)
  }

  func allows(at time: Double) -> Bool { filled(time) >= 1 }

  mutating func rule(at time: Double) -> Ruling {
    let isAllowed = allows(at: time)
    tokens = filled(time) - (isAllowed ? 1 : 0)
    at = max(at, time)
    let missing = tellsFull ? Double(limit) - tokens : max(0, 1 - tokens)
    return Ruling(
      isAllowed: isAllowed, limit: limit, remaining: Int(tokens), reset: time + missing / rate)
  }
}

/// At most so many at once, however fast they follow each other.
struct ConcurrencyLimit: Limiter {
  var limit: Int
  private var active = 0

  init(limit: Int) { self.limit = limit }

  var grain: Double { 0.001 }

  func allows(at time: Double) -> Bool { active < limit }

  mutating func rule(at time: Double) -> Ruling {
    let isAllowed = active < limit
    if isAllowed { active += 1 }
    return Ruling(
      isAllowed: isAllowed, limit: limit, remaining: limit - active, reset: time)
  }

  mutating func finished() { active -= 1 }
}

/// No limit at all.
struct NoLimit: Limiter {
  var grain: Double { 1 }
  func allows(at time: Double) -> Bool { true }
  mutating func rule(at time: Double) -> Ruling {
    Ruling(isAllowed: true, limit: 1_000_000, remaining: 0, reset: time)
  }
}
