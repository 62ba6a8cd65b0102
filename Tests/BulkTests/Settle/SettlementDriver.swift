// Carries the steps of a settlement out in any order, side by side, and holds it to what it promises whatever comes
// of them: it ends, no row is two requests' at a time, nothing is sent for a row whose fate is known, and the attempts
// of a row are the requests that carried it.

import TestSupport
import Testing

@testable import Bulk

struct SettlementDriver<Item: Sendable> {
  private(set) var settlement: Settlement<Item>
  /// How often each row was sent.
  private var sent: [Int]
  private var inFlight: [Step] = []
  private(set) var steps = 0
  private let lanes: Int

  init(_ settlement: Settlement<Item>, lanes: Int) {
    self.settlement = settlement
    self.lanes = lanes
    sent = Array(repeating: 0, count: settlement.items.count)
  }

  /// Far more steps than rows can take: each resend may take its batch apart.
  private var mostSteps: Int { 100 + 60 * sent.count }

  /// Drives it to its end and gives what became of each row; `end` says what comes of a step.
  mutating func run(
    _ random: inout SeededGenerator, end: (Step, inout SeededGenerator) -> StepEnd
  ) -> [Bulk.Ruling] {
    while fill(&random) {
      steps += 1
      guard steps < mostSteps else {
        Issue.record("it goes on for ever")
        break
      }
      let step = inFlight.remove(at: Int.random(in: inFlight.indices, using: &random))
      let end = end(step, &random)
      if case .sent(let parcel, let exchange) = end {
        for place in parcel.places { sent[place] += exchange.sent }
      }
      let before = settlement.rulings
      settlement.take(end)
      for (place, ruling) in before.enumerated() where ruling != nil {
        #expect(settlement.rulings[place] == ruling, "a fate that was known has changed")
      }
    }
    let results = settlement.results
    #expect(results.count == sent.count)
    #expect(!settlement.rulings.contains(nil), "a row has no outcome")
    #expect(results.map(\.attempts) == sent)
    return results
  }

  /// Begins steps; `false` when there is none any more.
  private mutating func fill(_ random: inout SeededGenerator) -> Bool {
    while inFlight.isEmpty || inFlight.count < lanes && Bool.random(using: &random),
      let step = settlement.next()
    {
      check(step)
      inFlight.append(step)
    }
    return !inFlight.isEmpty
  }

  private func check(_ step: Step) {
    #expect(Set(step.places).count == step.places.count)
    #expect(step.places.allSatisfy { settlement.rulings[$0] == nil })
    #expect(Set(step.places).isDisjoint(with: inFlight.flatMap(\.places)))
    if case .send(let parcel) = step { #expect(!parcel.places.isEmpty, "a request of no rows") }
  }
}

extension Step {
  /// The rows that wait for it.
  fileprivate var places: [Int] {
    switch self {
    case .send(let parcel), .look(let parcel, _): parcel.places
    case .pause(_, let next): next.flatMap(\.places)
    }
  }
}
