// A run on a virtual clock: workers with a round trip each, the real gates, and a server with limiters.

import HTTP
import Providers
import TestSupport

@testable import Bulk

/// A run under way.
struct PaceRun {
  /// Requests of one class, or of none, that are still to be sent.
  private struct Work {
    var rateClass: RateClass?
    var left: Int
    var wake = Double.infinity
    var result = PaceResult()
  }

  private struct Client {
    var gates: Gates
    var works: [Work]
    var flying = 0
    var result = PaceResult()
  }

  /// One request of one client.
  private struct Request {
    var client: Int
    var work: Int
    var sentAt: Double
  }

  private enum Event {
    case wake(client: Int, work: Int)
    case arrival(Request)
    case answer(Request, HTTPResponse)
    case loss(Request)
  }

  private let terms: PaceSimulation
  private let origin = ContinuousClock.now
  private var server: SimulatedServer
  private var clients: [Client]
  private var queue = EventQueue<Event>()
  private var random: SeededGenerator
  private var now: Double
  private var arrived = 0
  private var breaches = 0
  private var shares: [Int] = []

  init(_ terms: PaceSimulation, _ server: SimulatedServer) {
    self.terms = terms
    self.server = server
    random = SeededGenerator(seed: terms.seed)
    now = terms.phase
    let gates = Gates(
      documented: terms.documented, atOnce: terms.atOnce, atMost: terms.atMost,
      maxWait: terms.maxWait)
    var works = terms.classes.map { Work(rateClass: $0.rateClass, left: $0.requests) }
    if terms.requests > 0 { works.append(Work(rateClass: nil, left: terms.requests)) }
    clients = [Client](repeating: Client(gates: gates, works: works), count: terms.runs)
  }

  mutating func result() -> PaceResult {
    for client in clients.indices {
      for work in clients[client].works.indices {
        queue.push(now, .wake(client: client, work: work))
      }
    }
    while let (time, event) = queue.pop() {
      now = max(now, time)
      take(event)
    }
    var whole = PaceResult()
    for client in clients {
      for work in client.works {
        whole.add(work.result)
        if let name = work.rateClass?.name {
          whole.classes[name, default: PaceResult()].add(work.result)
        }
      }
      whole.mostInFlight = max(whole.mostInFlight, client.result.mostInFlight)
      whole.admissions += client.result.admissions
      whole.gaveUp = whole.gaveUp || client.result.gaveUp
      if client.gates.inFlight != 0 { breaches += 1 }
    }
    whole.breaches = breaches
    whole.shares = shares
    if let other = server.key as? Neighboured { whole.shares = [other.passed, other.sent] }
    return whole
  }

  private func instant(_ time: Double) -> ContinuousClock.Instant {
    origin.advanced(by: .seconds(time))
  }

  private mutating func way() -> Double {
    let spread = max(1 - terms.jitter, 0)...(1 + terms.jitter)
    return terms.roundTrip / 2 * Double.random(in: spread, using: &random)
  }

  /// Lets an event happen, and whoever may ask again because of it.
  private mutating func take(_ event: Event) {
    switch event {
    case .wake(let client, let work): ask(client, work)
    case .arrival(let request): arrive(request)
    case .answer(let request, let response):
      clients[request.client].flying -= 1
      settle(request, response)
      askAll(request.client)
    case .loss(let request):
      let rateClass = clients[request.client].works[request.work].rateClass
      clients[request.client].flying -= 1
      clients[request.client].works[request.work].result.losses += 1
      clients[request.client].works[request.work].left += 1
      clients[request.client].gates.failed(
        rateClass, sentAt: instant(request.sentAt), now: instant(now))
      askAll(request.client)
    }
  }

  private mutating func arrive(_ request: Request) {
    arrived += 1
    if let losesEvery = terms.losesEvery, arrived.isMultiple(of: losesEvery) {
      return queue.push(now + way(), .loss(request))
    }
    if let headers = terms.strays[arrived] {
      let response = HTTPResponse(status: 429, headers: headers)
      return queue.push(now + way(), .answer(request, response))
    }
    let name = clients[request.client].works[request.work].rateClass?.name
    let ruling = server.rule(at: now, of: name)
    let epochNow = PaceSimulation.epoch + now
    var headers = terms.telling.headers(
      ruling, now: epochNow, reset: PaceSimulation.epoch + ruling.reset)
    if let zerosEvery = terms.zerosEvery, arrived.isMultiple(of: zerosEvery), ruling.isAllowed {
      headers = Telling.zeros
    }
    // Where the clocks agree it changes nothing, and costs the most of all.
    if terms.skew != 0 { headers["Date"] = HTTPDate.format(Int64(epochNow.rounded(.down))) }
    let response = HTTPResponse(status: ruling.isAllowed ? 200 : 429, headers: headers)
    queue.push(now + way(), .answer(request, response))
  }

  private mutating func settle(_ request: Request, _ response: HTTPResponse) {
    let hints = RateHints(
      response, receivedAtEpoch: PaceSimulation.epoch + now + terms.skew, bodyRetryAfter: nil)
    let client = request.client
    let rateClass = clients[client].works[request.work].rateClass
    clients[client].works[request.work].result.seconds = now - terms.phase
    guard response.status == 429 else {
      server.finished(of: rateClass?.name)
      clients[client].works[request.work].result.done += 1
      clients[client].gates.answered(
        rateClass, hints, sentAt: instant(request.sentAt), now: instant(now))
      return noteShares()
    }
    clients[client].works[request.work].result.refusals += 1
    if request.sentAt > terms.phase + terms.window {
      clients[client].works[request.work].result.lateRefusals += 1
    }
    clients[client].works[request.work].left += 1
    let verdict = clients[client].gates.refused(
      rateClass, hints, sentAt: instant(request.sentAt), now: instant(now), using: &random)
    switch verdict {
    case .closed(let until): if until < instant(now) { breaches += 1 }
    case .giveUp:
      clients[client].result.gaveUp = true
      for work in clients[client].works.indices { clients[client].works[work].left = 0 }
    }
  }

  private mutating func noteShares() {
    guard shares.isEmpty, terms.runs > 1 else { return }
    let done = clients.map { $0.works.reduce(0) { $0 + $1.result.done } }
    if done.contains(where: { $0 >= terms.requests }) { shares = done }
  }

  private mutating func askAll(_ client: Int) {
    for work in clients[client].works.indices { ask(client, work) }
  }

  private mutating func ask(_ client: Int, _ work: Int) {
    if let pause = terms.pause, pause.contains(now) {
      return wake(client, work, at: pause.upperBound + 0.001)
    }
    while clients[client].works[work].left > 0, clients[client].flying < terms.workers {
      clients[client].result.admissions += 1
      let rateClass = clients[client].works[work].rateClass
      switch clients[client].gates.admit(rateClass, now: instant(now)) {
      case .go: send(client, work)
      case .wait(let until, _):
        let due = origin.duration(to: until) / .seconds(1)
        if due < now - 1e-9 || due - now > 3600 { breaches += 1 }
        // A wake-up comes a little late, as on a real machine.
        return wake(client, work, at: due + 0.0005)
      case .waitForAnswer:
        if clients[client].flying == 0 { breaches += 1 }
        return
      }
    }
  }

  /// Has somebody ask at that moment, unless that is going to happen before.
  private mutating func wake(_ client: Int, _ work: Int, at time: Double) {
    let due = clients[client].works[work].wake
    guard time < due || due <= now else { return }
    clients[client].works[work].wake = time
    queue.push(time, .wake(client: client, work: work))
  }

  private mutating func send(_ client: Int, _ work: Int) {
    clients[client].works[work].left -= 1
    clients[client].flying += 1
    clients[client].result.mostInFlight = max(
      clients[client].result.mostInFlight, clients[client].flying)
    clients[client].works[work].result.sends.append(now)
    queue.push(
      now + way(), .arrival(Request(client: client, work: work, sentAt: now)))
  }
}

extension PaceResult {
  fileprivate mutating func add(_ other: PaceResult) {
    seconds = max(seconds, other.seconds)
    done += other.done
    refusals += other.refusals
    lateRefusals += other.lateRefusals
    losses += other.losses
    sends += other.sends
  }
}
