// The gates of a key and its rate classes, step by step.

import Providers
import TestSupport
import Testing

@testable import Bulk

@Suite struct GatesTests {
  private let create = RateClass("create", RateLimit(requests: 50, per: .seconds(1)))
  private let delete = RateClass("bulk-delete", RateLimit(requests: 1, per: .seconds(1)))
  private let start = ContinuousClock.now

  private func gates(key: [RateLimit] = [], atMost: RateLimit? = nil) -> Gates {
    Gates(documented: key, atMost: atMost, maxWait: .seconds(900))
  }

  private func asking(_ wait: Duration?, limit: Int? = nil) -> RateHints {
    var hints = RateHints()
    if let wait { hints.retryAfter = .after(wait) }
    hints.limit = limit
    return hints
  }

  /// Sends one of a class and has it accepted at once.
  private func pass(_ gates: inout Gates, _ rateClass: RateClass?, at now: Gate.Instant) -> Bool {
    guard gates.admit(rateClass, now: now) == .go else { return false }
    gates.answered(rateClass, RateHints(), sentAt: now, now: now + .milliseconds(1))
    return true
  }

  private func refuse(
    _ gates: inout Gates, _ rateClass: RateClass?, _ hints: RateHints, at now: Gate.Instant
  ) -> GateVerdict {
    var random = SeededGenerator(seed: 1)
    #expect(gates.admit(rateClass, now: now) == .go)
    return gates.refused(rateClass, hints, sentAt: now, now: now, using: &random)
  }

  private func isOpen(
    _ gates: Gates, _ rateClass: RateClass?, at now: Gate.Instant
  ) -> Bool {
    var gates = gates
    return gates.admit(rateClass, now: now) == .go
  }

  @Test("each class keeps its own documented limit, whatever goes in the others")
  func ownLimits() {
    var gates = gates()
    #expect(pass(&gates, delete, at: start))
    for step in 0..<50 { #expect(pass(&gates, create, at: start + .milliseconds(2 + step))) }
    let later = start + .milliseconds(100)
    #expect(!isOpen(gates, create, at: later) && !isOpen(gates, delete, at: later))
    #expect(isOpen(gates, nil, at: later))
    #expect(isOpen(gates, delete, at: start + .milliseconds(1_002)))
  }

  @Test("the key's limits hold for the classes together")
  func keyAbove() {
    var gates = gates(key: [RateLimit(requests: 3, per: .seconds(60))])
    #expect(pass(&gates, create, at: start))
    #expect(pass(&gates, delete, at: start + .milliseconds(2)))
    #expect(pass(&gates, nil, at: start + .milliseconds(4)))
    let later = start + .seconds(2)
    for rateClass in [create, delete, nil] { #expect(!isOpen(gates, rateClass, at: later)) }
  }

  @Test("all documented limits of a key hold at once")
  func several() {
    var gates = gates(key: [
      RateLimit(requests: 2, per: .seconds(1)), RateLimit(requests: 3, per: .seconds(60)),
    ])
    #expect(pass(&gates, nil, at: start) && pass(&gates, nil, at: start + .milliseconds(2)))
    #expect(!isOpen(gates, nil, at: start + .milliseconds(500)))
    #expect(pass(&gates, nil, at: start + .milliseconds(1_010)))
    #expect(!isOpen(gates, nil, at: start + .seconds(10)))
  }

  @Test("headers replace the documented limit that they show, and no other")
  func shownLimit() {
    var gates = gates(key: [
      RateLimit(requests: 2, per: .seconds(1)), RateLimit(requests: 3, per: .seconds(60)),
    ])
    var hints = RateHints()
    (hints.limit, hints.remaining, hints.resetAfter) = (600, 599, .seconds(50))
    #expect(gates.admit(nil, now: start) == .go)
    gates.answered(nil, hints, sentAt: start, now: start + .milliseconds(1))
    var sent = 0
    for step in 0..<100 where pass(&gates, nil, at: start + .milliseconds(2 + step * 100)) {
      sent += 1
    }
    #expect(sent > 3 && sent <= 20)
  }

  @Test("a 429 to a class closes that class alone")
  func classRefused() {
    var gates = gates()
    #expect(pass(&gates, create, at: start) && pass(&gates, nil, at: start + .milliseconds(2)))
    let now = start + .milliseconds(10)
    guard case .closed = refuse(&gates, delete, asking(.seconds(30)), at: now) else {
      Issue.record("the class is open")
      return
    }
    let later = now + .seconds(20)
    #expect(!isOpen(gates, delete, at: later))
    #expect(isOpen(gates, create, at: later) && isOpen(gates, nil, at: later))
    #expect(isOpen(gates, delete, at: now + .seconds(31)))
  }

  @Test("429s to two classes with nothing accepted between are about the key")
  func everywhere() {
    var gates = gates()
    #expect(pass(&gates, create, at: start) && pass(&gates, nil, at: start + .milliseconds(2)))
    _ = refuse(&gates, delete, asking(.seconds(30)), at: start + .milliseconds(10))
    _ = refuse(&gates, create, asking(.seconds(30)), at: start + .milliseconds(20))
    #expect(!isOpen(gates, nil, at: start + .seconds(20)))
    #expect(isOpen(gates, nil, at: start + .seconds(31)))
  }

  @Test("429s to two classes with an answer between are each about its class")
  func oneAfterTheOther() {
    var gates = gates()
    #expect(pass(&gates, create, at: start) && pass(&gates, nil, at: start + .milliseconds(2)))
    _ = refuse(&gates, delete, asking(.seconds(30)), at: start + .milliseconds(10))
    #expect(pass(&gates, nil, at: start + .milliseconds(15)))
    _ = refuse(&gates, create, asking(.seconds(30)), at: start + .milliseconds(20))
    #expect(isOpen(gates, nil, at: start + .seconds(20)))
  }

  @Test("a 429 whose figures are the key's closes everything")
  func keyRefused() {
    var gates = gates(key: [RateLimit(requests: 600, per: .seconds(60))])
    #expect(pass(&gates, create, at: start) && pass(&gates, delete, at: start + .milliseconds(2)))
    _ = refuse(&gates, create, asking(.seconds(30), limit: 600), at: start + .milliseconds(10))
    for rateClass in [create, delete, nil] {
      #expect(!isOpen(gates, rateClass, at: start + .seconds(20)))
    }
  }

  @Test("a 429 to a request without a class closes everything")
  func withoutClass() {
    var gates = gates()
    #expect(pass(&gates, create, at: start) && pass(&gates, nil, at: start + .milliseconds(2)))
    _ = refuse(&gates, nil, asking(.seconds(30)), at: start + .milliseconds(10))
    #expect(!isOpen(gates, create, at: start + .seconds(20)))
  }

  @Test("the user's rate takes the place of what classes document, and holds for them together")
  func userRate() {
    var gates = gates(atMost: RateLimit(requests: 10, per: .seconds(1)))
    var sent = 0
    for step in 0..<100 where pass(&gates, delete, at: start + .milliseconds(step * 10)) {
      sent += 1
    }
    #expect(sent == 10)
  }

  @Test("what a class and a key take at once is kept, and comes back with each answer")
  func atOnce() {
    let two = RateClass("two", atOnce: 2)
    var gates = Gates(documented: [], atOnce: 3, atMost: nil, maxWait: .seconds(900))
    #expect(pass(&gates, two, at: start))
    #expect(pass(&gates, nil, at: start + .milliseconds(2)))
    var sent: [(RateClass?, Gate.Instant)] = []
    for step in 0..<10 {
      for rateClass in [two, nil] {
        let now = start + .milliseconds(10 + step)
        if gates.admit(rateClass, now: now) == .go { sent.append((rateClass, now)) }
      }
    }
    #expect(sent.count == 3 && sent.count { $0.0 == two } == 2)
    let later = start + .seconds(1)
    #expect(!isOpen(gates, nil, at: later))
    gates.answered(nil, RateHints(), sentAt: sent[1].1, now: later)
    #expect(!isOpen(gates, two, at: later) && isOpen(gates, nil, at: later))
    gates.failed(two, sentAt: sent[0].1, now: later)
    #expect(isOpen(gates, two, at: later))
  }

  @Test("a request that fails in a class is counted in its gate and in the key's")
  func failure() {
    var gates = gates()
    #expect(gates.admit(delete, now: start) == .go && gates.inFlight == 1)
    gates.failed(delete, sentAt: start, now: start + .milliseconds(5))
    #expect(gates.inFlight == 0)
    #expect(!isOpen(gates, delete, at: start + .milliseconds(500)))
  }
}
