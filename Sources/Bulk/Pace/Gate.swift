// When the next request may go. One gate for one API key or one rate class of it, shared by every request of a
// run; it holds no clock and never sleeps: whoever sends asks it, and tells it what came of each request.

package import Providers

/// A request on its way, as a gate remembers it.
struct Flight: Sendable {
  var sentAt: ContinuousClock.Instant

  /// How many were in flight with it when it was sent, itself included.
  var inFlight: Int

  /// Its place among the requests that the gate let go, from 1.
  var number: Int
}

/// Paces requests by what the provider documents, by what its answers show, and by its 429s.
///
/// For each `go` exactly one of `answered`, `refused` and `failed` must follow, with the moment of that
/// `go` as `sentAt`; else the gate waits for an answer that will never come.
package struct Gate: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private let maxWait: Duration
  private var flights: [Flight] = []
  private var sent = 0
  private var hasHeard = false
  private var closure = Closure()
  private var told: ToldLimit?
  private var learned = LearnedPace()
  private var flightCap: FlightCap
  private var documented: [RollingLimit]
  private var userPace: SteadyPace?

  /// 429s received, all of them.
  package private(set) var refusals = 0

  /// A gate that knows nothing of the provider but what it documents.
  ///
  /// - Parameters:
  ///   - documented: all of them hold until rate headers show what one of them really is.
  ///   - atOnce: as many may be in flight, whatever else is known.
  ///   - atMost: the user's own rate; it takes the place of `documented` and always holds.
  ///   - maxWait: the longest wait that the provider may ask for.
  package init(
    documented: [RateLimit], atOnce: Int? = nil, atMost: RateLimit?, maxWait: Duration
  ) {
    self.maxWait = maxWait
    flightCap = FlightCap(documented: atOnce)
    userPace = atMost.map { SteadyPace($0) }
    self.documented = atMost == nil ? documented.map { RollingLimit($0) } : []
  }

  /// Requests whose answer has not come.
  package var inFlight: Int { flights.count }

  /// Whether a request may go now; a `go` counts it as sent.
  package mutating func admit(now: Instant) -> Admission {
    let admission = admission(now: now)
    if admission == .go { sent(now: now) }
    return admission
  }

  /// Takes any answer that was not a 429, to the request that went at `sentAt`.
  package mutating func answered(_ hints: RateHints, sentAt: Instant, now: Instant) {
    let flight = landed(sentAt: sentAt, now: now)
    hasHeard = true
    flightCap.accepted(inFlight: flight.inFlight)
    if closure.answered(sentAt: sentAt) { learned.reopened(sentAt: sentAt) }
    if told != nil {
      told?.answered(hints, flight, now: now, inFlight: flights.count)
    } else {
      told = ToldLimit(hints, flight, now: now)
    }
    learned.passed(
      isRoomy: told?.isRoomy == true, floor: told?.floor(now: now) ?? 0, now: now)
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
    told?.notCounted(flight)
    guard !closure.isStale(sentAt: sentAt) else { return .closed(until: closure.until(now: now)) }

    closure.shut(
      hint: hint, first: learn(from: hints, flight: flight, now: now),
      longest: maxWait, now: now, using: &generator)
    return .closed(until: closure.until(now: now))
  }

  /// Finds out which limit refused, so that only what is known of that one changes.
  ///
  /// Returns the first wait that is due where the server asks for none.
  private mutating func learn(from hints: RateHints, flight: Flight, now: Instant) -> Duration {
    let others = flights.count
    let isFirst = closure.refusals == 0
    if told?.explains(hints, inFlight: others, isFirst: isFirst) == true {
      told?.refused(hints, flight, now: now)
      return .milliseconds(500)
    }
    if flightCap.refused(inFlight: flight.inFlight) { return .milliseconds(250) }
    learned.refused(
      now: now, despiteRoom: told?.hasRoom(inFlight: others) == true,
      isTimed: asked(by: hints) != nil)
    return learned.firstWait
  }

  /// Whether a request may go now, without counting it.
  func admission(now: Instant) -> Admission {
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
    }
    let shown = shownLimit
    for (index, limit) in documented.enumerated() where index != shown {
      admission = admission.stricter(limit.admission(now: now, inFlight: inFlight))
    }
    return admission
  }

  /// The documented limit that the rate headers show, and so what it really is: the one of their number, else the
  /// shortest that is long enough for what they say.
  private var shownLimit: Int? {
    guard let told else { return nil }
    if let same = documented.firstIndex(where: { $0.requests == told.limit }) { return same }
    let long = documented.indices.filter { documented[$0].per * 1.1 >= told.length }
    return long.min { documented[$0].per < documented[$1].per }
  }

  /// Counts a request that goes now.
  mutating func sent(now: Instant) {
    closure.sent()
    let before = flights.count
    told?.sent(now: now, inFlight: before)
    learned.sent(now: now)
    userPace?.sent(now: now)
    sent += 1
    flights.append(Flight(sentAt: now, inFlight: before + 1, number: sent))
  }

  private mutating func landed(sentAt: Instant, now: Instant) -> Flight {
    for index in documented.indices { documented[index].finished(sentAt: sentAt, now: now) }
    guard let index = flights.firstIndex(where: { $0.sentAt == sentAt }) else {
      return Flight(sentAt: sentAt, inFlight: 1, number: sent)
    }
    return flights.remove(at: index)
  }

  /// The wait that a 429 asks for: its `Retry-After`, else the reset of a window with nothing left.
  private func asked(by hints: RateHints) -> Duration? {
    if case .after(let wait) = hints.retryAfter { return wait }
    return (hints.remaining ?? 0) == 0 ? hints.resetAfter : nil
  }
}
