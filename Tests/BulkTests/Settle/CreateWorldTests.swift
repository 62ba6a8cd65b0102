import Providers
import Records
import TestSupport
import Testing

@testable import Bulk

/// Creates against a provider that has some of the names already.
@Suite struct CreateWorldTests {
  private struct World: SettlementWorld {
    let items: [NewLink]
    let aim: any Aim<NewLink>
    let doubtful: [Bool]
    private let bad: Set<Int>
    private let namesIndex: Bool
    /// Rows whose names other links have, older ones.
    private let taken: Set<Int>
    /// How many links each row has made.
    private var made: [Int]
    private let longest: Int
    private var quota: Int

    init(_ random: inout SeededGenerator) throws {
      let count = Int.random(in: 1...12, using: &random)
      var items: [NewLink] = []
      for place in 0..<count {
        let names: [JSONObject] = [
          ["externalId": .string("x\(place)")], ["key": .string("k\(place)")], [:],
          ["key": .string("k\(place)"), "externalId": .string("x\(place)")],
        ]
        let row: JSONObject = ["url": .string("https://e.org/\(place)")]
        let fields = row.merging(names.randomElement(using: &random) ?? [:])
        items.append(
          try #require(Dub().creation).link(fields, row: place + 1, allowingUnknown: false))
      }
      self.items = items
      aim = CreateAim(try #require(Dub().creation), Claims())
      let isDoubted = Int.random(in: 0..<3, using: &random) == 0
      doubtful = items.map { _ in isDoubted && Bool.random(using: &random) }
      let doubted = doubtful
      made = items.indices.map { doubted[$0] && Bool.random(using: &random) ? 1 : 0 }
      let badness = [0, 0, 2, 8].randomElement(using: &random) ?? 0
      let makes = made
      bad = Set(
        items.indices.filter {
          makes[$0] == 0 && Int.random(in: 0..<8, using: &random) < badness
        })
      taken = Set(
        items.indices.filter {
          makes[$0] == 0 && items[$0].ownName != nil && Int.random(in: 0..<6, using: &random) == 0
        })
      namesIndex = Bool.random(using: &random)
      longest = [3, 100, 100].randomElement(using: &random) ?? 100
      quota = [2, 1_000, 1_000].randomElement(using: &random) ?? 1_000
    }

    mutating func carryOut(
      _ places: [Int], _ random: inout SeededGenerator
    ) -> Exchange<Report> {
      if places.count > longest { return .tooLarge }
      if let index = places.firstIndex(where: bad.contains) {
        return .refused(at: namesIndex ? index : nil)
      }
      if places.count > quota { return .overQuota }
      var report = Report(.untold, of: places.count)
      for (index, place) in places.enumerated() {
        let link = items[place]
        guard link.ownName == nil || made[place] == 0 && !taken.contains(place) else {
          // A row whose external ID is taken is left out.
          if link.externalID == nil { report.rows[index] = .refused(Refusal("taken", "it is")) }
          continue
        }
        made[place] += 1
        quota -= 1
        report.rows[index] = .done(own(place))
      }
      return Exchange(result: .content(report), sent: 1)
    }

    func look(_ places: [Int], _ random: inout SeededGenerator) -> Sights {
      Sights(
        places.map { place in
          if items[place].ownName == nil { return .untold(nil) }
          if made[place] > 0 { return .there(own(place)) }
          return taken.contains(place) ? .there(other(place)) : .notThere
        })
    }

    private func own(_ place: Int) -> ShownLink {
      let link = items[place]
      return ShownLink(
        id: "own-\(place)", key: link.key, externalID: link.externalID, age: .zero,
        object: link.fields)
    }

    private func other(_ place: Int) -> ShownLink {
      let link = items[place]
      return ShownLink(
        id: "other-\(place)", key: link.key, externalID: link.externalID, age: .seconds(1_000_000),
        object: link.fields.merging(["url": "https://elsewhere.example"]))
    }

    func isDone(_ place: Int) -> Bool { made[place] > 0 && !doubtful[place] }

    func fault(of outcome: Outcome, at place: Int) -> String? {
      if made[place] > 1 { return "it was made twice" }
      switch outcome.status {
      case .created:
        if made[place] == 0 { return "it was not made" }
        return outcome.link?.id == "own-\(place)" ? nil : "it has another's link"
      case .failed where made[place] > 0: return "it was made"
      case .failed, .unknown, .notAttempted: return nil
      default: return "a create comes to no such thing"
      }
    }
  }

  @Test("what is said of each link is so, and none is made twice, wherever the run stops")
  func truth() throws {
    try play(seeds: 0..<400) { try World(&$0) }
  }
}
