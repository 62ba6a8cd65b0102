import Providers
import Records
import TestSupport
import Testing

@testable import Bulk

/// Changes against a provider that holds some of the links, and a provider's own upserts.
@Suite struct UpdateWorldTests {
  private struct World: SettlementWorld {
    let items: [Edit]
    let aim: any Aim<Edit>
    let doubtful: [Bool]
    private let bad: Set<Int>
    private let missing: Set<Int>
    private var changed: Set<Int>
    private var leftOut: Set<Int> = []
    private let earlier: Set<Int>
    private let longest: Int

    init(_ random: inout SeededGenerator) throws {
      let count = Int.random(in: 1...12, using: &random)
      let modification = try #require(Dub().modification)
      items = try (0..<count).map {
        try modification.edit(LinkID("link_\($0)"), ["title": "t"], allowingUnknown: false)
      }
      aim = UpdateAim(modification, Dub().reading)
      let isDoubted = Int.random(in: 0..<3, using: &random) == 0
      doubtful = items.map { _ in isDoubted && Bool.random(using: &random) }
      let badness = [0, 0, 2, 8].randomElement(using: &random) ?? 0
      bad = Set(items.indices.filter { _ in Int.random(in: 0..<8, using: &random) < badness })
      missing = Set(items.indices.filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
      let (places, doubted, gone) = (items.indices, doubtful, missing)
      earlier = Set(
        places.filter {
          doubted[$0] && !gone.contains($0) && Bool.random(using: &random)
        })
      changed = []
      longest = [3, 100, 100].randomElement(using: &random) ?? 100
    }

    mutating func carryOut(
      _ places: [Int], _ random: inout SeededGenerator
    ) -> Exchange<Report> {
      if places.count > longest { return .tooLarge }
      if places.contains(where: bad.contains) { return .refused() }
      var report = Report(.untold, of: places.count)
      for (index, place) in places.enumerated() {
        let isLeftOut = Int.random(in: 0..<10, using: &random) == 0
        if missing.contains(place) {
          report.rows[index] = .notFound(Refusal("missing", "no such link"))
        } else {
          // What is left out may have been changed.
          if !isLeftOut || Bool.random(using: &random) { changed.insert(place) }
          if !isLeftOut { report.rows[index] = .done() }
          if isLeftOut { leftOut.insert(place) }
        }
      }
      return Exchange(result: .content(report), sent: 1)
    }

    func look(_ places: [Int], _ random: inout SeededGenerator) -> Sights {
      Sights(places.map { missing.contains($0) ? .notThere : .there() })
    }

    func isDone(_ place: Int) -> Bool { changed.contains(place) }

    func fault(of outcome: Outcome, at place: Int) -> String? {
      switch outcome.status {
      case .updated: changed.contains(place) ? nil : "it was not changed"
      case .notFound: missing.contains(place) ? nil : "it is there"
      case .failed where earlier.contains(place): "an earlier run has changed it"
      case .failed, .unconfirmed, .unknown, .notAttempted: nil
      default: "a change comes to no such thing"
      }
    }

    func mayBeOpen(_ place: Int) -> Bool { leftOut.contains(place) }
  }

  /// A row that the provider matches with its link itself.
  private struct CallWorld: SettlementWorld {
    let items: [NewLink]
    let aim: any Aim<NewLink>
    let doubtful: [Bool]
    private let isBad: Bool
    private var links: Int
    private var isAsAsked: Bool
    private let wasDone: Bool

    init(_ random: inout SeededGenerator) throws {
      let names: [JSONObject] = [["externalId": "x"], [:]]
      let row: JSONObject = ["url": "https://e.org"]
      items = [
        try #require(Dub().creation).link(
          row.merging(names.randomElement(using: &random) ?? [:]), row: 1, allowingUnknown: false)
      ]
      aim = CallAim(operation: try #require(Dub().upsertion?.call(for: .url)).plain)
      let isDoubtful = Int.random(in: 0..<3, using: &random) == 0
      doubtful = [isDoubtful]
      isBad = Int.random(in: 0..<4, using: &random) == 0
      let wasDone = isDoubtful && !isBad && Bool.random(using: &random)
      self.wasDone = wasDone
      isAsAsked = wasDone
      links = wasDone || Bool.random(using: &random) ? 1 : 0
    }

    mutating func carryOut(
      _ places: [Int], _ random: inout SeededGenerator
    ) -> Exchange<Report> {
      if isBad { return .refused() }
      let status: Status = links == 0 ? .created : isAsAsked ? .unchanged : .updated
      links = max(1, links)
      isAsAsked = true
      return .told(.done(ShownLink(id: "link_1"), as: status))
    }

    func look(_ places: [Int], _ random: inout SeededGenerator) -> Sights {
      Sights(items[0].ownName != nil || links > 0 ? .there() : .notSeen, of: 1)
    }

    func isDone(_ place: Int) -> Bool { isAsAsked && !wasDone }

    func fault(of outcome: Outcome, at place: Int) -> String? {
      switch outcome.status {
      case .created, .updated, .unchanged: isAsAsked ? nil : "it is not as asked"
      case .failed where wasDone: "an earlier run has done it"
      case .failed, .unknown, .notAttempted: nil
      default: "an upsert comes to no such thing"
      }
    }
  }

  @Test("what is said of each change is so, in any weather and wherever the run stops")
  func changes() throws {
    try play(seeds: 0..<400) { try World(&$0) }
  }

  @Test("what is said of a provider's own upsert is so, in any weather and wherever the run stops")
  func calls() throws {
    try play(seeds: 0..<1_000) { try CallWorld(&$0) }
  }
}
