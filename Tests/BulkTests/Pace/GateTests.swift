// The gate step by step, on a clock that only the test moves.

import Providers
import TestSupport
import Testing

@testable import Bulk

@Suite struct GateTests {
  /// A gate, a clock, and the requests in flight.
  struct Bench {
    var gate: Gate
    var generator = SeededGenerator(seed: 3)
    var now = ContinuousClock.now
    var flying: [ContinuousClock.Instant] = []

    init(documented: RateLimit? = nil, maxWait: Duration = .seconds(900)) {
      gate = Gate(documented: documented.map { [$0] } ?? [], atMost: nil, maxWait: maxWait)
    }

    /// Asks until refused; true as often as it may go, each a microsecond after the one before.
    mutating func goes(_ most: Int = 50) -> Int {
      for count in 0..<most {
        guard gate.admit(now: now) == .go else { return count }
        flying.append(now)
        now += .microseconds(1)
      }
      return most
    }

    mutating func answer(_ hints: RateHints = RateHints()) {
      gate.answered(hints, sentAt: flying.removeFirst(), now: now)
    }

    mutating func refuse(_ hints: RateHints = RateHints()) -> GateVerdict {
      gate.refused(hints, sentAt: flying.removeFirst(), now: now, using: &generator)
    }
  }

  static func asking(_ wait: Duration) -> RateHints {
    var hints = RateHints()
    hints.retryAfter = .after(wait)
    return hints
  }

  static func showing(_ remaining: Int, of limit: Int, reset: Duration?) -> RateHints {
    var hints = RateHints()
    (hints.limit, hints.remaining, hints.resetAfter) = (limit, remaining, reset)
    return hints
  }

  @Test("the first answer is waited for, but a slow one does not hold everything")
  func softStart() {
    var bench = Bench()
    #expect(bench.goes() == 1)
    let start = bench.flying[0]
    #expect(
      bench.gate.admit(now: bench.now)
        == .wait(until: start + .seconds(1), why: .firstAnswer))
    bench.now = start + .seconds(1)
    #expect(bench.goes() == 1)
    bench.answer()
    #expect(bench.goes() == 50)
  }

  @Test("the 429s of requests in flight when the gate closed change nothing more")
  func oneEvent() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer()
    #expect(bench.goes(8) == 8)
    let first = bench.refuse(Self.asking(.seconds(2)))
    bench.now += .milliseconds(300)
    for _ in 0..<7 { #expect(bench.refuse(Self.asking(.seconds(2))) == first) }
    #expect(bench.gate.refusals == 8)
    guard case .closed(let until) = first else {
      Issue.record("the gate is open")
      return
    }
    let asked = bench.now.duration(to: until)
    #expect(asked >= .seconds(1.7) && asked <= .seconds(1.85))
  }

  @Test("a late 429 from before the closure does not close an open gate again")
  func lateRefusal() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer()
    #expect(bench.goes(3) == 3)
    _ = bench.refuse(Self.asking(.seconds(1)))
    bench.now += .seconds(2)
    #expect(bench.goes() == 1)
    bench.gate.answered(RateHints(), sentAt: bench.flying.removeLast(), now: bench.now)
    #expect(bench.refuse(Self.asking(.seconds(60))) == .closed(until: bench.now))
    #expect(bench.goes() == 50, "a single 429 may be a stray one, and teaches no pace")
  }

  @Test("a closed gate opens by one request, and by the next where that one fails")
  func opensByOne() {
    var bench = Bench()
    _ = bench.goes()
    _ = bench.refuse(Self.asking(.seconds(5)))
    #expect(bench.goes() == 0)
    bench.now += .seconds(6)
    #expect(bench.goes() == 1)
    #expect(bench.gate.admit(now: bench.now) == .waitForAnswer(why: .refused))
    bench.gate.failed(sentAt: bench.flying.removeFirst(), now: bench.now)
    #expect(bench.goes() == 1)
  }

  @Test(
    "what is left is spent freely, requests in flight counted, and then the reset is waited for")
  func spends() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer(Self.showing(3, of: 4, reset: .seconds(10)))
    #expect(bench.goes() == 3)
    guard case .wait(let until, .usedUp) = bench.gate.admit(now: bench.now) else {
      Issue.record("the window is used up")
      return
    }
    let wait = bench.now.duration(to: until)
    #expect(wait >= .seconds(9.9) && wait <= .seconds(10.1))
    bench.now = until
    #expect(bench.goes() == 1)
  }

  @Test("a 429's own wait goes before a window that an earlier answer showed, where that had room")
  func ownWaitFirst() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer(Self.showing(500, of: 600, reset: .seconds(40)))
    #expect(bench.goes(1) == 1)
    guard case .closed(let until) = bench.refuse(Self.asking(.seconds(1))) else {
      Issue.record("the gate is open")
      return
    }
    #expect(bench.now.duration(to: until) <= .seconds(1.1))
    bench.now = until
    #expect(bench.goes(1) == 1)
    bench.answer(Self.showing(498, of: 600, reset: .seconds(39)))
    #expect(bench.goes() == 50, "one stray 429 leaves no pace behind")
  }

  @Test("a 429 without figures is the window's where nothing was left of it")
  func silentRefusal() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer(Self.showing(1, of: 600, reset: .seconds(40)))
    #expect(bench.goes(1) == 1)
    _ = bench.refuse()
    bench.now += .seconds(1)
    guard case .wait(let until, .usedUp) = bench.gate.admit(now: bench.now) else {
      Issue.record("the window is used up")
      return
    }
    #expect(bench.now.duration(to: until) >= .seconds(38))
  }

  @Test("a cap on requests at once that one refusal taught is gone after some dozens of answers")
  func strayCap() {
    var cap = FlightCap()
    cap.accepted(inFlight: 1)
    let explains = cap.refused(inFlight: 2)
    #expect(explains)
    #expect(cap.admission(inFlight: 1) == .waitForAnswer(why: .concurrency))
    for _ in 0..<90 { cap.accepted(inFlight: 1) }
    #expect(cap.admission(inFlight: 7) == .go)
  }

  @Test("a wait past --max-wait ends the run only when a 429 asks for it")
  func givesUp() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer(Self.showing(0, of: 4, reset: .seconds(7200)))
    #expect(bench.goes() == 1)
    #expect(bench.gate.admit(now: bench.now) == .waitForAnswer(why: .usedUp))
    #expect(
      bench.refuse(Self.showing(0, of: 4, reset: .seconds(7200)))
        == .giveUp(.asksTooLong(.seconds(7200))))
    var other = Bench()
    _ = other.goes()
    guard case .closed = other.refuse(Self.asking(.seconds(900))) else {
      Issue.record("900 s may be asked for")
      return
    }
  }

  @Test("429s without hints are waited out longer and longer, never for nothing, and then given up")
  func hintless() {
    var bench = Bench(maxWait: .seconds(300))
    var waits: [Double] = []
    while bench.goes() == 1 {
      var nonsense = RateHints()
      nonsense.retryAfter = .nonsense
      guard case .closed(let until) = bench.refuse(nonsense) else { break }
      waits.append(bench.now.duration(to: until) / .seconds(1))
      bench.now = until
    }
    #expect(waits.count >= 7 && waits.count <= 20)
    for (index, wait) in waits.enumerated() {
      let least = min(0.5 * Double(1 << index), 60)
      #expect(wait >= least && wait <= least * 1.25)
    }
    #expect(bench.gate.refusals == waits.count + 1)
  }

  @Test("a server whose hints are always too short is asked less and less often")
  func shortHints() {
    var bench = Bench()
    var asked = 0
    let end = bench.now + .seconds(120)
    while bench.now < end, bench.goes() == 1 {
      asked += 1
      guard case .closed(let until) = bench.refuse(Self.asking(.milliseconds(1))) else { break }
      #expect(until >= bench.now + .milliseconds(100))
      bench.now = until
    }
    #expect(asked <= 12)
  }

  @Test("one answer with a reset far off is forgotten when the next tells better")
  func oddReset() {
    var bench = Bench()
    _ = bench.goes()
    bench.answer(Self.showing(9, of: 10, reset: .seconds(10)))
    #expect(bench.goes(1) == 1)
    bench.now += .milliseconds(50)
    bench.answer(Self.showing(8, of: 10, reset: .seconds(80_000)))
    #expect(bench.goes(1) == 1)
    bench.now += .milliseconds(50)
    bench.answer(Self.showing(0, of: 10, reset: .seconds(10)))
    guard case .wait(let until, _) = bench.gate.admit(now: bench.now) else {
      Issue.record("nothing is left")
      return
    }
    #expect(bench.now.duration(to: until) <= .seconds(11))
  }

  @Test("a documented limit holds in every window, and the headers' own limit replaces it")
  func documented() {
    var bench = Bench(documented: RateLimit(requests: 3, per: .seconds(60)))
    _ = bench.goes()
    bench.answer()
    let answered = bench.now
    #expect(bench.goes() == 2)
    guard case .wait(let until, .documented) = bench.gate.admit(now: bench.now) else {
      Issue.record("three in a minute are documented")
      return
    }
    // The way there and back of the first counts as one of the minute.
    #expect(until <= answered + .seconds(60) && until >= answered + .seconds(59.99))
    bench.answer(Self.showing(20, of: 30, reset: .seconds(60)))
    #expect(bench.goes() > 3)
  }

  @Test("answers to requests that the gate never let go are survived")
  func unknownAnswers() {
    var bench = Bench()
    for _ in 0..<3 {
      bench.gate.answered(Self.showing(1, of: 1, reset: nil), sentAt: bench.now, now: bench.now)
      bench.gate.failed(sentAt: bench.now, now: bench.now)
      _ = bench.gate.refused(
        RateHints(), sentAt: bench.now, now: bench.now, using: &bench.generator)
    }
    #expect(bench.gate.inFlight == 0)
  }

  @Test("limits of no requests, or in no time, are survived", arguments: [Int.min, -1, 0, 1])
  func emptyLimits(requests: Int) {
    for per in [Duration.seconds(-1), .zero, .seconds(1)] {
      let limit = RateLimit(requests: requests, per: per)
      var kept = Gate(documented: [limit], atMost: nil, maxWait: .seconds(900))
      var paced = Gate(documented: [], atMost: limit, maxWait: .seconds(900))
      let now = ContinuousClock.now
      #expect(kept.admit(now: now) == .go && paced.admit(now: now) == .go)
    }
  }
}
