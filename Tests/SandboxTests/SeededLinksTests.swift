// Links that are made when somebody looks: the same in a list, by themselves and after any number of looks, and
// as many as one likes.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct SeededLinksTests {
  /// A sandbox whose links are of every shape.
  private func shaped(_ links: Int, _ change: (inout SandboxOptions) -> Void = { _ in }) throws
    -> Sandbox
  {
    try Sandbox.forTest(links: links) { options in
      options.shape.folders = 7
      options.shape.tags = 5
      options.shape.archivedPercent = 20
      options.shape.clicks = 9
      options.shape.sameMoment = 30
      options.dub.megaFolders = 2
      options.dub.imported = 40
      options.shortPen.workspaces = [1, 2, 3]
      options.shortPen.spreadsLinks = true
      change(&options)
    }
  }

  private static let lists: [(SandboxProvider, String, String)] = [
    (.dub, "/links?search=https&showArchived=true", "id"), (.hoko, "/api/links?take=100", "id"),
    (.shortpen, "/v1/links?workspace_id=2", "id"),
  ]

  @Test("a list shows each link as it is shown by itself", arguments: 0..<3)
  func sameText(index: Int) throws {
    let (provider, target, name) = Self.lists[index]
    let sandbox = try shaped(300)
    let reply = try sandbox.ask(provider, "GET", target)
    let items = reply.json?.array ?? reply.json?["data"]?.array ?? []
    #expect(items.count == 100)
    for item in items {
      let id = item[name]?.string ?? item[name]?.number?.text ?? ""
      #expect(sandbox.link(id, at: provider).map(JSONValue.object) == item)
    }
  }

  @Test("every shape occurs about as often as it should")
  func shapes() throws {
    let links = try shaped(4000).links(of: .dub)
    let archived = links.filter { $0["archived"] == true }.count
    #expect((700...900).contains(archived))
    let folders = Dictionary(grouping: links) { $0["folderId"]?.string ?? "-" }.mapValues(\.count)
    #expect(folders.count == 8 && folders.values.allSatisfy { (400...600).contains($0) })
    let tags = Dictionary(grouping: links) { $0["tags"]?.array?.count ?? -1 }.mapValues(\.count)
    #expect(Set(tags.keys) == [0, 1, 2] && tags.values.allSatisfy { $0 > 1000 })
    #expect(
      links.allSatisfy {
        Set($0["tags"]?.array?.compactMap { $0["id"]?.string } ?? []).count
          == $0["tags"]?.array?.count
      })
    let times = Dictionary(grouping: links) { $0["createdAt"]?.string ?? "" }.mapValues(\.count)
    #expect(times.values.filter { $0 == 30 }.count > 120 && times.values.allSatisfy { $0 <= 30 })
    #expect(links.filter { $0["createdAt"]?.string?.hasPrefix("2023") == true }.count == 40)
    #expect(Set(links.compactMap { $0["clicks"]?.int64 }) == Set(0...9))
    #expect(links.allSatisfy { ($0["lastClicked"] == .null) == ($0["clicks"] == 0) })
  }

  @Test("without a shape seeded links are what they always were")
  func plain() throws {
    let sandbox = try Sandbox.forTest(links: 3)
    let hoko = try #require(sandbox.link(SeededID.hoko(2).text, at: .hoko))
    #expect(hoko["url"] == "https://example.com/page/2")
    #expect(hoko["createdAt"] == "2024-01-01T00:00:00.002Z")
    #expect(hoko["collectionId"] == .string(HokoCollection.first.id.text))
    let pen = try #require(sandbox.link("502", at: .shortpen))
    #expect(pen["title"] == "Page 502" && pen["folder_id"] == .null)
    #expect(pen["created_at"] == "2024-01-01T00:00:00.502Z")
    let dub = try #require(sandbox.link(SeededID.dub(2), at: .dub))
    #expect(dub["folderId"] == .null && dub["clicks"] == 0 && dub["lastClicked"] == .null)
  }

  @Test("of five million links any can be seen, changed and deleted")
  func millions() throws {
    let count = 5_000_000
    let sandbox = try Sandbox.forTest(links: count)
    #expect(sandbox.linkCount(of: .dub) == count)
    let last = SeededID.dub(count)
    #expect(try sandbox.ask(.dub, "GET", "/links?pageSize=1").items.first?["id"]?.string == last)
    let key = String(count / 2, radix: 36)
    let middle = try sandbox.ask(.dub, "GET", "/links/info?domain=go.example.com&key=S\(key)")
    #expect(middle.json?["id"]?.string == SeededID.dub(count / 2))
    let changed = try sandbox.ask(.dub, "PATCH", "/links/\(last)", body: #"{"comments":"x"}"#)
    #expect(changed.json?["comments"] == "x")
    #expect(try sandbox.ask(.dub, "GET", "/links?pageSize=1").items.first?["comments"] == "x")
    #expect(try sandbox.ask(.dub, "DELETE", "/links/\(last)").status == 200)
    #expect(try sandbox.ask(.dub, "GET", "/links/\(last)").status == 404)
    #expect(try sandbox.ask(.dub, "GET", "/links/count").text == "\(count - 1)")

    let first = SeededID.hoko(1).text
    #expect(
      try sandbox.ask(.hoko, "DELETE", "/api/links", body: "[\"\(first)\"]").status == 200)
    let page = try sandbox.ask(.hoko, "GET", "/api/links?sort=asc&take=1&skip=\(count - 2)")
    #expect(page.texts("id") == [SeededID.hoko(count).text])
    #expect(try sandbox.ask(.hoko, "GET", "/api/links?skip=\(count - 1)").items.isEmpty)

    let pages = try sandbox.ask(.shortpen, "GET", "/v1/links?page=\(count / 100)").json
    #expect(pages?["count"] == 100 && pages?["total"]?.int64 == Int64(count))
    #expect(pages?["data"]?.array?.last?["id"]?.int64 == SeededID.shortPen(count))
  }

  @Test("a changed link stays where it stood, an added one comes last", arguments: [0, 1, 2])
  func places(index: Int) throws {
    let sandbox = try Sandbox.forTest(links: 5)
    let (provider, _, _) = Self.lists[index]
    let before = sandbox.ids(of: provider)
    switch provider {
    case .dub:
      _ = try sandbox.ask(.dub, "PATCH", "/links/\(before[1])", body: #"{"archived":true}"#)
      _ = try sandbox.ask(.dub, "POST", "/links", body: #"{"url":"https://a.example"}"#)
    case .hoko:
      _ = try sandbox.ask(
        .hoko, "PUT", "/api/links", body: #"[{"id":"\#(before[1])","title":"x"}]"#)
      let home = HokoCollection.first.id.text
      _ = try sandbox.ask(
        .hoko, "POST", "/api/links",
        body: #"[{"url":"https://a.example","collectionId":"\#(home)"}]"#)
    case .shortpen:
      _ = try sandbox.ask(
        .shortpen, "PUT", "/v1/links", body: #"{"url_id":\#(before[1]),"title":"x"}"#)
      _ = try sandbox.ask(
        .shortpen, "POST", "/v1/generate", body: #"{"url":"https://a.example","domain_id":1}"#)
    default: Issue.record("this suite has no list of \(provider)")
    }
    #expect(sandbox.ids(of: provider).dropLast() == before[...])
    #expect(sandbox.linkCount(of: provider) == 6)
    #expect(sandbox.counters(of: provider).updated == 1)
  }

  @Test("a slug, a key or a URL that nobody chose is taken all the same, until its link is gone")
  func derivedNames() throws {
    let sandbox = try Sandbox.forTest(links: 40)
    func make(_ key: String) throws -> Int {
      let body = #"{"url":"https://a.example","key":"\#(key)"}"#
      return try sandbox.ask(.dub, "POST", "/links", body: body).status
    }
    #expect(try make("s1") == 409)
    #expect(try make("S10") == 409)
    #expect(try make("s14") == 409)
    #expect(try make("s15") == 200)
    _ = try sandbox.ask(.dub, "DELETE", "/links/\(SeededID.dub(1))")
    #expect(try make("s1") == 200)
    #expect(try make("s1") == 409)
    let upserted = try sandbox.ask(
      .dub, "PUT", "/links/upsert", body: #"{"url":"https://example.com/page/7","comments":"x"}"#)
    #expect(upserted.json?["id"]?.string == SeededID.dub(7))
    func generate(_ slug: String) throws -> Int {
      let body = #"{"url":"https://a.example","domain_id":1,"custom_slug":"\#(slug)"}"#
      return try sandbox.ask(.shortpen, "POST", "/v1/generate", body: body).status
    }
    let slug = "s" + String(501, radix: 36)
    #expect(try generate(slug) == 400)
    _ = try sandbox.ask(.shortpen, "DELETE", "/v1/links", body: #"{"url_id":501}"#)
    #expect(try generate(slug) == 200)
    #expect(try generate(slug) == 400)
  }
}
