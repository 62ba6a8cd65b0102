import HTTP
import Providers
import Records
import Testing

/// Answers of Dub's bulk create that are easily told wrong.
@Suite struct CorrelationTests {
  private let creation: any Creation

  init() throws { creation = try #require(Dub().creation) }

  private func links(_ rows: [JSONObject]) throws -> [NewLink] {
    try rows.enumerated().map {
      try creation.link($0.element, row: $0.offset + 1, allowingUnknown: false)
    }
  }

  private func report(_ links: [NewLink], _ items: String) throws -> Report {
    try #require(creation.read(answer(200, items), for: links).content)
  }

  @Test("a key on a named domain and the same key on the default domain are two rows")
  func domains() throws {
    let links = try links([
      ["url": "https://a.b/1", "key": "x"],
      ["url": "https://a.b/2", "key": "x", "domain": "two.co"],
    ])
    let report = try report(
      links,
      #"""
      [{"id":"link_2","domain":"two.co","key":"x","url":"https://a.b/2"},
       {"error":"Duplicate key","code":"conflict","link":{"domain":"one.co","key":"x","url":"https://a.b/1"}}]
      """#)
    #expect(report.done[1]?.id == "link_2" && report.done[0] == nil)
    #expect(report.refused[0]?.code == "conflict")
    #expect(report.defaultDomain == nil)
  }

  @Test("of rows that differ in tags only, the refusal is of the one with the echoed tags")
  func tags() throws {
    let links = try links([
      ["url": "https://a.b/", "tagNames": "good"],
      ["url": "https://a.b/", "tagNames": "nope, nada"],
    ])
    let report = try report(
      links,
      #"""
      [{"id":"link_1","key":"r1","domain":"d.co","url":"https://a.b/"},
       {"error":"Invalid tagNames","code":"unprocessable_entity",
        "link":{"url":"https://a.b/","key":"r2","domain":"d.co","tagNames":["nope","nada"]}}]
      """#)
    #expect(report.refused[1] != nil && report.done[0]?.id == "link_1")
  }

  @Test("rows that the answer does not tell apart are undecided, never guessed")
  func undecided() throws {
    let links = try links([
      ["url": "https://a.b/", "comments": "one"], ["url": "https://a.b/", "comments": "two"],
    ])
    let report = try report(
      links,
      #"""
      [{"id":"link_1","key":"r1","domain":"d.co","url":"https://a.b/"},
       {"error":"No","code":"forbidden","link":{"url":"https://a.b/"}}]
      """#)
    #expect(Set(report.undecided.keys) == Set(links.indices) && report.done.isEmpty)
  }

  @Test("an item that belongs to no row does not spoil what the others say")
  func stray() throws {
    let links = try links([["url": "https://a.b/1", "key": "one"]])
    let report = try report(
      links, #"[{"id":"link_1","key":"one","domain":"d.co","url":"https://a.b/1"}]"#)
    #expect(report.done[0] != nil)
  }

  @Test("what became of a URL never keeps an item from its row")
  func rewritten() throws {
    for row in [["url": "https://a.b/"], ["url": "https://a.b/", "key": "one"]] as [JSONObject] {
      let links = try links([row])
      let report = try report(
        links, #"[{"id":"link_1","key":"one","domain":"d.co","url":"https://elsewhere.example/"}]"#)
      #expect(report.done[0]?.id == "link_1" && report.strays.isEmpty)
    }
  }

  @Test(
    "a single row that lost its key to another request gets that one's link, which its texts tell")
  func lostRace() throws {
    let links = try links([["url": "https://a.b/", "key": "one", "comments": "mine"]])
    for comments in [#""theirs""#, "null"] {
      let report = try report(
        links,
        #"[{"id":"link_1","key":"one","domain":"d.co","url":"https://x.y/","comments":\#(comments)}]"#
      )
      #expect(report.taken[0]?.id == "link_1")
    }
  }

  @Test("where keys are written anew, links are told by their order when the counts add up")
  func rewrittenKeys() throws {
    let links = try links([
      ["url": "https://a.b/1", "key": "caf\u{E9}"], ["url": "https://a.b/2"],
      ["url": "https://a.b/3", "externalId": "gone"],
    ])
    let report = try report(
      links,
      #"""
      [{"id":"link_1","key":"cafe","domain":"dub.sh","url":"https://x.example/"},
       {"id":"link_2","key":"r1","domain":"dub.sh","url":"https://y.example/"}]
      """#)
    #expect(report.done.mapValues(\.id) == [0: "link_1", 1: "link_2"])
  }

  @Test("a created link that no row can be told of is kept apart, with its ID")
  func strays() throws {
    let links = try links([
      ["url": "https://a.b/1"], ["url": "https://a.b/2"], ["url": "https://a.b/3", "key": "k"],
    ])
    let report = try report(
      links,
      #"[{"id":"link_9","key":"r9","domain":"d.co","url":"https://x.example/"}]"#
        .replacing("]", with: #",{"id":"link_3","key":"k","domain":"d.co","url":"https://a.b/3"}]"#)
    )
    #expect(report.done.mapValues(\.id) == [2: "link_3"])
    #expect(report.strays.map(\.id) == ["link_9"])
  }

  @Test("one row's refusal is its own, whatever Dub made of the URL that it echoes")
  func refusedAlone() throws {
    let links = try links([["url": "https://a.b/1"]])
    let report = try report(
      links, #"[{"error":"No","code":"forbidden","link":{"url":"https://x.example/"}}]"#)
    #expect(report.refused[0]?.code == "forbidden")
  }

  @Test("an ID that an answer has twice is one row's")
  func twice() throws {
    let links = try links([
      ["url": "https://a.b/", "key": "/kk/"], ["url": "https://a.b/", "key": "kk"],
    ])
    let item = #"{"id":"link_1","key":"kk","domain":"d.co","url":"https://a.b/"}"#
    let report = try report(links, "[\(item),\(item)]")
    #expect(report.done.count == 1 && report.done[0] != nil)
  }
}
