// What Dub's lists and counts show, in which order, and where the two orders do not meet (Dub dossier, section
// 2.1, and Dub's source).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubListTests {
  private func shaped(_ links: Int, _ change: (inout SandboxOptions) -> Void = { _ in }) throws
    -> Sandbox
  {
    try Sandbox.forTest(links: links) { options in
      options.shape.folders = 7
      options.shape.tags = 4
      options.shape.archivedPercent = 20
      change(&options)
    }
  }

  private func ids(_ sandbox: Sandbox, _ query: String) throws -> [String] {
    let reply = try sandbox.ask(.dub, "GET", "/links?" + query)
    #expect(reply.status == 200, "\(query) \(reply.text)")
    return reply.texts("id")
  }

  /// Every link that a query shows, by the way that neither misses nor repeats: from one of the first page down
  /// and up.
  private func walk(_ sandbox: Sandbox, _ query: String) throws -> [String] {
    guard let start = try ids(sandbox, query).first else { return [] }
    var found = [start]
    for direction in ["startingAfter", "endingBefore"] {
      var cursor = start
      while true {
        let page = try ids(sandbox, "\(query)&\(direction)=\(cursor)")
        #expect(page == page.sorted().reversed())
        found += page
        guard let next = direction == "startingAfter" ? page.last : page.first else { break }
        cursor = next
      }
    }
    return found
  }

  private func everything(_ sandbox: Sandbox) throws -> [String] {
    let folders = try sandbox.ask(.dub, "GET", "/folders").texts("id")
    return try (["unsorted"] + folders).flatMap {
      try walk(sandbox, "showArchived=true&folderId=\($0)")
    }
  }

  private func expectSame(_ found: [String], _ all: [String]) {
    #expect(found.count == Set(found).count)
    #expect(Set(found) == Set(all))
  }

  @Test(
    "the walk from the first page down and up, in each folder and in none, finds each link once")
  func wholeWalk() throws {
    let sandbox = try shaped(3000) { options in
      options.shape.sameMoment = 300
      options.dub.imported = 250
      options.dub.megaFolders = 2
    }
    expectSame(try everything(sandbox), sandbox.ids(of: .dub))
    let counts = try sandbox.ask(.dub, "GET", "/links/count?groupBy=folderId&showArchived=true")
    #expect(counts.items.compactMap { $0["_count"]?.int64 }.reduce(0, +) == 3000)
    #expect(counts.items.last?["folderId"] == .null)
  }

  @Test("the walk finds what was created, changed and moved among the seeded links")
  func walkOverChanges() throws {
    let sandbox = try shaped(400)
    for index in 1...5 {
      let rows = (1...50).map { row in
        let folder = row % 2 == 0 ? #","folderId":"fold_seed_\#(index)""# : ""
        return #"{"url":"https://a.example","externalId":"e\#(index)-\#(row)"\#(folder)}"#
      }.joined(separator: ",")
      #expect(try sandbox.ask(.dub, "POST", "/links/bulk", body: "[\(rows)]").items.count == 50)
    }
    let moved = stride(from: 1, through: 400, by: 9).map { "\"\(SeededID.dub($0))\"" }
    let body = #"{"linkIds":[\#(moved.joined(separator: ","))],"data":{"folderId":"fold_seed_7"}}"#
    #expect(try sandbox.ask(.dub, "PATCH", "/links/bulk", body: body).items.count == moved.count)
    let gone = (100..<160).map(SeededID.dub).joined(separator: ",")
    _ = try sandbox.ask(.dub, "DELETE", "/links/bulk?linkIds=\(gone)")
    // The trap of bulk changes: an ID of another kind.
    let renamed = #"{"linkIds":["\#(SeededID.dub(50))"],"data":{"url":"https://a.example?id=aaa"}}"#
    #expect(try sandbox.ask(.dub, "PATCH", "/links/bulk", body: renamed).status == 200)
    #expect(sandbox.linkCount(of: .dub) == 590)
    #expect(sandbox.holds("aaa", at: .dub) && !sandbox.holds(SeededID.dub(50), at: .dub))
    expectSame(try everything(sandbox), sandbox.ids(of: .dub))
  }

  @Test("a page by its number is by time, and its seam with the pages of cursors loses links")
  func seam() throws {
    let sandbox = try Sandbox.forTest(links: 500) { options in
      options.shape.sameMoment = 300
      options.dub.imported = 100
    }
    let first = try ids(sandbox, "")
    let links = first.compactMap { sandbox.link($0, at: .dub)?["createdAt"]?.string }
    #expect(links == links.sorted().reversed())
    #expect(first != first.sorted().reversed())
    var naive = first
    while let cursor = naive.last {
      let page = try ids(sandbox, "startingAfter=\(cursor)")
      if page.isEmpty { break }
      naive += page
    }
    // The imported links have the highest IDs, so that nobody who goes down from the first page meets them.
    #expect(Set(naive).isDisjoint(with: (401...500).map(SeededID.dub)))
    #expect(naive.count != Set(naive).count || Set(naive).count < 400)
    let pages = try (1...5).flatMap { try ids(sandbox, "page=\($0)") }
    expectSame(pages, sandbox.ids(of: .dub))
    #expect(pages.suffix(100).allSatisfy { (401...500).map(SeededID.dub).contains($0) })
  }

  @Test("where the order of one moment shifts, pages by number repeat links and miss others")
  func shiftingTies() throws {
    let sandbox = try Sandbox.forTest(links: 600) { options in
      options.shape.sameMoment = 600
      options.shape.ties = .shifting
    }
    let pages = try (1...6).flatMap { try ids(sandbox, "page=\($0)") }
    #expect(pages.count == 600 && Set(pages).count < 600)
    #expect(try ids(sandbox, "page=2") == ids(sandbox, "page=2"))
    expectSame(try walk(sandbox, "showArchived=true"), sandbox.ids(of: .dub))
  }

  @Test("a cursor that has left the list takes the next link with it")
  func movedCursor() throws {
    let sandbox = try Sandbox.forTest(links: 5) { $0.shape.folders = 0 }
    let ids = (1...5).map(SeededID.dub)
    #expect(try self.ids(sandbox, "startingAfter=\(ids[3])") == [ids[2], ids[1], ids[0]])
    let body = #"{"archived":true}"#
    #expect(try sandbox.ask(.dub, "PATCH", "/links/\(ids[3])", body: body).status == 200)
    #expect(try self.ids(sandbox, "startingAfter=\(ids[3])") == [ids[1], ids[0]])
    #expect(try self.ids(sandbox, "endingBefore=\(ids[3])") == [])
    let all = "startingAfter=\(ids[3])&showArchived=true"
    #expect(try self.ids(sandbox, all) == [ids[2], ids[1], ids[0]])
  }

  @Test(
    "a page that cannot be is refused in Dub's words",
    arguments: [
      ("page=0", "too_small: page: Page must be greater than 0."),
      ("page=x", "invalid_type: page: Page must be a number."),
      ("page=1.5", "invalid_type: page: Page must be an integer."),
      ("page=", "too_small: page: Page must be greater than 0."),
      ("pageSize=0", "too_small: pageSize: Page size must be greater than 0."),
      ("pageSize=101", "too_big: pageSize: Max page size is 100."),
      (
        "page=1001",
        "Page is too big (cannot be more than 1000), recommend using cursor-based pagination instead."
      ),
      (
        "page=2&startingAfter=\(SeededID.dub(1))",
        "You cannot use both page and startingAfter/endingBefore at the same time. Please use one pagination method."
      ),
      (
        "sortBy=clicks&endingBefore=\(SeededID.dub(1))",
        "Cursor-based pagination only supports sorting by `createdAt`. Use offset-based pagination (page/pageSize) for other sort fields."
      ),
      ("startingAfter=link_nope", "Invalid cursor: the provided ID does not exist."),
      (
        "showArchived=yes",
        #"invalid_value: showArchived: Invalid option: expected one of "true"|"false""#
      ),
    ])
  func refused(query: String, message: String) throws {
    let reply = try Sandbox.forTest(links: 2).ask(.dub, "GET", "/links?" + query)
    #expect(reply.status == 422)
    #expect(reply.problem == "unprocessable_entity " + message)
  }

  @Test("lists are ordered as asked, but not of more than ten thousand links")
  func sortBy() throws {
    func clicks(_ links: Int, _ query: String) throws -> [Int64] {
      let sandbox = try Sandbox.forTest(links: links) { $0.shape.clicks = 50 }
      let reply = try sandbox.ask(.dub, "GET", "/links?" + query)
      return reply.items.compactMap { $0["clicks"]?.int64 }
    }
    let few = try clicks(400, "sortBy=clicks")
    #expect(few.count == 100 && few == few.sorted().reversed() && few.first == 50)
    let next = try clicks(400, "sortBy=clicks&page=2")
    #expect(next == next.sorted().reversed() && few.last.map { $0 >= next[0] } == true)
    #expect(try clicks(400, "sortBy=clicks&sortOrder=asc") == few)
    let many = try clicks(10_001, "sortBy=clicks")
    #expect(many != many.sorted().reversed())
    // There a cursor is taken beside it as well.
    let cursor = "sortBy=clicks&startingAfter=\(SeededID.dub(50))"
    #expect(try clicks(10_001, cursor).count == 49)
  }

  @Test("a search looks at short links and URLs, of very many links at the start of keys alone")
  func searches() throws {
    let sandbox = try Sandbox.forTest(links: 1000) { options in
      options.dub.links = [
        DubLink(id: "a", key: "Spring", url: "https://a.example/Sale?x=1"),
        DubLink(id: "b", key: "offspring", url: "https://b.example"),
      ]
    }
    #expect(try ids(sandbox, "search=SPRING") == ["b", "a"])
    #expect(try ids(sandbox, "search=sale") == ["a"])
    #expect(try ids(sandbox, "search=page/99").count == 11)
    #expect(try ids(sandbox, "search=").count == 100)
    let large = try Sandbox.forTest(links: 1_000_000) { options in
      options.dub.links = [
        DubLink(id: "a", key: "Spring"), DubLink(id: "b", key: "offspring"),
      ]
    }
    #expect(try ids(large, "search=spring") == ["a"])
    #expect(try ids(large, "search=https://go.example.com/SPRING") == ["a"])
    #expect(try ids(large, "search=page/99").isEmpty)
    // A count looks everywhere all the same.
    #expect(try large.ask(.dub, "GET", "/links/count?search=spring").text == "2")
  }

  private func tagged() throws -> DubBench {
    try DubBench { options in
      options.links = [
        DubLink(id: "a", tags: ["t1"]), DubLink(id: "b", tags: ["t1", "t2"]), DubLink(id: "c"),
        DubLink(id: "d", folderID: "open", tags: ["t2"]),
      ]
    }
  }

  @Test("tags are asked for by ID or name, the IDs before the name, and any tag at all")
  func tags() throws {
    let sandbox = try tagged().sandbox
    #expect(try ids(sandbox, "tagIds=t1") == ["b", "a"])
    #expect(try ids(sandbox, "tagIds=t1,t2") == ["d", "b", "a"])
    #expect(try ids(sandbox, "tagId=t2") == ["d", "b"])
    #expect(try ids(sandbox, "tagIds=t1&tagId=t2") == ["b", "a"])
    #expect(try ids(sandbox, "tagNames=SUMMER") == ["d", "b"])
    #expect(try ids(sandbox, "tagNames=summer&tagIds=t1") == ["b", "a"])
    #expect(try ids(sandbox, "tagNames=nope") == [])
    #expect(try ids(sandbox, "tagIds=") == [])
    #expect(try ids(sandbox, "withTags=true") == ["b", "a"])
    #expect(try ids(sandbox, "withTags=true&tagIds=t2") == ["d", "b"])
    #expect(try sandbox.ask(.dub, "GET", "/links?withTags=1").status == 422)
  }

  @Test("users, tenants and partners are filters; only a tenant opens the folders")
  func owners() throws {
    let bench = try tagged()
    _ = try bench.createOne(
      #"{"url":"https://a.example","key":"x","tenantId":"T","partnerId":"P","folderId":"open"}"#)
    let made = try #require(bench.sandbox.ids(of: .dub).last)
    #expect(try ids(bench.sandbox, "tenantId=T") == [made])
    #expect(try ids(bench.sandbox, "partnerId=P") == [])
    #expect(try ids(bench.sandbox, "partnerId=P&folderId=open") == [made])
    #expect(try ids(bench.sandbox, "userId=user_sandbox") == ["c", "b", "a"])
    #expect(try ids(bench.sandbox, "userId=user_other") == [])
    #expect(try ids(bench.sandbox, "linkIds=") == [])
    #expect(try ids(bench.sandbox, "linkIds=a,d,nope&pageSize=1&page=2") == ["a"])
    #expect(try ids(bench.sandbox, "linkIds=a,b,c,d&startingAfter=c") == ["b", "a"])
  }

  @Test("the IDs of webhooks are in a list where they are asked for")
  func webhooks() throws {
    let bench = try DubBench()
    _ = try bench.createOne(#"{"url":"https://a.example","webhookIds":["wh_1"]}"#)
    let plain = try bench.sandbox.ask(.dub, "GET", "/links").items.first
    #expect(plain?["webhookIds"] == [])
    let asked = try bench.sandbox.ask(.dub, "GET", "/links?includeWebhooks=true").items.first
    #expect(asked?["webhookIds"] == ["wh_1"])
  }

  @Test("a count groups by a field without filtering by it, whatever page is asked for")
  func groups() throws {
    let sandbox = try tagged().sandbox
    func count(_ query: String) throws -> String {
      try sandbox.ask(.dub, "GET", "/links/count?" + query).text
    }
    #expect(try count("pageSize=500&page=0&linkIds=a") == "3")
    #expect(
      try count("groupBy=tagId&tagIds=t1")
        == #"[{"tagId":"t1","_count":2},{"tagId":"t2","_count":2}]"#)
    #expect(
      try count("groupBy=folderId")
        == #"[{"folderId":"open","_count":1},{"folderId":null,"_count":3}]"#)
    #expect(try count("groupBy=folderId&folderId=open") == count("groupBy=folderId"))
    #expect(
      try count("groupBy=domain&folderId=open") == #"[{"domain":"go.example.com","_count":1}]"#)
    #expect(try count("groupBy=userId") == #"[{"userId":"user_sandbox","_count":4}]"#)
  }

  @Test("tags come by name unless asked otherwise, folders oldest first; both can be searched")
  func resources() throws {
    let sandbox = try Sandbox.forTest { options in
      options.shape.folders = 60
      options.dub.megaFolders = 1
      options.dub.tags = ["b", "A", "c"].map { DubTag(id: "tag_\($0)", name: $0) }
    }
    func tags(_ query: String) throws -> [String] {
      try sandbox.ask(.dub, "GET", "/tags?" + query).texts("name")
    }
    #expect(try tags("") == ["A", "b", "c"])
    #expect(try tags("sortBy=createdAt") == ["b", "A", "c"])
    #expect(try tags("sortOrder=desc&pageSize=2") == ["c", "b"])
    #expect(try tags("search=B") == ["b"])
    #expect(try tags("ids=tag_c,tag_A") == ["A", "c"])
    #expect(try sandbox.ask(.dub, "GET", "/tags?sortBy=color").status == 422)
    let first = try sandbox.ask(.dub, "GET", "/folders")
    #expect(first.texts("id") == (1...50).map { "fold_seed_\($0)" })
    let second = try sandbox.ask(.dub, "GET", "/folders?page=2")
    #expect(second.items.count == 10 && second.texts("type").last == "mega")
    let found = try sandbox.ask(.dub, "GET", "/folders?search=FOLDER%2060")
    #expect(found.texts("type") == ["mega"])
  }
}
