// Providers as a settlement meets them, with what they truly hold, so that what is said of each row can be held
// against it: in any weather, and in runs that stop at any step.

import Providers
import TestSupport
import Testing

@testable import Bulk

/// A provider with some rows' links.
protocol SettlementWorld {
  associatedtype Item: Sendable

  var items: [Item] { get }
  var aim: any Aim<Item> { get }
  /// Rows that an earlier run may have sent.
  var doubtful: [Bool] { get }
  var looksFirst: Bool { get }

  /// Does what a request asks for, and answers.
  mutating func carryOut(_ places: [Int], _ random: inout SeededGenerator) -> Exchange<Report>

  func look(_ places: [Int], _ random: inout SeededGenerator) -> Sights

  /// What was done by this run.
  func isDone(_ place: Int) -> Bool

  /// What is wrong with an outcome, whatever befell the row.
  func fault(of outcome: Outcome, at place: Int) -> String?

  /// Whether an answer may leave the row's fate open though nothing befell it.
  func mayBeOpen(_ place: Int) -> Bool
}

extension SettlementWorld {
  var looksFirst: Bool { false }
  func mayBeOpen(_ place: Int) -> Bool { false }
}

/// A run against a world.
struct WorldRun<World: SettlementWorld> {
  private var world: World
  private let seed: UInt64
  /// The step that is answered as in a run that has stopped, as all later ones are.
  private let stop: Int?
  private var steps = 0
  private var hasStopped = false
  /// Rows that something befell.
  private var troubled: Set<Int> = []

  init(_ world: World, seed: UInt64, stopsAt stop: Int?) {
    self.world = world
    self.seed = seed
    self.stop = stop
  }

  /// Runs to the end, checks what is said of each row, and gives the number of steps.
  mutating func run(isCalm: Bool) -> Int {
    var random = SeededGenerator(seed: seed)
    let lanes = Int.random(in: 1...4, using: &random)
    let settlement = Settlement(
      world.items, world.aim, doubtful: world.doubtful, since: .now, looksFirst: world.looksFirst,
      retries: Int.random(in: 0...3, using: &random), lanes: lanes, now: .now)
    var driver = SettlementDriver(settlement, lanes: lanes)
    let rulings = driver.run(&random) { end(of: $0, isCalm: isCalm, &$1) }
    for (place, ruling) in rulings.enumerated() { check(ruling, at: place) }
    return steps
  }

  private mutating func end(
    of step: Step, isCalm: Bool, _ random: inout SeededGenerator
  ) -> StepEnd {
    steps += 1
    if let stop, steps > stop { hasStopped = true }
    if hasStopped {
      if case .look(let parcel, _) = step { troubled.formUnion(parcel.places) }
      return step.stopped
    }
    switch step {
    case .send(let parcel):
      let exchange =
        isCalm ? world.carryOut(parcel.places, &random) : send(parcel.places, &random)
      if case .overQuota = exchange.result, parcel.places.count == 1 { hasStopped = true }
      return .sent(parcel, exchange)
    case .look(let parcel, let question):
      guard isCalm || Int.random(in: 0..<6, using: &random) > 0 else {
        troubled.formUnion(parcel.places)
        return .looked(parcel, question, Sights(.failed, of: parcel.places.count))
      }
      return .looked(parcel, question, world.look(parcel.places, &random))
    case .pause(_, let next): return .paused(then: next)
    }
  }

  /// What befalls a request; only one that may be sent again at once is.
  private mutating func send(
    _ places: [Int], _ random: inout SeededGenerator
  ) -> Exchange<Report> {
    let resends = world.aim.operation.afterLoss == .resend
    var weather = Int.random(in: 0..<24, using: &random)
    if !resends, (4...6).contains(weather) { weather = 23 }
    if weather <= 6 { troubled.formUnion(places) }
    switch weather {
    case 0, 1: return .lost
    case 2, 3:
      _ = world.carryOut(places, &random)
      return .lost
    case 4, 5:
      if weather == 4 { _ = world.carryOut(places, &random) }
      let exchange = world.carryOut(places, &random).again
      // Its rows may be taken apart beside others of the batch, and then what befell one befell all.
      if case .refused = exchange.result { troubled.formUnion(world.items.indices) }
      return exchange
    case 6:
      _ = world.carryOut(places, &random)
      hasStopped = true
      return Exchange<Report>.rejected.again
    case 7: return .unsent
    case 8:
      hasStopped = true
      return .rejected
    default: return world.carryOut(places, &random)
    }
  }

  private func check(_ ruling: Bulk.Ruling, at place: Int) {
    let isDoubted = world.doubtful[place]
    let isOpen = troubled.contains(place) || isDoubted || world.mayBeOpen(place)
    var fault = world.fault(of: ruling.outcome, at: place)
    switch ruling.outcome.status {
    case .notAttempted where !hasStopped: fault = "it was not attempted"
    case .notAttempted, .failed, .notFound: if world.isDone(place) { fault = "it was done" }
    case .unknown, .unconfirmed: if !isOpen { fault = "nothing befell it" }
    default: break
    }
    if let fault {
      Issue.record("\(fault): row \(place) is \(ruling), seed \(seed), stop \(stop ?? -1)")
    }
  }
}

/// Plays worlds in calm and in rough weather, and then in runs that stop at each of their steps.
func play<World: SettlementWorld>(
  seeds: Range<UInt64>, _ world: (inout SeededGenerator) throws -> World
) rethrows {
  for seed in seeds {
    var random = SeededGenerator(seed: seed &* 7_919)
    let world = try world(&random)
    var calm = WorldRun(world, seed: seed, stopsAt: nil)
    _ = calm.run(isCalm: true)
    var rough = WorldRun(world, seed: seed, stopsAt: nil)
    for stop in 0..<rough.run(isCalm: false) {
      var stopped = WorldRun(world, seed: seed, stopsAt: stop)
      _ = stopped.run(isCalm: false)
    }
  }
}
