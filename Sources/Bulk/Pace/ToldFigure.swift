// What rate headers say is left, and how the figures of answers that overtook each other are put together.

/// What is left of a limit, by the newest request that an answer told of.
struct ToldFigure: Sendable {
  typealias Instant = ContinuousClock.Instant

  var limit: Int

  /// What was left when the request sent at `at` was counted.
  private(set) var left: Int
  private(set) var at: Instant

  /// When that was answered.
  ///
  /// Requests sent before were under way together with it, and their answers may come in another order than
  /// they were counted.
  private(set) var heard: Instant

  /// The request's number among those of the run.
  private(set) var number: Int

  init(limit: Int, left: Int, number: Int, sentAt: Instant, now: Instant) {
    self.number = number
    self.limit = limit
    self.left = left
    at = sentAt
    heard = now
  }

  /// What may still be sent, those in flight taken for not yet counted.
  func room(inFlight: Int) -> Int { left - inFlight }

  /// Takes a newer figure.
  mutating func put(_ remaining: Int, number: Int, sentAt: Instant, now: Instant) {
    (left, at, heard) = (remaining, max(at, sentAt), now)
    self.number = max(self.number, number)
  }

  /// Takes the figure of a request that may have been counted before the one that is known, though it was sent
  /// later: no more is left than either tells, but for what has come back between them, one in each `interval`.
  mutating func putBeside(
    _ remaining: Int, number: Int, sentAt: Instant, interval: Duration?, now: Instant
  ) {
    self.number = max(self.number, number)
    var back = 0
    if let interval, interval > .zero, sentAt > at {
      back = Int(min(at.duration(to: sentAt) / interval, 1e9))
    }
    heard = now
    if remaining <= left + back {
      (left, at) = (remaining, max(at, sentAt))
    } else {
      left += back
      at = interval.map { at.advanced(by: $0 * Double(back)) } ?? max(at, sentAt)
    }
  }

  /// Takes the figure of a request that was sent before the one that is known, and perhaps counted after it:
  /// the lower is the safe one.
  mutating func lower(to remaining: Int, now: Instant) {
    if remaining < left { (left, heard) = (remaining, now) }
  }

  /// A request was refused, and so not counted.
  mutating func skip(number: Int) { if number > self.number { self.number += 1 } }

  /// A request may have been counted that no figure shows.
  mutating func spend() { left = max(left - 1, -limit) }

  /// A window has begun at `now` in which nothing is used, but for requests in flight.
  mutating func refill(inFlight: Int, now: Instant) { (left, at) = (limit + inFlight, now) }
}
