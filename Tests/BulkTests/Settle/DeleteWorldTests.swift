import Providers
import TestSupport
import Testing

@testable import Bulk

/// Deletes against providers that hold some of the links.
@Suite struct DeleteWorldTests {
  /// How the provider answers.
  private enum Form: CaseIterable {
    /// All or nothing, by the links that are deleted.
    case named
    /// By a count; links can be looked up.
    case counted
    /// By a count alone.
    case countedUnread
  }

  private struct World: SettlementWorld {
    let items: [LinkID]
    let aim: any Aim<LinkID>
    let form: Form
    let doubtful: [Bool]
    let looksFirst: Bool
    /// Whether a list leaves nothing out.
    let isWhole: Bool
    private let wasThere: [Bool]
    private var isThere: [Bool]
    /// Links that the provider does not let the key delete.
    private let kept: Set<Int>
    private var removed: Set<Int> = []
    /// Links that were deleted by an answer that does not name them.
    private var unnamed: Set<Int> = []
    private let longest: Int

    init(_ form: Form, _ random: inout SeededGenerator) throws {
      let count = Int.random(in: 1...12, using: &random)
      let provider: any Provider =
        switch form {
        case .named: Hoko()
        case .counted: Dub()
        case .countedUnread: ShortPen()
        }
      self.form = form
      items = (0..<count).map { LinkID("id-\($0)") }
      aim = DeleteAim(try #require(provider.deletion), provider.reading)
      let isDoubted = Int.random(in: 0..<3, using: &random) == 0
      let doubtful = items.map { _ in isDoubted && Bool.random(using: &random) }
      self.doubtful = doubtful
      let missing = [0, 0, 3, 8].randomElement(using: &random) ?? 0
      let there = doubtful.map { isDoubtful in
        Int.random(in: 0..<8, using: &random) >= missing
          && !(isDoubtful && Bool.random(using: &random))
      }
      wasThere = there
      isThere = there
      // That a count alone is zero means that none is there.
      let keeps = form != .countedUnread && Int.random(in: 0..<3, using: &random) == 0
      kept = Set(items.indices.filter { _ in keeps && Int.random(in: 0..<4, using: &random) == 0 })
      looksFirst = form != .countedUnread && Int.random(in: 0..<3, using: &random) == 0
      isWhole = Bool.random(using: &random)
      longest = [2, 100, 100].randomElement(using: &random) ?? 100
    }

    mutating func carryOut(
      _ places: [Int], _ random: inout SeededGenerator
    ) -> Exchange<Report> {
      if places.count > longest { return .tooLarge }
      let going = places.filter { isThere[$0] && !kept.contains($0) }
      if form == .named {
        if places.contains(where: { !isThere[$0] }) { return .missing }
        if going.count < places.count { return .refused("http_409") }
      }
      for place in going {
        isThere[place] = false
        removed.insert(place)
      }
      if form != .named { return .counted(going.count, of: places.count) }
      var report = Report(.done(), of: places.count)
      // Now and then it does not name one, whose link is gone all the same.
      if let first = places.first, Int.random(in: 0..<10, using: &random) == 0 {
        report.rows[0] = .untold
        unnamed.insert(first)
      }
      return Exchange(result: .content(report), sent: 1)
    }

    func look(_ places: [Int], _ random: inout SeededGenerator) -> Sights {
      let sights = places.map { place -> Sight in
        if isThere[place] { return .there(ShownLink(id: items[place].text)) }
        return form == .named || Bool.random(using: &random) ? .notThere : .notSeen
      }
      return Sights(sights, isWhole: isWhole)
    }

    func isDone(_ place: Int) -> Bool { removed.contains(place) }

    func fault(of outcome: Outcome, at place: Int) -> String? {
      switch outcome.status {
      case .deleted: removed.contains(place) ? nil : "it was not deleted"
      case .notFound: isThere[place] ? "it is there" : nil
      case .unconfirmed where outcome.detail?.code == Outcome.goneCode:
        isThere[place] ? "it is there" : nil
      case .failed where outcome.detail?.code == Outcome.stillThereCode:
        isThere[place] ? nil : "it is gone"
      case .failed where doubtful[place]:
        wasThere[place] ? nil : "an earlier run may have deleted it"
      case .failed, .unconfirmed, .unknown, .notAttempted: nil
      default: "a delete comes to no such thing"
      }
    }

    /// A count that falls short does not say for what.
    func mayBeOpen(_ place: Int) -> Bool { form != .named || unnamed.contains(place) }
  }

  @Test(
    "what is said of each link is so, in any weather and wherever the run stops",
    arguments: [0, 1, 2])
  func truth(form: Int) throws {
    try play(seeds: 0..<300) { try World(Form.allCases[form], &$0) }
  }
}
