// Requests on their way: slots, the gate, resends, and reasons to stop. Every request of a run passes
// here, look-ups too.

import Glibc
import HTTP
package import Providers
import Synchronization
import Transport

/// How fast a run may go, and how patient it is.
package struct PaceRules: Sendable {
  /// Never faster than this; takes the place of the limit that the provider documents.
  package var atMost: RateLimit?
  /// The longest wait that a provider may ask for.
  package var maxWait = Duration.seconds(900)
  /// Resends of one request after a network fault or a server error.
  package var retries = 5

  package init() {}
}

/// Sends the requests of one run with one key; used by many tasks at once.
final class Sender: Sendable {
  let stopSwitch: StopSwitch
  let meter = Meter()
  let waits: Waits
  let retries: Int
  let mostFailures: Int?
  let ignoresNotFound: Bool
  private let maxWait: Duration
  private let transport: any Transport
  let provider: any Provider
  private let key: APIKey
  let slots: Slots
  let doors = Doors()
  let gates: Mutex<Gates>
  private let longest = Mutex(Int.max)
  private let losses = Mutex((count: 0, answers: 0))
  /// How many requests may be in flight, and so be lost together.
  let slotCount: Int
  private let trace: (@Sendable (RequestTrace) -> Void)?
  private let flights = Flights()
  private let faults: FaultTeller

  init(
    _ transport: any Transport, provider: any Provider, key: APIKey, options: RunOptions,
    trace: (@Sendable (RequestTrace) -> Void)?,
    tellFault: @escaping @Sendable (FaultNotice) -> Void = { _ in },
    tellWait: @escaping @Sendable (Wait) -> Void = { _ in }
  ) {
    let pace = options.pace
    stopSwitch = StopSwitch(mostTime: options.mostTime, interruption: options.interruption)
    self.transport = transport
    self.provider = provider
    self.key = key
    self.trace = trace
    faults = FaultTeller(tellFault)
    waits = Waits(tellWait)
    retries = pace.retries
    maxWait = pace.maxWait
    slots = Slots(options.concurrency)
    slotCount = options.concurrency
    mostFailures = options.mostFailures
    ignoresNotFound = options.ignoresNotFound
    gates = Mutex(
      Gates(
        documented: provider.rateLimit.map { [$0] } ?? [], atOnce: provider.mostAtOnce,
        atMost: pace.atMost, maxWait: pace.maxWait))
  }

  /// Why the run stops, `nil` while it goes on.
  var stopped: RunStop? { stopSwitch.stopped }

  /// Requests whose answers are waited for.
  var inFlight: Int { flights.count }

  /// Stops the run because a second signal has come, without waiting for any answer: what was sent is
  /// then lost.
  func abandon(_ signal: Int32) {
    stopSwitch.abandon(signal)
    flights.abandon()
  }

  /// The longest batch that the provider takes, as far as the run has learned.
  var longestBatch: Int { longest.withLock { $0 } }

  /// Remembers that batches longer than this are refused for their size.
  func learn(longestBatch links: Int) { longest.withLock { $0 = min($0, links) } }

  /// Sends a request until something comes of it: rate limits are waited for, faults are resent.
  ///
  /// A request whose answer was lost is resent only when `resendsLost`, that is when doing it twice is the
  /// same as once; otherwise the loss is the result. Where a loss is not final, since it will be settled by
  /// looking, it is left to the look-up to find that the provider is out of reach. A request that changes
  /// something has the record of its rows, which says so before it goes. `firstSent` is when the rows were sent first,
  /// where they were before. One that the provider limits by itself has its rate class.
  func exchange<Content: Sendable>(
    _ request: HTTPRequest, resendsLost: Bool, isResend: Bool = false, isLossFinal: Bool = true,
    record: RowRecord? = nil, firstSent: ContinuousClock.Instant? = nil,
    rateClass: RateClass? = nil, read: @Sendable (Reply) -> Answer<Content>
  ) async -> Exchange<Content> {
    var attempt = ExchangeAttempt<Content>(answersBefore: meter.figures.answers)
    while true {
      guard let sentAt = await pass(rateClass) else { return attempt.stopped() }
      if let record, !(await record.send()) {
        slots.give()
        return attempt.stopped()
      }
      let leg = Leg(sentAt: sentAt, rateClass: rateClass)
      let round = await send(
        attempt.form(of: request), isResend: isResend || attempt.sent > 0, leg,
        firstSent: firstSent ?? attempt.began, read)
      attempt.began = attempt.began ?? sentAt
      attempt.sent += 1
      switch round {
      case .settled(let result): return attempt.ended(result)
      case .again: continue
      case .fault(let fault):
        attempt.note(fault)
        // Nobody has answered as the provider yet, and once is enough where asking again could do harm.
        if let stop = fault.stop, meter.figures.answers == 0, !resendsLost || attempt.faults > 1 {
          stopSwitch.stop(.provider(stop))
          return attempt.ended(.rejected(fault.why))
        }
        if fault.mayHaveActed, !resendsLost {
          noteLoss(fault)
          return attempt.ended(.lost(fault.why))
        }
        if attempt.faults > retries { return giveUp(attempt, fault, isLossFinal: isLossFinal) }
        if !fault.mayHaveActed, stopped == nil {
          faults.note(FaultNotice(fault.why, resends: retries), answers: meter.figures.answers)
        }
        if !attempt.goesAtOnce { await backOff(attempt.faults, fault.hints) }
      }
    }
  }

  /// Sends a request that only reads, which may be done twice.
  func read<Content: Sendable>(
    _ request: HTTPRequest, _ read: @Sendable (Reply) -> Answer<Content>
  ) async -> Exchange<Content> {
    await exchange(
      request, resendsLost: true, rateClass: provider.reading.rateClass(of: request), read: read)
  }

  /// Waits before a resend, the first being 1, longer each time; ends early when the run stops.
  func backOff(_ resend: Int, _ hints: RateHints = RateHints()) async {
    var random = SystemRandomNumberGenerator()
    let wait = Backoff.wait(attempt: resend, hints: hints, maxWait: maxWait, using: &random)
    guard let wait else {
      if case .after(let asked) = hints.retryAfter { stopSwitch.stop(.waitTooLong(asked)) }
      return
    }
    await rest(until: .now + wait)
  }

  /// Waits for a moment; ends early when the run stops.
  func rest(until moment: ContinuousClock.Instant) async {
    let now = ContinuousClock.now
    guard moment > now else { return }
    let pause = waits.pause(until: moment, now: now)
    defer { waits.resume(pause) }
    await sleep(until: moment)
  }

  /// Losses that are not resent use up the resends of the run when nothing is answered between them.
  private func noteLoss(_ fault: ExchangeFault) {
    let answers = meter.figures.answers
    let inARow = losses.withLock { losses in
      losses = (losses.answers == answers ? losses.count + 1 : 1, answers)
      return losses.count
    }
    if inARow > retries + slotCount { stopSwitch.stop(RunStop(fault)) }
  }

  /// When nothing at all was answered while a request used up its resends, the provider is out of reach.
  private func giveUp<Content>(
    _ attempt: ExchangeAttempt<Content>, _ fault: ExchangeFault, isLossFinal: Bool
  ) -> Exchange<Content> {
    let exchange = attempt.givenUp(fault.why)
    if case .lost = exchange.result, !isLossFinal { return exchange }
    if meter.figures.answers == attempt.answersBefore { stopSwitch.stop(RunStop(fault)) }
    return exchange
  }
}

extension Sender {
  /// What one sending came to.
  private enum Round<Content: Sendable> {
    case settled(Exchange<Content>.Result)
    case again
    case fault(ExchangeFault)
  }

  /// How a request passed the gate, which is told what came of it.
  private struct Leg {
    let sentAt: ContinuousClock.Instant
    let rateClass: RateClass?
  }

  /// Sends once, and gives the slot back.
  private func send<Content>(
    _ request: HTTPRequest, isResend: Bool, _ leg: Leg, firstSent: ContinuousClock.Instant?,
    _ read: (Reply) -> Answer<Content>
  ) async -> Round<Content> {
    var authorized = request
    provider.authorize(&authorized, with: key)
    meter.sent(isResend: isResend)
    do throws(TransportError) {
      var response = try await flights.carry(authorized, over: transport).get()
      response.took = .now - leg.sentAt
      tell(request, .status(response.status), since: leg.sentAt)
      let reply = Reply(response, sinceFirst: firstSent.map { .now - $0 })
      return judge(reply, response, leg, read)
    } catch {
      defer { slots.give() }
      gates.withLock { $0.failed(leg.rateClass, sentAt: leg.sentAt, now: .now) }
      gateChanged()
      let why = error.kind == .cancelled ? .notWaitedFor : redacted(Refusal(error))
      tell(request, .error(why.code), since: leg.sentAt)
      if error.kind == .tls || error.kind == .unsendable {
        stopSwitch.stop(.outOfReach(why))
        return .settled(error.mayHaveReachedServer ? .lost(why) : .unsent(why))
      }
      return .fault(
        ExchangeFault(
          why: why, mayHaveActed: error.mayHaveReachedServer,
          metDeadConnection: error.metDeadConnection))
    }
  }

  private func redacted(_ why: Refusal) -> Refusal { key.redacted(why, as: provider.credential) }

  /// What came of an answer.
  ///
  /// The gate hears of it before the slot is free for the next request. What a success holds says nothing to the gate, so
  /// that it is read when nothing is in flight any more.
  private func judge<Content>(
    _ reply: Reply, _ response: HTTPResponse, _ leg: Leg, _ read: (Reply) -> Answer<Content>
  ) -> Round<Content> {
    let hints = RateHints(response, receivedAtEpoch: WallClock.now)
    let isHeard = reply.isSuccess
    if isHeard {
      hear(hints, leg)
      slots.give()
    }
    defer { if !isHeard { slots.give() } }
    let answer = read(reply).mapRefusal(redacted)
    if case .rateLimited(let seconds) = answer {
      return wait(
        RateHints(response, receivedAtEpoch: WallClock.now, bodyRetryAfter: seconds), leg)
    }
    if !isHeard { hear(hints, leg) }
    if case .stray(let stop) = answer {
      return .fault(ExchangeFault(why: stop.refusal, mayHaveActed: true, stop: stop))
    }
    if let (why, mayHaveActed) = answer.failure {
      // Dub sends `Retry-After` with every answer; only a 503 means it as a wait.
      let waits = response.status == 503
      return .fault(
        ExchangeFault(why: why, mayHaveActed: mayHaveActed, hints: waits ? hints : RateHints()))
    }
    meter.answered()
    switch answer {
    case .content(let content): return .settled(.content(content))
    case .refused(let why, let index): return .settled(.refused(why, at: index))
    case .overQuota(let why): return .settled(.overQuota(why))
    case .tooLarge(let why): return .settled(.tooLarge(why))
    case .stop(let stop):
      stopSwitch.stop(.provider(stop))
      return .settled(.rejected(stop.refusal))
    case .rateLimited, .fault, .notDone, .stray: return .again
    }
  }

  private func hear(_ hints: RateHints, _ leg: Leg) {
    gates.withLock { $0.answered(leg.rateClass, hints, sentAt: leg.sentAt, now: .now) }
    gateChanged()
  }

  /// A refusal for being too fast closes the gate for every request; nothing was done, so it is sent again.
  private func wait<Content>(_ hints: RateHints, _ leg: Leg) -> Round<Content> {
    meter.rateLimited()
    var random = SystemRandomNumberGenerator()
    let verdict = gates.withLock {
      $0.refused(leg.rateClass, hints, sentAt: leg.sentAt, now: .now, using: &random)
    }
    gateChanged()
    switch verdict {
    case .closed: break
    case .giveUp(let why): stopSwitch.stop(RunStop(why))
    }
    return .again
  }

  private func tell(
    _ request: HTTPRequest, _ end: RequestTrace.End, since: ContinuousClock.Instant
  ) {
    trace?(
      RequestTrace(
        method: request.method, target: request.target, end: end,
        took: ContinuousClock.now - since))
  }
}
