// Another client at the ruled stand-ins, which adds and deletes links while the first one reads.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct RuledChurnTests {
  private static let providers = RuledStandInTests.providers

  private func churned(_ provider: SandboxProvider, _ text: String, links: Int = 100) throws
    -> RuledBench
  {
    let churn = try Churn(parsing: text)
    return try RuledBench(provider, links: links) { options in
      options.churn = churn
      options.shape.tags = 2
      options.shape.folders = 3
      options.shape.archivedPercent = 10
      options.shlink.ties = .stable
    }
  }

  @Test(
    "links come and go by turns, the same for the same seed, counted apart", arguments: providers)
  func turns(provider: SandboxProvider) throws {
    func run(_ seed: Int) throws -> (RuledBench, [String]) {
      let bench = try churned(provider, "6/request,seed=\(seed)")
      for _ in 0..<10 { #expect(try bench.page(10).ids.count == 10) }
      return (bench, bench.sandbox.ids(of: provider))
    }
    let (bench, ids) = try run(1)
    #expect(bench.counters.addedByOthers == 30 && bench.counters.deletedByOthers == 30)
    #expect(bench.counters.created == 0 && bench.counters.deleted == 0)
    #expect(bench.count == 100 && Set(ids).count == 100)
    let seeded = (1...100).map { bench.id($0) }
    #expect((70..<100).contains(Set(ids).intersection(seeded).count))
    #expect(try run(1).1 == ids)
    #expect(try run(2).1 != ids)
    var options = SandboxOptions()
    try options.addIDs(listedIn: ids.joined(separator: "\n"), of: provider)
    #expect(bench.sandbox.counters(of: .dub).addedByOthers == 0)
  }

  @Test(
    "aimed at the seam, the last link is gone before the next page is asked for",
    arguments: providers)
  func seam(provider: SandboxProvider) throws {
    let bench = try churned(provider, "2/request,seam", links: 1000)
    var cursor: String?
    for _ in 0..<5 {
      let page = try bench.page(10, cursor)
      let last = try #require(page.ids.last)
      #expect(bench.sandbox.holds(last, at: provider))
      _ = try bench.page(10, cursor)
      #expect(!bench.sandbox.holds(last, at: provider))
      cursor = page.next
    }
  }

  @Test(
    "links that stay come once in a walk whose pages begin behind a link",
    arguments: [SandboxProvider.shortio, .rebrandly, .bitly])
  func walkMeanwhile(provider: SandboxProvider) throws {
    let bench = try churned(provider, "20/request,seam", links: 2000)
    let before = Set(bench.sandbox.ids(of: provider))
    let found = try bench.walk(25)
    let stayed = before.intersection(bench.sandbox.ids(of: provider))
    #expect(stayed.count < before.count)
    let counts = Dictionary(grouping: found) { $0 }.mapValues(\.count)
    #expect(stayed.filter { counts[$0] != 1 } == [])
  }

  @Test(
    "links that come at the top shift pages that are counted",
    arguments: [SandboxProvider.kutt, .yourls, .shlink])
  func shift(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, links: 100) { $0.shlink.ties = .stable }
    let first = try bench.page(10)
    bench.sandbox.disturb(1, at: provider)
    let second = try bench.page(10, first.next)
    #expect(second.ids.first == first.ids.last)
  }

  @Test(
    "a test may have changes done when it likes, until nothing is left to delete",
    arguments: providers)
  func byHand(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider)
    bench.sandbox.disturb(1, at: provider)
    #expect(bench.count == 1)
    let link = try #require(bench.sandbox.links(of: provider).first)
    #expect(link.members.contains { $0.value == "https://example.com/other/1" })
    bench.sandbox.disturb(2, at: provider)
    #expect(bench.count == 1 && bench.counters.addedByOthers == 2)
    #expect(bench.counters.deletedByOthers == 1)
  }

  @Test("what nobody may delete is left alone")
  func spared() throws {
    let bitly = try RuledBench(.bitly, links: 5) { options in
      options.bitly.hasDelete = false
    }
    bitly.sandbox.disturb(20, at: .bitly)
    #expect(bitly.count == 15 && bitly.counters.deletedByOthers == 0)
    let shlink = try RuledBench(.shlink) { options in
      options.shlink.links = [
        SandboxLink(id: "a", slug: "a", url: "https://a.example", visits: 15),
        SandboxLink(id: "b", slug: "b", url: "https://b.example", visits: 14),
        SandboxLink(id: "c", slug: "c", url: "https://c.example", isForeign: true),
      ]
    }
    shlink.sandbox.disturb(400, at: .shlink)
    #expect(shlink.sandbox.holds("a", at: .shlink) && shlink.sandbox.holds("c", at: .shlink))
    #expect(!shlink.sandbox.holds("b", at: .shlink))
  }
}
