import Providers
import Records
import TestSupport
import Testing

@testable import Bulk

/// Settlements whose steps come to anything at all.
@Suite struct SettlementTests {
  private static let why = Refusal("no", "for some reason")
  private static let link = ShownLink(id: "link_1", object: ["id": "link_1"])

  private func row(_ random: inout SeededGenerator) -> Report.Row {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .untold
    case 1: .existed(Self.link)
    case 2: .taken(Self.link)
    case 3: .notFound(Self.why)
    case 4: .refused(Self.why)
    case 5: .undecided(Self.why)
    case 6: .done(Self.link)
    default: .done()
    }
  }

  private func report(_ count: Int, _ random: inout SeededGenerator) -> Report {
    // Now and then of more rows than were asked for, or of fewer, and of any count.
    let rows = max(0, count + [0, 0, 0, -1, 1].randomElement(using: &random, or: 0))
    var report = Report((0..<rows).map { _ in row(&random) })
    if Int.random(in: 0..<3, using: &random) == 0 {
      report.count = Int.random(in: 0...count + 1, using: &random)
    }
    if Bool.random(using: &random) { report.strays = [Self.link] }
    return report
  }

  private func exchange(_ count: Int, _ random: inout SeededGenerator) -> Exchange<Report> {
    let result: Exchange<Report>.Result =
      switch Int.random(in: 0..<10, using: &random) {
      case 0: .refused(Self.why, at: Int.random(in: -1...count, using: &random))
      case 1, 2: .refused(Self.why, at: nil)
      case 3: .overQuota(Self.why)
      case 4: .tooLarge(Self.why)
      case 5: .rejected(Self.why)
      case 6: .unsent(Self.why)
      case 7: .lost(Self.why)
      case 8: .stopped
      default: .content(report(count, &random))
      }
    return Exchange(
      result: result, sent: Int.random(in: 0...3, using: &random),
      mayHaveActedBefore: Int.random(in: 0..<4, using: &random) == 0)
  }

  private func sights(_ count: Int, _ random: inout SeededGenerator) -> Sights {
    let known: [Sight] = [
      .there(), .there(ShownLink(id: nil, age: .zero)), .notThere, .notSeen, .untold(nil), .failed,
    ]
    let rows = max(0, count + [0, 0, 0, 0, -1, 1].randomElement(using: &random, or: 0))
    return Sights(
      (0..<rows).map { _ in known.randomElement(using: &random, or: .failed) },
      isWhole: Bool.random(using: &random))
  }

  /// Settles rows by chance.
  private func play<Item: Sendable>(_ items: [Item], _ aim: any Aim<Item>, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let some = Array(items.prefix(Int.random(in: 0...items.count, using: &random)))
    let isDoubted = Int.random(in: 0..<3, using: &random) == 0
    let doubtful = some.map { _ in isDoubted && Bool.random(using: &random) }
    let refused = some.indices.filter {
      !doubtful[$0] && Int.random(in: 0..<20, using: &random) == 0
    }
    let lanes = Int.random(in: 1...8, using: &random)
    let settlement = Settlement(
      some, aim, doubtful: doubtful,
      since: Bool.random(using: &random) ? .now : nil,
      looksFirst: Int.random(in: 0..<3, using: &random) == 0,
      retries: Int.random(in: 0...4, using: &random), lanes: lanes, now: .now,
      refused: refused.map { ($0, Outcome(.failed, Self.why)) })
    var driver = SettlementDriver(settlement, lanes: lanes)
    let rulings = driver.run(&random) { step, random in
      switch step {
      case .send(let parcel): .sent(parcel, exchange(parcel.places.count, &random))
      case .look(let parcel, let question):
        .looked(parcel, question, sights(parcel.places.count, &random))
      case .pause(_, let next): .paused(then: next)
      }
    }
    #expect(rulings.count == some.count, "seed \(seed)")
    #expect(
      refused.allSatisfy { rulings[$0] == Bulk.Ruling(Outcome(.failed, Self.why), attempts: 0) })
  }

  @Test(
    "whatever comes of its steps, a settlement ends with an outcome of each row and its attempts",
    arguments: [1, 4, 70])
  func anything(most: Int) throws {
    let ids = (0..<most).map { LinkID("link_\($0)") }
    let modification = try #require(Dub().modification)
    let edits = try ids.map {
      try modification.edit($0, ["externalId": "x"], allowingUnknown: false)
    }
    let names: [JSONObject] = [["externalId": "x"], ["key": "k"], [:]]
    let links = try (0..<most).map { number in
      let url: JSONObject = ["url": .string("https://e.org/\(number)")]
      return try #require(Dub().creation).link(
        url.merging(names[number % 3]), row: number + 1, allowingUnknown: false)
    }
    let call = try #require(Dub().upsertion?.call(for: .url))
    for seed in 0..<UInt64(most > 10 ? 80 : 300) {
      for provider in ProviderList.all {
        let deletion = try #require(provider.deletion)
        play(ids, DeleteAim(deletion, provider.reading), seed: seed)
        play(edits, UpdateAim(modification, provider.reading), seed: seed)
        play(links, CreateAim(try #require(provider.creation), Claims()), seed: seed)
      }
      play(links, CallAim(operation: call.plain), seed: seed)
    }
  }

  @Test("without rows there is nothing to be done")
  func empty() throws {
    let aim = DeleteAim(try #require(Dub().deletion), Dub().reading)
    #expect(settle([], aim, by: []).rulings.isEmpty)
    #expect(settle([], aim, looksFirst: true, by: []).rulings.isEmpty)
  }
}

extension Array {
  fileprivate func randomElement(using random: inout SeededGenerator, or other: Element) -> Element
  {
    randomElement(using: &random) ?? other
  }
}
