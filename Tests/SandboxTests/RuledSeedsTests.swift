// Links of the ruled stand-ins that are made when somebody looks: found by what names them, as many as one likes,
// of every shape.

import Records
import TestSupport
import Testing

@testable import Sandbox

@Suite(.inTurn) struct RuledSeedsTests {
  private static let providers = RuledStandInTests.providers

  @Test("an ID tells its index, and none that is not of the first so many", arguments: providers)
  func indexes(provider: SandboxProvider) {
    func index(_ id: String, _ count: Int = 5_000_000) -> Int? {
      SeededID.index(ofRuled: id, at: provider, upTo: count)
    }
    for number in [1, 2, 35, 36, 77, 4096, 99_999, 4_999_999, 5_000_000] {
      let id = SeededID.text(number, of: provider)
      #expect(index(id) == number)
      #expect(index(id, number) == number)
      #expect(index(id, number - 1) == nil)
      #expect(index(id + "0") != number)
      #expect(index(id.uppercased()) != number)
      #expect(
        index(id.replacing("-", with: "").replacing("/", with: "")) != number
          || provider != .kutt && provider != .bitly)
    }
    #expect(index(SeededID.text(5_000_001, of: provider)) == nil)
    for text in [
      "", "k", "k0", "k-1", "k+1", "/", "bit.ly/", "lnk_5bX_", "lnk_5bX_99999999999", "ä",
    ] {
      #expect(index(text) == nil)
    }
    let zero = SeededID.text(0, of: provider)
    #expect(index(zero) == nil)
  }

  @Test("of a million links any can be seen, and the first page is there", arguments: providers)
  func million(provider: SandboxProvider) throws {
    let count = 1_000_000
    let bench = try RuledBench(provider, links: count)
    #expect(bench.count == count)
    let page = try bench.page(25)
    #expect(page.ids.count == 25 && page.next != nil)
    let last = (count - 24...count).map { bench.id($0) }
    // Shlink shuffles the links of one second.
    if provider != .shlink { #expect(page.ids == last.reversed()) }
    #expect(bench.sandbox.holds(bench.id(count / 2), at: provider))
    #expect(!bench.sandbox.holds(bench.id(count + 1), at: provider))
    let url = JSONValue.string("https://example.com/page/\(count)")
    #expect(bench.link(bench.id(count))?.members.contains { $0.value == url } == true)
  }

  @Test("the pages join into one list, whatever was deleted and added", arguments: providers)
  func pages(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, links: 1000) { options in
      options.shape.sameMoment = 30
      options.shlink.ties = .stable
    }
    let before = try bench.walk(25)
    #expect(Set(before) == Set(bench.sandbox.ids(of: provider)) && before.count == 1000)
    #expect(before != bench.sandbox.ids(of: provider).reversed())
    bench.sandbox.disturb(300, at: provider)
    let after = try bench.walk(25)
    #expect(Set(after) == Set(bench.sandbox.ids(of: provider)) && after.count == 1000)
    // Those that stayed stand as they stood, behind those that were added.
    let stayed = Set(before).intersection(after)
    #expect(stayed.count == 1000 - bench.counters.deletedByOthers + gone(bench, before))
    #expect(after.filter(stayed.contains) == before.filter(stayed.contains))
  }

  /// How many of the deleted links were not among the first ones.
  private func gone(_ bench: RuledBench, _ first: [String]) -> Int {
    let left = bench.sandbox.ids(of: bench.provider)
    let added = Set(left).subtracting(first).count
    return bench.counters.addedByOthers - added
  }

  @Test("a slug that nobody chose is taken all the same, until its link is gone")
  func slugs() throws {
    let kutt = try RuledBench(.kutt, links: 40)
    func make(_ slug: String) throws -> Int {
      try kutt.ask("POST", "/links", #"{"target":"https://a.example","customurl":"\#(slug)"}"#)
        .status
    }
    #expect(try make("k14") == 500)
    #expect(try make("k15") == 201)
    #expect(try make("k15") == 500)
    #expect(try kutt.ask("DELETE", "/links/\(kutt.id(40))").status == 200)
    #expect(try make("k14") == 201)
    #expect(try make("k14") == 500)
    let moved = try kutt.ask("PATCH", "/links/\(kutt.id(1))", #"{"address":"else"}"#)
    #expect(moved.status == 200)
    #expect(try make("k1") == 201)
    #expect(try make("else") == 500)

    let short = try RuledBench(.shortio, links: 40) { options in
      options.shortIO.domains = [
        ShortIODomain(id: 101, name: "go.example.com", isCaseSensitive: false)
      ]
    }
    func add(_ path: String) throws -> Int {
      let body = #"{"domain":"go.example.com","originalURL":"https://a.example","path":"\#(path)"}"#
      return try short.ask("POST", "/links", body).status
    }
    #expect(try add("P7") == 409)
    #expect(try add("p41") == 200)
    #expect(try add("P41") == 200)
    #expect(try add("p041") == 200)
  }

  @Test("a destination that nobody chose finds its link, until the link has another or is gone")
  func destinations() throws {
    let bench = try RuledBench(.yourls, links: 40)
    func find(_ number: String) throws -> JSONValue? {
      let url = "https://example.com/page/\(number)"
      return try bench.form(["action": "geturl", "url": url]).json?["keyword"]
    }
    #expect(try find("7") == .string(bench.id(7)))
    #expect(try find("41") == "")
    #expect(try find("07") == "")
    #expect(try find("+7") == "")
    _ = try bench.form(["action": "update", "shorturl": bench.id(7), "url": "https://a.example"])
    #expect(try find("7") == "")
    _ = try bench.form(["action": "delete", "shorturl": bench.id(8)])
    #expect(try find("8") == "")
  }

  @Test("every shape occurs where a provider's links have it")
  func shapes() throws {
    let sandbox = try Sandbox.forTest(links: 2000) { options in
      options.shape.folders = 3
      options.shape.tags = 4
      options.shape.archivedPercent = 20
      options.shape.clicks = 9
      options.shape.sameMoment = 30
    }
    func values(_ name: String, _ provider: SandboxProvider) -> [JSONValue] {
      sandbox.links(of: provider).map { $0[name] ?? .null }
    }
    for (provider, name) in [(SandboxProvider.shortio, "archived"), (.bitly, "archived")] {
      #expect((300...500).contains(values(name, provider).filter { $0 == true }.count))
    }
    for provider in [SandboxProvider.shortio, .shlink, .bitly] {
      let tags = values("tags", provider).map { $0.array ?? [] }
      #expect(Set(tags.map(\.count)) == [0, 1, 2])
      #expect(Set(tags.joined().compactMap(\.string)) == ["tag-1", "tag-2", "tag-3", "tag-4"])
    }
    #expect(
      Set(values("FolderId", .shortio).map(\.string))
        == [nil, "fold_seed_1", "fold_seed_2", "fold_seed_3"])
    for (provider, name) in [
      (SandboxProvider.yourls, "clicks"), (.kutt, "visit_count"), (.rebrandly, "clicks"),
    ] {
      #expect(Set(values(name, provider).compactMap(\.int64)) == Set(0...9))
    }
    let times = Dictionary(grouping: values("createdAt", .rebrandly)) { $0.string ?? "" }
    #expect(times.values.allSatisfy { $0.count <= 30 } && times.count == 67)
    let folders = try RuledBench(.shortio) { $0.shape.folders = 3 }.ask(
      "GET", "/links/folders/\(ShortIOOptions.firstDomain.id)")
    #expect(folders.json?["linkFolders"]?.texts("name") == ["Folder 1", "Folder 2", "Folder 3"])
    let rebrandly = try RuledBench(.rebrandly, links: 50) { $0.shape.tags = 2 }
    #expect(try rebrandly.ask("GET", "/tags").json?.texts("name") == ["Tag 1", "Tag 2"])
    let some = try (1...50).map {
      try rebrandly.ask("GET", "/links/\(rebrandly.id($0))/tags").json?.array?.count ?? -1
    }
    #expect(Set(some) == [0, 1, 2])
    let yourls = try RuledBench(.yourls, links: 500) { $0.shape.clicks = 9 }
    let total = yourls.sandbox.links(of: .yourls).reduce(0) { $0 + ($1["clicks"]?.int64 ?? 0) }
    #expect(
      try yourls.form(["action": "db-stats"]).json?["db-stats"]?["total_clicks"]?.int64 == total)
  }
}
