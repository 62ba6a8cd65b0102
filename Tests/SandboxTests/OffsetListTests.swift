// Lists by offset, Hoko's and ShortPen's: their orders, and how what comes and goes shifts them.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct OffsetListTests {
  private func hoko(_ sandbox: Sandbox, _ query: String) throws -> [String] {
    try sandbox.ask(.hoko, "GET", "/api/links?" + query).texts("id")
  }

  private func pen(_ sandbox: Sandbox, _ query: String) throws -> [Int64] {
    let reply = try sandbox.ask(.shortpen, "GET", "/v1/links?" + query)
    return reply.json?["data"]?.array?.compactMap { $0["id"]?.int64 } ?? []
  }

  @Test("Hoko's pages join into one list, either way, whatever was deleted, changed and added")
  func hokoPages() throws {
    let sandbox = try Sandbox.forTest(links: 1000) { options in
      options.shape.sameMoment = 300
      options.hoko.links = [
        HokoLink(id: SeededID.hoko(5000), isForeign: true), HokoLink(id: SeededID.hoko(5001)),
      ]
    }
    let gone = stride(from: 1, through: 700, by: 3).map { "\"\(SeededID.hoko($0).text)\"" }
    let deleted = try sandbox.ask(
      .hoko, "DELETE", "/api/links", body: "[\(gone.joined(separator: ","))]")
    #expect(deleted.status == 200)
    let changed = #"[{"id":"\#(SeededID.hoko(2).text)","title":"x"}]"#
    #expect(try sandbox.ask(.hoko, "PUT", "/api/links", body: changed).status == 200)
    let own = Set(sandbox.ids(of: .hoko)).subtracting([SeededID.hoko(5000).text])
    let count = own.count
    #expect(count == 1001 - gone.count)
    for sort in ["asc", "desc"] {
      let whole = try hoko(sandbox, "take=10000&sort=\(sort)")
      #expect(whole.count == count && Set(whole) == own)
      let pages = try stride(from: 0, to: count + 64, by: 64).flatMap {
        try hoko(sandbox, "take=64&skip=\($0)&sort=\(sort)")
      }
      #expect(pages == whole)
      let times = whole.compactMap { sandbox.link($0, at: .hoko)?["createdAt"]?.string }
      #expect(times == (sort == "asc" ? times.sorted() : times.sorted().reversed()))
    }
    let up = try hoko(sandbox, "take=10000&sort=asc")
    #expect(up.reversed() == (try hoko(sandbox, "take=10000")))
    #expect(up != sandbox.ids(of: .hoko).filter(own.contains))
  }

  @Test("a link deleted before an offset shifts the next page by one")
  func hokoShift() throws {
    let sandbox = try Sandbox.forTest(links: 6)
    #expect(try hoko(sandbox, "sort=asc&take=2") == [1, 2].map { SeededID.hoko($0).text })
    _ = try sandbox.ask(
      .hoko, "DELETE", "/api/links", body: "[\"\(SeededID.hoko(1).text)\"]")
    #expect(try hoko(sandbox, "sort=asc&take=2&skip=2") == [4, 5].map { SeededID.hoko($0).text })
  }

  @Test("where the order of one moment shifts, Hoko's pages repeat links and miss others")
  func hokoTies() throws {
    let sandbox = try Sandbox.forTest(links: 400) { options in
      options.shape.sameMoment = 400
      options.shape.ties = .shifting
    }
    let pages = try (0..<4).flatMap { try hoko(sandbox, "take=100&skip=\($0 * 100)&sort=asc") }
    #expect(pages.count == 400 && Set(pages).count < 400)
    #expect(try Set(hoko(sandbox, "take=400")).count == 400)
  }

  @Test("Hoko's seeded links lie in the first collection and in further ones, which are listed")
  func hokoCollections() throws {
    let sandbox = try Sandbox.forTest(links: 500) { $0.shape.folders = 3 }
    let collections = try sandbox.ask(.hoko, "GET", "/api/collections?sort=asc")
    #expect(collections.texts("name") == ["Links", "Collection 1", "Collection 2", "Collection 3"])
    let used = sandbox.links(of: .hoko).compactMap { $0["collectionId"]?.string }
    #expect(Set(used) == Set(collections.texts("id")))
  }

  @Test("ShortPen's workspaces share the links, each with folders of its own")
  func shortPenWorkspaces() throws {
    let sandbox = try Sandbox.forTest(links: 1000) { options in
      options.shape.folders = 2
      options.shortPen.workspaces = [3, 5, 8]
      options.shortPen.spreadsLinks = true
    }
    var all: [Int64] = []
    for workspace in [3, 5, 8] as [Int64] {
      var page = 1
      while true {
        let found = try pen(sandbox, "workspace_id=\(workspace)&page=\(page)")
        if found.isEmpty { break }
        all += found
        page += 1
      }
      let body = #"{"resource":"folder","workspace_id":\#(workspace)}"#
      let folders = try sandbox.ask(.shortpen, "POST", "/v1/get", body: body).json?["data"]?.array
      #expect(
        folders?.compactMap { $0["id"]?.int64 } == [workspace * 10_000 + 1, workspace * 10_000 + 2])
    }
    #expect(all == (1...1000).map(SeededID.shortPen))
    let folders = Set(sandbox.links(of: .shortpen).compactMap { $0["folder_id"]?.int64 })
    #expect(folders == [30_001, 30_002, 50_001, 50_002, 80_001, 80_002])
    let total = try sandbox.ask(.shortpen, "GET", "/v1/links").json?["total"]
    #expect(total == 333)
  }

  @Test("a link moved to another workspace leaves its place and comes last there")
  func shortPenMove() throws {
    let sandbox = try Sandbox.forTest(links: 6) { $0.shortPen.spreadsLinks = true }
    let body = #"{"url_id":501,"workspace_id":2}"#
    #expect(try sandbox.ask(.shortpen, "PUT", "/v1/links", body: body).status == 200)
    #expect(try pen(sandbox, "") == [502, 503])
    #expect(try pen(sandbox, "workspace_id=2") == [504, 505, 506, 501])
    #expect(sandbox.link("501", at: .shortpen)?["workspace_id"] == 2)
    #expect(
      try sandbox.ask(.shortpen, "DELETE", "/v1/links", body: #"{"url_id":501}"#).status == 200)
    #expect(!sandbox.holds("501", at: .shortpen))
  }

  @Test("ShortPen's lists are the oldest first or the newest, and shift with what comes and goes")
  func shortPenOrder() throws {
    let oldest = try Sandbox.forTest(links: 6)
    #expect(try pen(oldest, "limit=2&page=2") == [503, 504])
    _ = try oldest.ask(.shortpen, "DELETE", "/v1/links", body: #"{"url_id":501}"#)
    #expect(try pen(oldest, "limit=2&page=2") == [504, 505])
    let newest = try Sandbox.forTest(links: 6) { $0.shortPen.order = .newest }
    #expect(try pen(newest, "limit=2&page=2") == [504, 503])
    _ = try newest.ask(
      .shortpen, "POST", "/v1/generate", body: #"{"url":"https://a.example","domain_id":1}"#)
    #expect(try pen(newest, "limit=2&page=2") == [505, 504])
    #expect(try pen(newest, "limit=2&page=4") == [501])
    #expect(try pen(newest, "limit=2&page=5") == [])
  }
}
