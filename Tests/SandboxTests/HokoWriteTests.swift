// The Hoko stand-in's POST and PUT (Hoko dossier, sections 4, 5, 6 and 8).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct HokoWriteTests {
  private let home = HokoCollection.first.id.text
  private let second = HokoCollection(id: SeededID.hoko(900), name: "Second")

  private func sandbox(links: Int = 0) throws -> Sandbox {
    try Sandbox.forTest(links: links) { $0.hoko.collections.append(second) }
  }

  private func id(_ index: Int) -> String { SeededID.hoko(index).text }

  private func post(_ sandbox: Sandbox, _ body: String) throws -> Reply {
    try sandbox.ask(.hoko, "POST", "/api/links", body: body)
  }

  private func put(_ sandbox: Sandbox, _ body: String) throws -> Reply {
    try sandbox.ask(.hoko, "PUT", "/api/links", body: body)
  }

  private func row(_ url: String, _ more: String = "") -> String {
    "{\"url\":\"\(url)\",\"collectionId\":\"\(home)\"\(more)}"
  }

  private func expectRefused(_ reply: Reply, by sandbox: Sandbox, holding count: Int) {
    #expect(reply.status == 400)
    #expect(reply.json == ["error": ["en": "Invalid request", "ar": "طلب غير صالح"]])
    #expect(sandbox.linkCount(of: .hoko) == count)
    #expect(sandbox.counters(of: .hoko).created == 0)
    #expect(sandbox.counters(of: .hoko).updated == 0)
  }

  @Test("POST is a 201 with all links, in an order that is not the input's")
  func post() throws {
    let sandbox = try sandbox()
    let reply = try post(
      sandbox,
      "[\(row("https://a.example")),\(row("https://b.example")),\(row("https://c.example"))]")
    #expect(reply.status == 201)
    let urls = reply.texts("url")
    #expect(Set(urls) == ["https://a.example", "https://b.example", "https://c.example"])
    #expect(urls != urls.sorted())
    #expect(reply.texts("shortUrl").allSatisfy { $0.hasPrefix("https://hoko.to/") })
    #expect(Set(reply.texts("id")).count == 3)
    #expect(sandbox.counters(of: .hoko).created == 3)
    #expect(sandbox.counters(of: .hoko).total(.create) == 1)
  }

  @Test("fields are kept and shown, those included that nobody knows")
  func fields() throws {
    let sandbox = try sandbox()
    let more =
      #","title":"T","utm":{"source":"s"},"externalId":"e","geoTargets":{"DE":[1,2]},"big":12345678901234567890"#
    let link = try #require(try post(sandbox, "[\(row("https://a.example", more))]").items.first)
    #expect(link["title"] == "T")
    #expect(link["utm"] == ["source": "s"])
    #expect(link["geoTargets"] == ["DE": [1, 2]])
    #expect(link["big"]?.number?.text == "12345678901234567890")
    #expect(link["createdAt"]?.string?.hasSuffix("Z") == true)
    let found = try sandbox.ask(.hoko, "GET", "/api/links?externalId=e")
    #expect(found.items == [link])
    let id = try #require(link["id"]?.string)
    #expect(sandbox.link(id.uppercased(), at: .hoko).map(JSONValue.object) == link)
    #expect(sandbox.links(of: .hoko).map(JSONValue.object) == [link])
  }

  @Test("PUT answers in the order of the input, changes and creates mixed")
  func put() throws {
    let sandbox = try sandbox(links: 3)
    let reply = try put(
      sandbox,
      """
      [{"id":"\(id(3))","title":"three"}, \(row("https://n.example")),
       {"id":"\(id(1).uppercased())","title":"one"}]
      """)
    #expect(reply.status == 200)
    #expect(reply.texts("title") == ["three", "-", "one"])
    #expect(reply.texts("url")[1] == "https://n.example")
    #expect(sandbox.linkCount(of: .hoko) == 4)
    #expect(sandbox.counters(of: .hoko).updated == 2)
    #expect(sandbox.counters(of: .hoko).created == 1)
    #expect(sandbox.counters(of: .hoko).total(.update) == 1)
  }

  @Test("PUT leaves out what it is not told, merges utm by key, and null clears")
  func partial() throws {
    let sandbox = try sandbox()
    let more = #","title":"T","utm":{"source":"s","term":"t"},"externalId":"e""#
    let made = try post(sandbox, "[\(row("https://a.example", more))]")
    let id = made.texts("id")[0]
    func changed(_ fields: String) throws -> JSONValue? {
      try put(sandbox, "[{\"id\":\"\(id)\",\(fields)}]").items.first
    }
    let merged = try changed(#""utm":{"source":"x","medium":"m"}"#)
    #expect(merged?["utm"] == ["source": "x", "term": "t", "medium": "m"])
    #expect(merged?["title"] == "T")
    let cleared = try changed(#""utm":{"term":null},"title":null,"externalId":null"#)
    #expect(cleared?["utm"] == ["source": "x", "medium": "m"])
    #expect(cleared?["title"] == nil)
    #expect(cleared?["externalId"] == .null)
    #expect(try changed(#""utm":null"#)?["utm"] == nil)
    #expect(try sandbox.ask(.hoko, "GET", "/api/links?externalId=e").items == [])
  }

  @Test("an unknown ID refuses the whole PUT and is not named")
  func unknownID() throws {
    let sandbox = try sandbox(links: 1)
    let reply = try put(
      sandbox, "[{\"id\":\"\(id(1))\",\"title\":\"x\"},{\"id\":\"\(id(99))\",\"title\":\"x\"}]")
    expectRefused(reply, by: sandbox, holding: 1)
    #expect(!reply.text.contains(id(99)))
    #expect(sandbox.link(id(1), at: .hoko)?["title"] == nil)
  }

  @Test("an external ID that is taken, in the workspace or the batch, refuses the whole request")
  func externalIDs() throws {
    let sandbox = try Sandbox.forTest { options in
      options.hoko.links = [HokoLink(id: SeededID.hoko(1), externalID: "e")]
    }
    let taken = row("https://a.example", #","externalId":"e""#)
    let twice = row("https://b.example", #","externalId":"f""#)
    expectRefused(
      try post(sandbox, "[\(row("https://c.example")),\(taken)]"), by: sandbox, holding: 1)
    expectRefused(try post(sandbox, "[\(twice),\(twice)]"), by: sandbox, holding: 1)
    expectRefused(try put(sandbox, "[\(taken)]"), by: sandbox, holding: 1)
  }

  @Test("two links may exchange their external IDs in one PUT")
  func exchange() throws {
    let sandbox = try Sandbox.forTest { options in
      options.hoko.links = [
        HokoLink(id: SeededID.hoko(1), externalID: "x"),
        HokoLink(id: SeededID.hoko(2), externalID: "y"),
      ]
    }
    let reply = try put(
      sandbox,
      "[{\"id\":\"\(id(1))\",\"externalId\":\"y\"},{\"id\":\"\(id(2))\",\"externalId\":\"x\"}]")
    #expect(reply.texts("externalId") == ["y", "x"])
    let found = try sandbox.ask(.hoko, "GET", "/api/links?externalId=x")
    #expect(found.texts("id") == [id(2)])
  }

  @Test(
    "a new link without url or collection, or with a field that cannot be, refuses the request",
    arguments: [
      "[]", "{}", "[1]", #"[{"url":"https://a.example"}]"#, #"[{"collectionId":"HOME"}]"#,
      #"[{"url":"nonsense","collectionId":"HOME"}]"#,
      #"[{"url":"ftp://a.example","collectionId":"HOME"}]"#,
      #"[{"url":null,"collectionId":"HOME"}]"#,
      #"[{"url":"https://a.example","collectionId":"550e8400-e29b-41d4-a716-446655440000"}]"#,
      #"[{"url":"https://a.example","collectionId":"HOME","title":1}]"#,
      #"[{"url":"https://a.example","collectionId":"HOME","externalId":""}]"#,
      #"[{"url":"https://a.example","collectionId":"HOME","partnerId":"x"}]"#,
      #"[{"url":"https://a.example","collectionId":"HOME","utm":"x"}]"#,
    ])
  func badRows(body: String) throws {
    let sandbox = try sandbox()
    let body = body.replacing("HOME", with: home)
    expectRefused(try post(sandbox, body), by: sandbox, holding: 0)
    expectRefused(try put(sandbox, body), by: sandbox, holding: 0)
  }

  @Test("an ID that stands twice in a PUT refuses it, or is changed twice, as the option says")
  func duplicates() throws {
    let body = "[{\"id\":\"\(id(1))\",\"title\":\"x\"},{\"id\":\"\(id(1))\",\"image\":null}]"
    let strict = try sandbox(links: 1)
    expectRefused(try put(strict, body), by: strict, holding: 1)
    let lenient = try Sandbox.forTest(links: 1) { $0.hoko.duplicates = .accept }
    #expect(try put(lenient, body).texts("title") == ["x", "x"])
  }

  @Test("10,000 links are taken in one request, one more is refused")
  func documentedMaximum() throws {
    let sandbox = try sandbox()
    let rows = Array(repeating: row("https://a.example"), count: 10_001)
    expectRefused(
      try post(sandbox, "[\(rows.joined(separator: ","))]"), by: sandbox, holding: 0)
    let reply = try put(sandbox, "[\(rows.dropLast().joined(separator: ","))]")
    #expect(reply.items.count == 10_000)
    #expect(sandbox.linkCount(of: .hoko) == 10_000)
  }

  @Test("collections are listed for a key that may read them")
  func collections() throws {
    let sandbox = try sandbox()
    let reply = try sandbox.ask(.hoko, "GET", "/api/collections?sort=asc")
    #expect(reply.texts("name") == ["Links", "Second"])
    #expect(reply.texts("id") == [home, second.id.text])
    #expect(home == "00000000-0000-4000-8000-000000000001")
    let key = "Bearer \(SandboxKey.hokoReadOnly)"
    let refused = try sandbox.ask(.hoko, "GET", "/api/collections", key: key)
    #expect(refused.json?["missingScopes"] == ["collectionsRead"])
    for method in ["POST", "PUT"] {
      let reply = try sandbox.ask(.hoko, method, "/api/links", key: key, body: "[]")
      #expect(reply.json?["missingScopes"] == ["linksWrite"])
    }
  }
}
