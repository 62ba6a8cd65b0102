// When the next request may go. One gate for one API key, shared by every request of a run; it holds
// no clock and never sleeps: whoever sends asks it, and tells it what came of each request.

package import Providers

/// Paces a run by what the provider documents, by what its answers show, and by its 429s.
///
/// For each `go` exactly one of `answered`, `refused` and `failed` must follow, with the moment of that
/// `go` as `sentAt`; else the gate waits for an answer that will never come.
package struct Gate: Sendable {
  package typealias Instant = ContinuousClock.Instant

  /// A request whose answer has not come.
  private struct Flight: Sendable {
    var sentAt: Instant

    /// How many were in flight with it when it was sent, itself included.
    var inFlight: Int
  }

  private let maxWait: Duration
  private var flights: [Flight] = []
  private var hasHeard = false
  private var closure = Closure()
  private var told: ToldWindow?
  private var learned = LearnedPace()
  private var flightCap = FlightCap()
  private var documented: RollingLimit?
  private var userPace: SteadyPace?

  private var shutSince: Instant?
  private var shutBefore = Duration.zero

  /// 429s received, all of them.
  package private(set) var refusals = 0

  /// A gate that knows nothing of the provider but what it documents.
  ///
  /// - Parameters:
  ///   - documented: kept until rate headers show the real limit.
  ///   - atMost: the user's own rate; it takes the place of `documented` and always holds.
  ///   - maxWait: the longest wait that the provider may ask for.
  package init(documented: RateLimit?, atMost: RateLimit?, maxWait: Duration) {
    self.maxWait = maxWait
    userPace = atMost.map { SteadyPace($0) }
    self.documented = atMost == nil ? documented.map { RollingLimit($0) } : nil
  }

  /// How long nothing could go because of a 429 or a used-up window, up to `now`.
  package func closedTime(now: Instant) -> Duration {
    shutBefore + (shutSince.map { max(.zero, $0.duration(to: now)) } ?? .zero)
  }

  /// Requests whose answer has not come.
  package var inFlight: Int { flights.count }

  /// Whether a request may go now; a `go` counts it as sent.
  package mutating func admit(now: Instant) -> Admission {
    let admission = strictest(now: now)
    switch admission {
    case .go: sent(now: now)
    case .wait(_, .refused), .wait(_, .usedUp), .waitForAnswer(.refused):
      shutSince = shutSince ?? now
    case .wait, .waitForAnswer: break
    }
    return admission
  }

  /// Takes any answer that was not a 429, to the request that went at `sentAt`.
  package mutating func answered(_ hints: RateHints, sentAt: Instant, now: Instant) {
    let flight = landed(sentAt: sentAt, now: now)
    hasHeard = true
    flightCap.accepted(inFlight: flight.inFlight)
    if closure.answered(sentAt: sentAt) { learned.reopened(sentAt: sentAt) }
    let others = flights.count
    if told != nil {
      told?.answered(hints, sentAt: sentAt, now: now, inFlight: others)
    } else {
      told = ToldWindow(hints, sentAt: sentAt, now: now)
    }
    learned.passed(isRoomy: told?.isRoomy == true, floor: told?.floor(now: now) ?? 0)
  }

  /// Takes a request that failed without an answer.
  package mutating func failed(sentAt: Instant, now: Instant) {
    _ = landed(sentAt: sentAt, now: now)
    told?.unheard(sentAt: sentAt)
    closure.failed(sentAt: sentAt, now: now)
  }

  /// Takes a 429: the gate closes for everyone, or waiting is no use.
  ///
  /// The 429s of requests that were in flight when it closed change nothing more.
  package mutating func refused(
    _ hints: RateHints, sentAt: Instant, now: Instant,
    using generator: inout some RandomNumberGenerator
  ) -> GateVerdict {
    let flight = landed(sentAt: sentAt, now: now)
    hasHeard = true
    refusals += 1
    let hint = asked(by: hints)
    if let hint, hint > maxWait { return .giveUp(.asksTooLong(hint)) }
    let unbroken = closure.refusedFor(now: now)
    if unbroken > maxWait { return .giveUp(.nothingElse(for: unbroken)) }
    guard !closure.isStale(sentAt: sentAt) else { return .closed(until: closure.until(now: now)) }

    closure.shut(
      hint: hint, first: learn(from: hints, flight: flight, now: now),
      longest: maxWait, now: now, using: &generator)
    shutSince = shutSince ?? now
    return .closed(until: closure.until(now: now))
  }

  /// Finds out which limit refused, so that only what is known of that one changes.
  ///
  /// Returns the first wait that is due where the server asks for none.
  private mutating func learn(from hints: RateHints, flight: Flight, now: Instant) -> Duration {
    let others = flights.count
    let isExplained = told?.explains(hints, inFlight: others) == true
    if isExplained || hints.remaining == 0 {
      told?.refused(hints, sentAt: flight.sentAt, now: now)
    }
    if isExplained { return .milliseconds(500) }
    if flightCap.refused(inFlight: flight.inFlight) { return .milliseconds(250) }
    learned.refused(despiteRoom: told?.hasRoom(inFlight: others) == true)
    return learned.firstWait
  }

  private func strictest(now: Instant) -> Admission {
    var admission = closure.admission(now: now)
    if !hasHeard, let last = flights.last {
      // A slow first answer must not hold everything: one more goes each second.
      let next = last.sentAt.advanced(by: .seconds(1))
      if next > now { admission = admission.stricter(.wait(until: next, why: .firstAnswer)) }
    }
    admission = admission.stricter(flightCap.admission(inFlight: inFlight))
    admission = admission.stricter(learned.admission(now: now))
    if let userPace { admission = admission.stricter(userPace.admission(now: now)) }
    if let told {
      let bound = told.admission(now: now, inFlight: inFlight, maxWait: maxWait)
      admission = admission.stricter(bound)
    } else if let documented {
      admission = admission.stricter(documented.admission(now: now, inFlight: inFlight))
    }
    return admission
  }

  private mutating func sent(now: Instant) {
    if let since = shutSince { shutBefore += max(.zero, since.duration(to: now)) }
    shutSince = nil
    closure.sent()
    let before = flights.count
    told?.sent(now: now, inFlight: before)
    learned.sent(now: now)
    userPace?.sent(now: now)
    flights.append(Flight(sentAt: now, inFlight: before + 1))
  }

  private mutating func landed(sentAt: Instant, now: Instant) -> Flight {
    documented?.finished(now: now)
    guard let index = flights.firstIndex(where: { $0.sentAt == sentAt }) else {
      return Flight(sentAt: sentAt, inFlight: 1)
    }
    return flights.remove(at: index)
  }

  /// The wait that a 429 asks for: its `Retry-After`, else the reset of a window with nothing left.
  private func asked(by hints: RateHints) -> Duration? {
    if case .after(let wait) = hints.retryAfter { return wait }
    return (hints.remaining ?? 0) == 0 ? hints.resetAfter : nil
  }
}
