import HTTP
import Providers
import Records
import Testing

/// Answers of Dub's bulk create that are easily told wrong.
@Suite struct CorrelationTests {
  private let creation = Dub().creation

  private func links(_ rows: [JSONObject]) throws -> [NewLink] {
    try rows.enumerated().map {
      try creation.link($0.element, row: $0.offset + 1, allowingUnknown: false)
    }
  }

  private func report(_ links: [NewLink], _ items: String) throws -> CreationReport {
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
    #expect(report.made[links[1]]?["id"] == "link_2" && report.made[links[0]] == nil)
    #expect(report.refused[links[0]]?.code == "conflict")
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
    #expect(report.refused[links[1]] != nil && report.made[links[0]]?["id"] == "link_1")
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
    #expect(Set(report.undecided.keys) == Set(links) && report.made.isEmpty)
  }

  @Test("an item that belongs to no row does not spoil what the others say")
  func stray() throws {
    let links = try links([["url": "https://a.b/1", "key": "one"]])
    let report = try report(
      links, #"[{"id":"link_1","key":"one","domain":"d.co","url":"https://a.b/1"}]"#)
    #expect(report.made[links[0]] != nil)
  }
}
