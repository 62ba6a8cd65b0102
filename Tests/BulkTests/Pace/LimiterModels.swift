// The ways in which servers limit, as values on a virtual clock of seconds.

/// What a limiter says of one request.
struct Ruling {
  var isAllowed: Bool
  var remaining: Int

  /// When the limiter's window ends or its next room comes, by its clock.
  var reset: Double
}

/// A limiter: one key's state.
///
/// Room never shrinks while nothing is sent.
protocol Limiter {
  var limit: Int { get }

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

  private func index(_ time: Double) -> Int { Int((time / window).rounded(.down)) }

  func allows(at time: Double) -> Bool { index(time) != current || used < limit }

  mutating func rule(at time: Double) -> Ruling {
    if index(time) != current { (current, used) = (index(time), 0) }
    let isAllowed = used < limit
    if isAllowed { used += 1 }
    return Ruling(
      isAllowed: isAllowed, remaining: limit - used, reset: Double(current + 1) * window)
  }
}

/// The approximation that Dub's limiter uses: the last window counts for the part not yet slid out.
struct SlidingWindow: Limiter {
  var limit: Int
  var window: Double
  private var counts: [Int: Int] = [:]

  init(limit: Int, window: Double) {
    self.limit = limit
    self.window = window
  }

  private func used(at time: Double) -> Int {
    let index = Int((time / window).rounded(.down))
    let part = time / window - Double(index)
    let before = (Double(counts[index - 1] ?? 0) * (1 - part)).rounded(.down)
    return Int(before) + (counts[index] ?? 0)
  }

  func allows(at time: Double) -> Bool { used(at: time) < limit }

  mutating func rule(at time: Double) -> Ruling {
    let index = Int((time / window).rounded(.down))
    let isAllowed = allows(at: time)
    if isAllowed { counts[index, default: 0] += 1 }
    return Ruling(
      isAllowed: isAllowed, remaining: max(0, limit - used(at: time)),
      reset: Double(index + 1) * window)
  }
}

/// Never more than so many in any stretch of the window's length.
struct RollingLog: Limiter {
  var limit: Int
  var window: Double
  private var log: [Double] = []

  init(limit: Int, window: Double) {
    self.limit = limit
    self.window = window
  }

  func allows(at time: Double) -> Bool {
    log.count < limit || log[log.count - limit] + window <= time
  }

  mutating func rule(at time: Double) -> Ruling {
    let isAllowed = allows(at: time)
    if isAllowed { log.append(time) }
    let live = log.suffix(limit).filter { $0 + window > time }
    return Ruling(
      isAllowed: isAllowed, remaining: limit - live.count, reset: (live.first ?? time) + window)
  }
}

/// A bucket of tokens that fills evenly.
///
/// With a small bucket it is the leaky bucket (as a meter).
struct TokenBucket: Limiter {
  var limit: Int
  var window: Double
  var rate: Double
  private var tokens: Double
  private var at = 0.0

  /// Whether the reset tells when the bucket is full, or when the next token comes.
  var tellsFull = true

  init(capacity: Int, per window: Double, requests: Int, tellsFull: Bool = true) {
    limit = capacity
    self.window = window
    rate = Double(requests) / window
    tokens = Double(capacity)
    self.tellsFull = tellsFull
  }

  private func filled(_ time: Double) -> Double {
    min(Double(limit), tokens + max(0, time - at) * rate)
  }

  func allows(at time: Double) -> Bool { filled(time) >= 1 }

  mutating func rule(at time: Double) -> Ruling {
    let isAllowed = allows(at: time)
    tokens = filled(time) - (isAllowed ? 1 : 0)
    at = max(at, time)
    let missing = tellsFull ? Double(limit) - tokens : max(0, 1 - tokens)
    return Ruling(isAllowed: isAllowed, remaining: Int(tokens), reset: time + missing / rate)
  }
}

/// At most so many at once, however fast they follow each other.
struct ConcurrencyLimit: Limiter {
  var limit: Int
  private var active = 0

  init(limit: Int) { self.limit = limit }

  func allows(at time: Double) -> Bool { active < limit }

  mutating func rule(at time: Double) -> Ruling {
    guard active < limit else { return Ruling(isAllowed: false, remaining: 0, reset: time) }
    active += 1
    return Ruling(isAllowed: true, remaining: limit - active, reset: time)
  }

  mutating func finished() { active -= 1 }
}

/// No limit at all.
struct NoLimit: Limiter {
  var limit: Int { .max }
  func allows(at time: Double) -> Bool { true }
  mutating func rule(at time: Double) -> Ruling {
    Ruling(isAllowed: true, remaining: 0, reset: time)
  }
}
