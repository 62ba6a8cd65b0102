import HTTP
import Testing

@testable import Providers

/// Pages by offset of a list that others change meanwhile.
@Suite struct CountedPagesTests {
  /// A list of ranks; a page is asked for by the window in its target.
  private struct Source: CountedSource {
    var size = 10
    var hasUniqueRanks = true
    var enlargements = 0
    var hasStableTies = false
    var isNumbered = false
    /// Whether every page is the first.
    var isStuck = false

    func window(from place: Int, enlarged: Int) -> ListWindow {
      guard isNumbered else { return ListWindow(skip: place, take: size << enlarged) }
      return .numbered(from: place, sizes: (size * 3 / 5) << enlarged...size << enlarged)
    }

    func request(_ window: ListWindow) -> HTTPRequest {
      HTTPRequest(.get, "\(isStuck ? 0 : window.skip)/\(window.take)", isRepeatable: true)
    }

    func read(_ reply: Reply) -> Answer<LinkPage> { .unreadable(reply) }

    func rank(of link: ShownLink) -> Int64? { link.made.flatMap { Int64($0) } }
  }

  /// A link of the list: its rank and what tells it from others of that rank.
  private struct Entry: Hashable {
    var rank: Int
    var name: Int
    var link: ShownLink { ShownLink(id: "\(rank)/\(name)", made: String(rank)) }
  }

  /// What a walk gave, and how it ended.
  private struct Outcome {
    var ids: [String] = []
    var requests = 0
    var doubts: [String] = []
    var total: Int?
  }

  /// Reads a list to its end; up to `lanes` pages are answered in any order, and the list changes between answers.
  private func read(
    _ source: Source, _ list: inout [Entry], lanes: Int, countsLinks: Bool = false,
    dice: inout Dice, change: (inout [Entry], inout Dice) -> Void = { _, _ in }
  ) throws -> Outcome {
    var plan = CountedPages(source, lanes: lanes)
    var outcome = Outcome()
    var asked: [PageRequest] = []
    while true {
      while asked.count < lanes, let page = plan.next() { asked.append(page) }
      if asked.isEmpty { break }
      outcome.requests += 1
      try #require(outcome.requests < 2_000)
      let page = asked.remove(at: dice.roll(asked.count))
      let parts = page.request.target.split(separator: "/").compactMap { Int($0) }
      let found = list.dropFirst(parts[0]).prefix(parts[1]).map(\.link)
      var answer = LinkPage(links: Array(found))
      if countsLinks { answer.total = list.count }
      change(&list, &dice)
      outcome.ids += plan.take(answer, of: page).compactMap(\.id)
    }
    outcome.doubts = plan.doubts
    outcome.total = plan.total
    return outcome
  }

  /// Numbers that follow from a seed.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, sides)
    }
  }

  @Test(
    "a list at rest comes whole, once, in its order", arguments: [0, 1, 9, 10, 11, 95, 100, 101])
  func rest(count: Int) throws {
    for lanes in [1, 4, 8] {
      var dice = Dice(state: UInt64(count * 10 + lanes))
      var list = (0..<count).map { Entry(rank: $0 * 3, name: 0) }
      let outcome = try read(Source(), &list, lanes: lanes, dice: &dice)
      #expect(outcome.ids == list.compactMap(\.link.id) && outcome.doubts.isEmpty)
    }
  }

  @Test("no page is asked for behind the end where the list is counted")
  func counted() throws {
    var dice = Dice(state: 1)
    var list = (0..<91).map { Entry(rank: $0, name: 0) }
    let outcome = try read(Source(), &list, lanes: 8, countsLinks: true, dice: &dice)
    #expect(outcome.ids.count == 91 && outcome.requests == 10 && outcome.total == 91)
  }

  @Test(
    "links that stay come exactly once while others come and go", arguments: 0..<40, [true, false])
  func churn(seed: Int, isDown: Bool) throws {
    var dice = Dice(state: UInt64(seed))
    var ranks = (0..<200 + dice.roll(100)).map { $0 * 2 }
    if isDown { ranks.reverse() }
    var list = ranks.map { Entry(rank: $0, name: 0) }
    let before = Set(list)
    var newest = 1_000_000
    let outcome = try read(Source(), &list, lanes: 1 + seed % 5, dice: &dice) { list, dice in
      for _ in 0..<dice.roll(4) where list.count > 60 { list.remove(at: dice.roll(list.count)) }
      newest += 1
      let new = Entry(rank: newest, name: 1)
      list.insert(new, at: isDown ? 0 : list.count)
    }
    let stayed = before.intersection(list).compactMap(\.link.id)
    #expect(Set(stayed).subtracting(outcome.ids).isEmpty)
    #expect(Set(outcome.ids).count == outcome.ids.count, "links came twice")
  }

  @Test("many links of one rank come whole where a window can be made large enough, else in doubt")
  func ties() throws {
    var dice = Dice(state: 5)
    var source = Source(size: 10, hasUniqueRanks: false, enlargements: 3)
    var list =
      (0..<15).map { Entry(rank: $0, name: 0) } + (0..<60).map { Entry(rank: 20, name: $0) }
      + (0..<15).map { Entry(rank: 30 + $0, name: 0) }
    let whole = try read(source, &list, lanes: 4, dice: &dice)
    #expect(Set(whole.ids).count == 90 && whole.ids.count == 90 && whole.doubts.isEmpty)
    source.enlargements = 1
    let cut = try read(source, &list, lanes: 4, dice: &dice)
    #expect(cut.doubts == ["more links were made in one moment than one request shows"])
    #expect(Set(cut.ids).count == cut.ids.count)
  }

  @Test(
    "links of one rank that fill more than a page come whole where they keep their order",
    arguments: [true, false], [0, 15])
  func stableTies(isDown: Bool, before: Int) throws {
    let source = Source(size: 10, hasUniqueRanks: false, hasStableTies: true)
    for lanes in [1, 4, 8] {
      var dice = Dice(state: 7)
      var list =
        (0..<before).map { Entry(rank: $0, name: 0) } + (0..<67).map { Entry(rank: 20, name: $0) }
        + (0..<25).map { Entry(rank: 30 + $0, name: 0) }
      if isDown { list = list.map { Entry(rank: -$0.rank, name: $0.name) } }
      let outcome = try read(source, &list, lanes: lanes, countsLinks: true, dice: &dice)
      #expect(outcome.ids == list.compactMap(\.link.id) && outcome.doubts.isEmpty)
    }
  }

  @Test("links of one rank come whole too where pages are numbered", arguments: [1, 4, 8])
  func numberedTies(lanes: Int) throws {
    var dice = Dice(state: 3)
    let source = Source(
      size: 10, hasUniqueRanks: false, enlargements: 6, isNumbered: true)
    var list =
      (0..<12).map { Entry(rank: $0, name: 0) } + (0..<61).map { Entry(rank: 20, name: $0) }
      + (0..<44).map { Entry(rank: 30 + $0 / 3, name: $0) }
    let outcome = try read(source, &list, lanes: lanes, countsLinks: true, dice: &dice)
    #expect(Set(outcome.ids).count == 117 && outcome.ids.count == 117 && outcome.doubts.isEmpty)
  }

  @Test(
    "links of one rank in no order come exactly once while many others come and go",
    arguments: 0..<20, [true, false])
  func shiftingTies(seed: Int, isDown: Bool) throws {
    var dice = Dice(state: UInt64(seed))
    let source = Source(size: 10, hasUniqueRanks: false, enlargements: 6)
    var list = (0..<300).map { Entry(rank: isDown ? -($0 / 30) : $0 / 30, name: $0) }
    let before = Set(list)
    var newest = 1_000
    let outcome = try read(source, &list, lanes: 1 + seed % 5, countsLinks: true, dice: &dice) {
      list, dice in
      for _ in 0..<dice.roll(12) where list.count > 40 { list.remove(at: dice.roll(list.count)) }
      for _ in 0..<dice.roll(6) {
        newest += 1
        list.insert(Entry(rank: newest / 4, name: newest), at: isDown ? 0 : list.count)
      }
      let shuffled = list.map { (entry: $0, key: dice.roll(1_000_000)) }.sorted {
        ($0.entry.rank, $0.key) < ($1.entry.rank, $1.key)
      }
      list = isDown ? shuffled.reversed().map(\.entry) : shuffled.map(\.entry)
    }
    let stayed = before.intersection(list).compactMap(\.link.id)
    #expect(Set(stayed).subtracting(outcome.ids).isEmpty)
    #expect(Set(outcome.ids).count == outcome.ids.count, "links came twice")
  }

  @Test(
    "a list that moves as far with each page as the next would lead comes to its end",
    arguments: [1, 4, 8], [true, false])
  func chase(lanes: Int, isStable: Bool) throws {
    var dice = Dice(state: 3)
    let source = Source(
      size: 10, hasUniqueRanks: false, enlargements: isStable ? 0 : 6, hasStableTies: isStable)
    var list = (0..<240).map { Entry(rank: -($0 / 60), name: $0) }
    let before = Set(list)
    var newest = 0
    let outcome = try read(source, &list, lanes: lanes, countsLinks: true, dice: &dice) {
      list, dice in
      newest += 1
      list.insert(Entry(rank: newest, name: 0), at: 0)
      if newest % 3 == 0 { list.remove(at: dice.roll(list.count)) }
    }
    let stayed = before.intersection(list).compactMap(\.link.id)
    #expect(Set(stayed).subtracting(outcome.ids).isEmpty && outcome.doubts.isEmpty)
    #expect(Set(outcome.ids).count == outcome.ids.count, "links came twice")
    #expect(outcome.requests < 100, "\(outcome.requests)")
  }

  @Test("ties cost a list that is at rest few pages more, also where pages go side by side")
  func tiesAtRest() throws {
    for (isStable, most) in [(true, 45), (false, 60)] {
      var dice = Dice(state: 4)
      let source = Source(
        size: 10, hasUniqueRanks: false, enlargements: isStable ? 0 : 6, hasStableTies: isStable)
      var list = (0..<360).map { Entry(rank: $0 / 12, name: $0) }
      let outcome = try read(source, &list, lanes: 8, countsLinks: true, dice: &dice)
      #expect(outcome.ids.count == 360 && outcome.doubts.isEmpty)
      #expect(outcome.requests <= most, "\(outcome.requests)")
    }
  }

  @Test("a server that shows the same links at every place is given up, and that is said")
  func stuck() throws {
    var dice = Dice(state: 5)
    var list = (0..<50).map { Entry(rank: $0, name: 0) }
    let outcome = try read(Source(isStuck: true), &list, lanes: 4, dice: &dice)
    #expect(outcome.ids.count == 10 && outcome.doubts == ["its pages are all the same"])
  }

  @Test("a list in no order is given up, and that is said")
  func unordered() throws {
    var dice = Dice(state: 5)
    var list = [3, 9, 1, 7].map { Entry(rank: $0, name: 0) }
    let outcome = try read(Source(), &list, lanes: 4, dice: &dice)
    #expect(outcome.ids.isEmpty && outcome.doubts.count == 1)
  }
}
