// A run on a virtual clock: workers with a round trip each, gates, and a server with a limiter. The
// least time comes from a sender that knows the limiter and all that is under way.

import HTTP
import Providers
import TestSupport
import Testing

@testable import Bulk

/// What became of a simulated run.
struct PaceResult {
  var seconds = 0.0
  var leastSeconds = 0.0
  var done = 0
  var refusals = 0
  var admissions = 0
  var closedSeconds = 0.0
  var mostInFlight = 0
  var sends: [Double] = []
  var gaveUp: GateVerdict.Reason?

  /// Time taken over the least time.
  var ratio: Double { seconds / leastSeconds }
}

/// The terms of a run.
struct PaceSimulation: Sendable {
  var workers = 8
  var requests = 200

  /// Seconds; each way takes half of it, a fifth more or less.
  var roundTrip = 0.05

  /// Where in the server's window the run begins, in seconds.
  var phase = 0.7
  var telling = Telling.milliseconds

  /// How far the wall clock here is ahead of the server's, in seconds.
  var skew = 0.0
  var documented: RateLimit?
  var atMost: RateLimit?
  var maxWait = Duration.seconds(900)
  var seed: UInt64 = 1

  /// How many runs share the key, each with its own gate and as many requests.
  var runs = 1

  /// Each so-manieth request is lost without an answer, and sent again.
  var losesEvery: Int?

  /// Arrivals, by their number from 1, that are refused whatever the limit, and the headers of that 429.
  var strays: [Int: HTTPHeaders] = [:]

  /// Seconds since the epoch when the virtual clock shows zero: the start of an hour.
  static let epoch = 1_787_360_400.0

  /// Runs, and puts the least time beside what it took.
  func run(_ limiter: some Limiter) -> PaceResult {
    var running = PaceRun(self, limiter)
    var result = running.result()
    result.leastSeconds = least(limiter)
    return result
  }

  private func least(_ limiter: some Limiter) -> Double {
    let all = requests * runs
    if let concurrent = limiter as? ConcurrencyLimit {
      return Double((all + concurrent.limit - 1) / concurrent.limit) * roundTrip
    }
    var limiter = limiter
    var free = [Double](repeating: phase, count: workers * runs)
    var last = phase
    for index in 0..<all {
      // Round-robin: the worker that has waited longest is free first.
      let worker = index % free.count
      last = earliest(limiter, from: max(free[worker] + roundTrip / 2, last))
      _ = limiter.rule(at: last)
      free[worker] = last + roundTrip / 2
    }
    return last + roundTrip / 2 - phase
  }

  private func earliest(_ limiter: some Limiter, from time: Double) -> Double {
    if limiter.allows(at: time) { return time }
    var (low, high) = (time, time + 1)
    while !limiter.allows(at: high) { (low, high) = (high, high + (high - low) * 2) }
    while high - low > 1e-6 {
      let middle = (low + high) / 2
      if limiter.allows(at: middle) { high = middle } else { low = middle }
    }
    return high
  }
}

/// A run under way.
private struct PaceRun<Server: Limiter> {
  private struct Client {
    var gate: Gate
    var left: Int
    var flying = 0
    var wake = Double.infinity
    var result = PaceResult()
  }

  private enum Event {
    case wake(Int)
    case arrival(Int, sentAt: Double)
    case answer(Int, sentAt: Double, HTTPResponse)
    case loss(Int, sentAt: Double)
  }

  private let terms: PaceSimulation
  private let origin = ContinuousClock.now
  private var limiter: Server
  private var clients: [Client]
  private var queue = EventQueue<Event>()
  private var random: SeededGenerator
  private var now: Double
  private var arrived = 0

  /// Answers of the gate that no run may get: a wait that is over or lasts an hour, or a wait for an
  /// answer with nothing in flight.
  private var breaches = 0

  init(_ terms: PaceSimulation, _ limiter: Server) {
    self.terms = terms
    self.limiter = limiter
    random = SeededGenerator(seed: terms.seed)
    now = terms.phase
    let gate = Gate(documented: terms.documented, atMost: terms.atMost, maxWait: terms.maxWait)
    clients = [Client](repeating: Client(gate: gate, left: terms.requests), count: terms.runs)
  }

  mutating func result() -> PaceResult {
    for index in clients.indices { queue.push(now, .wake(index)) }
    while let (time, event) = queue.pop() {
      now = max(now, time)
      if let index = take(event) { ask(index) }
    }
    #expect(breaches == 0)
    var whole = PaceResult()
    for client in clients {
      whole.seconds = max(whole.seconds, client.result.seconds)
      whole.done += client.result.done
      whole.refusals += client.result.refusals
      whole.admissions += client.result.admissions
      whole.mostInFlight = max(whole.mostInFlight, client.result.mostInFlight)
      whole.closedSeconds += client.gate.closedTime(now: instant(now)) / .seconds(1)
      whole.sends += client.result.sends
      whole.gaveUp = whole.gaveUp ?? client.result.gaveUp
      #expect(client.gate.inFlight == 0)
      #expect(client.gate.refusals == client.result.refusals)
    }
    return whole
  }

  private func instant(_ time: Double) -> ContinuousClock.Instant {
    origin.advanced(by: .seconds(time))
  }

  private mutating func way() -> Double {
    terms.roundTrip / 2 * Double.random(in: 0.8...1.2, using: &random)
  }

  /// Lets an event happen, and names the client that may ask again because of it.
  private mutating func take(_ event: Event) -> Int? {
    switch event {
    case .wake(let index): return index
    case .arrival(let index, let sentAt):
      arrived += 1
      if let losesEvery = terms.losesEvery, arrived.isMultiple(of: losesEvery) {
        queue.push(now + way(), .loss(index, sentAt: sentAt))
        return nil
      }
      if let headers = terms.strays[arrived] {
        let response = HTTPResponse(status: 429, headers: headers)
        queue.push(now + way(), .answer(index, sentAt: sentAt, response))
        return nil
      }
      let ruling = limiter.rule(at: now)
      let epochNow = PaceSimulation.epoch + now
      var headers = terms.telling.headers(
        ruling, limit: limiter.limit, now: epochNow, reset: PaceSimulation.epoch + ruling.reset)
      // Where the clocks agree it changes nothing, and costs the most of all.
      if terms.skew != 0 { headers["Date"] = HTTPDate.format(Int64(epochNow.rounded(.down))) }
      let response = HTTPResponse(status: ruling.isAllowed ? 200 : 429, headers: headers)
      queue.push(now + way(), .answer(index, sentAt: sentAt, response))
      return nil
    case .answer(let index, let sentAt, let response):
      clients[index].flying -= 1
      settle(index, sentAt: sentAt, response)
      return index
    case .loss(let index, let sentAt):
      clients[index].flying -= 1
      clients[index].left += 1
      clients[index].gate.failed(sentAt: instant(sentAt), now: instant(now))
      return index
    }
  }

  private mutating func settle(_ index: Int, sentAt: Double, _ response: HTTPResponse) {
    let hints = RateHints(
      response, receivedAtEpoch: PaceSimulation.epoch + now + terms.skew, bodyRetryAfter: nil)
    clients[index].result.seconds = now - terms.phase
    guard response.status == 429 else {
      limiter.finished()
      clients[index].result.done += 1
      clients[index].gate.answered(hints, sentAt: instant(sentAt), now: instant(now))
      return
    }
    clients[index].result.refusals += 1
    clients[index].left += 1
    let verdict = clients[index].gate.refused(
      hints, sentAt: instant(sentAt), now: instant(now), using: &random)
    switch verdict {
    case .closed(let until): if until < instant(now) { breaches += 1 }
    case .giveUp(let why):
      clients[index].result.gaveUp = why
      clients[index].left = 0
    }
  }

  private mutating func ask(_ index: Int) {
    while clients[index].left > 0, clients[index].flying < terms.workers {
      clients[index].result.admissions += 1
      switch clients[index].gate.admit(now: instant(now)) {
      case .go: send(index)
      case .wait(let until, _):
        let due = origin.duration(to: until) / .seconds(1)
        if due < now - 1e-9 || due - now > 3600 { breaches += 1 }
        // A wake-up comes a little late, as on a real machine, and none is set twice.
        if due < clients[index].wake || clients[index].wake <= now {
          clients[index].wake = due
          queue.push(due + 0.0005, .wake(index))
        }
        return
      case .waitForAnswer:
        if clients[index].flying == 0 { breaches += 1 }
        return
      }
    }
  }

  private mutating func send(_ index: Int) {
    clients[index].left -= 1
    clients[index].flying += 1
    clients[index].result.mostInFlight = max(
      clients[index].result.mostInFlight, clients[index].flying)
    clients[index].result.sends.append(now)
    queue.push(now + way(), .arrival(index, sentAt: now))
  }
}
