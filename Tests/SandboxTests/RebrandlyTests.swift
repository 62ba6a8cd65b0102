// The Rebrandly stand-in (others.md section 2.3, others-2.md section 3).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct RebrandlyTests {
  private func create(_ bench: RuledBench, _ fields: String) throws -> Reply {
    try bench.ask("POST", "/links", "{\(fields)}")
  }

  private func expectInvalid(_ reply: Reply, _ property: String, _ code: String = "InvalidFormat") {
    #expect(reply.status == 403)
    #expect(reply.json?["code"] == .string(code))
    #expect(reply.json?["errors"]?.texts("property") == [property])
    #expect(reply.json?["errors"]?.texts("code") == [code])
  }

  private func expectMissing(_ reply: Reply, _ source: String) {
    #expect(reply.status == 404)
    #expect(reply.json?["code"] == "NotFound")
    #expect(reply.json?["source"] == .string(source))
  }

  @Test("the key has a header of its own; another form is no key")
  func keys() throws {
    let bench = try RuledBench(.rebrandly)
    let reply = try bench.ask(
      "GET", "/links", headers: ["Authorization: Bearer \(SandboxKey.full(.rebrandly))"])
    #expect(reply.status == 401)
    #expect(reply.json == ["error": "Unauthorized"])
  }

  @Test("a create shows the link, its domain as texts and as an object")
  func created() throws {
    let bench = try RuledBench(.rebrandly)
    let reply = try create(
      bench,
      #""destination":"https://a.example","slashtag":"spring","title":"Spring","domain":{"fullName":"go.example.com"},"description":"abc""#
    )
    #expect(reply.status == 200)
    let link = try #require(reply.json)
    #expect(link["id"]?.string?.count == 32)
    #expect(link["slashtag"] == "spring")
    #expect(link["shortUrl"] == "go.example.com/spring")
    #expect(link["domainName"] == "go.example.com")
    #expect(link["domain"]?["id"] == .string(RebrandlyOptions.firstDomain.id))
    #expect(link["description"] == "abc")
    #expect(link["favourite"] == false)
    let bare = try create(
      bench,
      #""destination":"https://b.example","slashtag":"","title":"","domain":{"id":"","fullName":""}"#
    )
    #expect(bare.status == 200)
    #expect(bare.json?["slashtag"]?.string?.count == 7)
    #expect(bench.counters.total(.createOne) == 2)
  }

  @Test(
    "what cannot be is a 403 that names the field",
    arguments: [
      (#""slashtag":"a""#, "destination", "Required"),
      (#""destination":"x""#, "destination", "InvalidFormat"),
      (#""destination":"https://a.example","slashtag":"a b""#, "slashtag", "InvalidFormat"),
      (#""destination":"https://a.example","title":"ab""#, "title", "InvalidFormat"),
      (#""destination":"https://a.example","description":"ab""#, "description", "InvalidFormat"),
      (#""destination":"https://a.example","title":null"#, "title", "InvalidFormat"),
    ])
  func invalid(fields: String, property: String, code: String) throws {
    let bench = try RuledBench(.rebrandly)
    expectInvalid(try create(bench, fields), property, code)
    #expect(bench.count == 0)
  }

  @Test("lengths are bounded: 2,048 for a destination, 40 for a slashtag")
  func lengths() throws {
    let bench = try RuledBench(.rebrandly)
    func link(_ path: Int, _ slug: Int) throws -> Int {
      let (path, slug) = (String(repeating: "x", count: path), String(repeating: "s", count: slug))
      return try create(bench, #""destination":"https://a.example/\#(path)","slashtag":"\#(slug)""#)
        .status
    }
    #expect(try link(2030, 40) == 200)
    #expect(try link(2031, 39) == 403)
    #expect(try link(1, 41) == 403)
  }

  @Test("a slashtag that is taken is refused and nothing is overwritten; case counts as chosen")
  func taken() throws {
    for (isSensitive, status) in [(true, 200), (false, 403)] {
      let bench = try RuledBench(.rebrandly) { $0.rebrandly.isCaseSensitive = isSensitive }
      let fields = #""destination":"https://a.example","slashtag":"a""#
      let first = try create(bench, fields).json
      expectInvalid(try create(bench, fields), "slashtag", "AlreadyExists")
      #expect(try create(bench, fields.replacing(#""a""#, with: #""A""#)).status == status)
      #expect(bench.link(first?["id"]?.string ?? "")?["destination"] == "https://a.example")
    }
  }

  @Test("an unknown domain or workspace is a 404 that says which")
  func missing() throws {
    let bench = try RuledBench(.rebrandly, links: 1) { options in
      options.rebrandly.workspaces.append("w2")
    }
    let fields = #""destination":"https://a.example","domain":{"fullName":"x.example"}"#
    expectMissing(try create(bench, fields), "domain")
    expectMissing(try bench.ask("GET", "/links?workspace=w9"), "workspace")
    expectMissing(
      try bench.ask("GET", "/links", headers: [bench.keyHeader, "workspace: w9"]), "workspace")
    let other = [bench.keyHeader, "workspace: w2"]
    #expect(try bench.ask("GET", "/links", headers: other).json == [])
    expectMissing(try bench.ask("GET", "/links/\(bench.id(1))", headers: other), "link")
    let made = try bench.ask(
      "POST", "/links", #"{"destination":"https://a.example"}"#, headers: other)
    #expect(try bench.ask("GET", "/links?workspace=w2").texts("id") == [made.json?["id"]?.string])
    #expect(try bench.ask("GET", "/links?workspace=").texts("id") == [bench.id(1)])
  }

  @Test("what a plan has not is a 403 of its own, and its links are used up by deletes too")
  func plan() throws {
    let bench = try RuledBench(.rebrandly) { options in
      options.rebrandly.hasNotes = false
      options.rebrandly.quota = 1
    }
    let notes = try create(bench, #""destination":"https://a.example","description":"abc""#)
    #expect(notes.status == 403)
    #expect(notes.json?["code"] == "OwnerFeatureNotIncluded")
    let id = try create(bench, #""destination":"https://a.example""#).json?["id"]?.string ?? ""
    #expect(try bench.ask("DELETE", "/links/\(id)").status == 200)
    #expect(try create(bench, #""destination":"https://b.example""#).status == 403)
    #expect(bench.count == 0)
  }

  @Test(
    "a change takes destination, title and description; a slashtag stays, said or unsaid as chosen")
  func update() throws {
    for (choice, status) in [(RebrandlyOptions.SlashtagChange.passedOver, 200), (.refused, 403)] {
      let bench = try RuledBench(.rebrandly, links: 1) { $0.rebrandly.slashtagChange = choice }
      let path = "/links/\(bench.id(1))"
      let reply = try bench.ask(
        "POST", path, #"{"destination":"https://n.example","title":"New","slashtag":"p1"}"#)
      #expect(reply.json?["destination"] == "https://n.example")
      #expect(reply.json?["title"] == "New")
      #expect(try bench.ask("POST", path, #"{"slashtag":"x"}"#).status == status)
      #expect(bench.link(bench.id(1))?["slashtag"] == "p1")
      expectMissing(try bench.ask("POST", "/links/\(bench.id(9))", "{}"), "link")
      let favourite = try bench.ask("POST", path + "/favourite", #"{"favourite":true}"#)
      #expect(favourite.json?["favourite"] == true)
    }
  }

  @Test("null is refused or clears, as chosen")
  func nulls() throws {
    for (nulls, status) in [(RebrandlyOptions.Nulls.refuse, 403), (.clear, 200)] {
      let bench = try RuledBench(.rebrandly, links: 1) { $0.rebrandly.nulls = nulls }
      #expect(try bench.ask("POST", "/links/\(bench.id(1))", #"{"title":null}"#).status == status)
    }
  }

  @Test("a delete shows the link for the last time, a second one is a 404")
  func delete() throws {
    let bench = try RuledBench(.rebrandly, links: 1)
    let path = "/links/\(bench.id(1))"
    #expect(try bench.ask("DELETE", path).json?["slashtag"] == "p1")
    expectMissing(try bench.ask("DELETE", path), "link")
  }

  @Test("a bulk delete takes 25 IDs and tells how many went, where there is one")
  func deleteMany() throws {
    let bench = try RuledBench(.rebrandly, links: 30)
    func delete(_ numbers: some Sequence<Int>) throws -> Reply {
      let ids = numbers.map { "\"\(bench.id($0))\"" }.joined(separator: ",")
      return try bench.ask("DELETE", "/links", #"{"links":[\#(ids)]}"#)
    }
    expectInvalid(try delete(1...26), "links")
    expectInvalid(try delete([]), "links")
    #expect(try delete([1, 99, 2, 1]).json == ["count": 2])
    #expect(try delete(3...27).json == ["count": 25])
    #expect(bench.count == 3)
    let denied = try RuledBench(.rebrandly, links: 1) { $0.rebrandly.hasBulkDelete = false }
    #expect(try denied.ask("DELETE", "/links", #"{"links":["\#(denied.id(1))"]}"#).status == 404)
    #expect(denied.count == 1)
  }

  @Test("a bulk create is all or nothing, needs a time to live, and its links are in no list")
  func createMany() throws {
    let closed = try RuledBench(.rebrandly)
    #expect(try closed.ask("PUT", "/links", "[]").json?["code"] == "OwnerFeatureNotIncluded")
    let bench = try RuledBench(.rebrandly) { $0.rebrandly.hasBulkCreate = true }
    func row(_ number: Int, _ more: String = #","ttl":"30d""#) -> String {
      #"{"destination":"https://a.example/\#(number)","slashtag":"r\#(number)"\#(more)}"#
    }
    expectInvalid(try bench.ask("PUT", "/links", "[\(row(1)),\(row(2, ""))]"), "ttl")
    #expect(bench.count == 0)
    #expect(bench.counters.created == 0)
    let rows = (1...26).map { row($0) }
    expectInvalid(try bench.ask("PUT", "/links", "[\(rows.joined(separator: ","))]"), "links")
    let made = try bench.ask("PUT", "/links", "[\(rows.dropLast().joined(separator: ","))]")
    #expect(made.texts("slashtag").first == "r1")
    #expect(bench.count == 25)
    #expect(try bench.ask("GET", "/links").json == [])
    let id = try #require(made.texts("id").first)
    #expect(try bench.ask("GET", "/links/\(id)").status == 200)
  }

  @Test("pages of 25 begin behind the last link, in the order of making or its reverse")
  func pages() throws {
    let bench = try RuledBench(.rebrandly, links: 60)
    for (direction, ids) in [
      ("asc", (1...60).map { bench.id($0) }), ("desc", (1...60).reversed().map { bench.id($0) }),
    ] {
      var shown: [String] = []
      while true {
        let last = shown.last.map { "&last=\($0)" } ?? ""
        let page = try bench.ask(
          "GET", "/links?orderBy=createdAt&orderDir=\(direction)&limit=25\(last)"
        ).texts("id")
        if page.isEmpty { break }
        shown += page
      }
      #expect(shown == ids)
    }
    #expect(try bench.ask("GET", "/links?limit=100").items.count == 25)
    #expect(try bench.ask("GET", "/links").texts("id").first == bench.id(60))
    #expect(
      try bench.ask("GET", "/links?orderBy=title&orderDir=asc&limit=2").texts("title") == [
        "Page 1", "Page 10",
      ])
    expectInvalid(try bench.ask("GET", "/links?orderBy=colour"), "orderBy")
    expectInvalid(try bench.ask("GET", "/links?limit=0"), "limit")
  }

  @Test(
    "what a page does whose last link is gone is as chosen",
    arguments: RebrandlyOptions.LostLast.allCases)
  func lostLast(choice: RebrandlyOptions.LostLast) throws {
    let bench = try RuledBench(.rebrandly, links: 4) { $0.rebrandly.lostLast = choice }
    _ = try bench.ask("DELETE", "/links/\(bench.id(2))")
    let reply = try bench.ask("GET", "/links?orderBy=createdAt&orderDir=asc&last=\(bench.id(2))")
    switch choice {
    case .goesOn: #expect(reply.texts("id") == [bench.id(3), bench.id(4)])
    case .ends: #expect(reply.json == [])
    case .notFound: expectMissing(reply, "last")
    }
    let never = try bench.ask("GET", "/links?last=\(bench.id(99))")
    #expect(never.status == (choice == .ends ? 200 : 404))
  }

  @Test("links are found by domain and slashtag, and counted; there is no search")
  func finds() throws {
    let bench = try RuledBench(.rebrandly, links: 5)
    let query = "domain.fullName=go.example.com&slashtag=p3"
    #expect(try bench.ask("GET", "/links?\(query)").texts("id") == [bench.id(3)])
    #expect(try bench.ask("GET", "/links?domain.fullName=x.example").json == [])
    #expect(try bench.ask("GET", "/links/count").json == ["count": 5])
    #expect(try bench.ask("GET", "/links/count?favourite=true").json == ["count": 0])
    #expect(try bench.ask("GET", "/domains").texts("fullName") == ["go.example.com"])
    #expect(try bench.ask("GET", "/workspaces").texts("id") == [RebrandlyOptions.firstWorkspace])
    #expect(
      try bench.ask("GET", "/account").json?["subscription"]?["limits"]?["links"]?["used"] == 0)
  }

  @Test("tags are put on a link one at a time")
  func tags() throws {
    let bench = try RuledBench(.rebrandly, links: 1) { options in
      options.rebrandly.tags = [
        RebrandlyTag(id: "t1", name: "a"), RebrandlyTag(id: "t2", name: "b"),
      ]
    }
    let path = "/links/\(bench.id(1))/tags"
    #expect(try bench.ask("GET", "/tags").texts("name") == ["a", "b"])
    for _ in 0..<2 { #expect(try bench.ask("POST", path + "/t2").status == 200) }
    #expect(try bench.ask("GET", path).texts("id") == ["t2"])
    #expect(try bench.ask("DELETE", path + "/t2").status == 200)
    #expect(try bench.ask("GET", path).json == [])
    expectMissing(try bench.ask("POST", path + "/t9"), "tag")
  }
}
