import HTTP
import Providers
import Records
import Testing

/// What counts as a success: every promised part is there, and nothing contradicts what was sent.
@Suite struct StrictAnswerTests {
  private static let ids = [
    "550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001",
  ]
  private let hoko = Hoko()
  private let pen = ShortPen()
  private let dub = Dub()

  private func hokoLinks(_ fields: [JSONObject]) throws -> [NewLink] {
    try fields.enumerated().map { index, fields in
      let place: JSONObject = ["collectionId": .string(Self.ids[0])]
      return try #require(hoko.creation).link(
        JSONObject(fields.members + place.members), row: index + 1, allowingUnknown: false)
    }
  }

  private static func items(_ parts: String...) -> String {
    "[" + zip(ids, parts).map { #"{"id":"\#($0)"\#($1)}"# }.joined(separator: ",") + "]"
  }

  private static let lostCreates = [
    "[{},{}]", #"[{"error":"x"},{"error":"y"}]"#, "[null,{}]",
    #"[{"id":"\#(ids[0])"},{"id":"\#(ids[0].uppercased())"}]"#,
    #"[{"id":"1"},{"id":"2"}]"#, #"[{"id":"\#(ids[0])"},null]"#,
    #"[{"id":"\#(ids[0])"},{"id":null}]"#,
    items(#","externalId":"b""#, #","externalId":"a""#), items(#","externalId":null"#, ""),
    items(#","collectionId":"\#(ids[1])""#, ""), items(#","url":"https://evil.example/a""#, ""),
    items(#","url":"https://e.org/b""#, #","url":"https://e.org/a""#),
  ]

  @Test(
    "Hoko's create is lost unless each element is a link of its own row", arguments: lostCreates)
  func hokoCreate(body: String) throws {
    let links = try hokoLinks([
      ["url": "https://e.org/a", "externalId": "a"], ["url": "https://e.org/b", "externalId": "b"],
    ])
    #expect(try #require(hoko.creation).read(answer(200, body), for: links).isFault)
  }

  @Test(
    "what Hoko may only have written in another way is no contradiction",
    arguments: [
      ("https://e.org", "https://e.org/"), ("HTTPS://E.org:443/A", "https://e.org/a"),
      ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
      ("https://e.org/a b", "https://e.org/a%20b"), ("https://e.org/x/../y", "https://e.org/y"),
      (" https://e.org/a\t", "https://e.org/a"),
      ("https://e.org/a?b=1", "https://e.org/a?utm_source=x"),
      ("https://0x7f.1/", "https://127.0.0.1/"), ("https://e.org\\a", "https://e.org/a"),
      ("https://u:p@e.org/", "https://e.org/"), ("https://e.org./", "https://e.org/"),
    ])
  func rewritten(sent: String, shown: String) throws {
    let links = try hokoLinks([["url": .string(sent), "tenantId": "t "]])
    let body = #"[{"id":"\#(Self.ids[0])","url":"\#(shown)","tenantId":"T","title":null}]"#
    #expect(
      try #require(hoko.creation).read(answer(200, body), for: links).content?.done.count == 1)
  }

  @Test("Hoko's update counts every element, and sends a contradicting one again by itself")
  func hokoUpdate() throws {
    let modification = try #require(hoko.modification)
    let edits = try zip(Self.ids, ["a", "b"]).map {
      try modification.edit(LinkID($0), ["externalId": .string($1)], allowingUnknown: false)
    }
    let read = { (body: String, edits: [Edit]) in
      modification.read(answer(200, body), for: edits)
    }
    #expect(read(Self.items("", ""), edits).content?.done.count == 2)
    #expect(read("[null," + Self.items("").dropFirst(), [edits[0]]).isFault)
    #expect(read(#"[{"id":"\#(Self.ids[0])"},1,{"id":"\#(Self.ids[1])"}]"#, edits).isFault)
    let mixed = read(Self.items(#","externalId":"a""#, #","externalId":"z""#), edits).content
    #expect(mixed.map { Set($0.done.keys) } == [0] && mixed?.rows.last == .untold)
    #expect(read(Self.items(#","externalId":"z""#), [edits[0]]).isFault)
  }

  @Test(
    "Hoko's delete is lost when it names what was not asked for",
    arguments: [
      #"["\#(ids[0])","\#(ids[1])","550e8400-e29b-41d4-a716-446655440009"]"#,
      #"["\#(ids[0])",null]"#,
      #"[1,2]"#, #"{"a":1}"#,
    ])
  func hokoDelete(list: String) throws {
    let ids = Self.ids.map { LinkID($0) }
    let deletion = try #require(hoko.deletion)
    #expect(deletion.read(answer(200, #"{"deletedIds":\#(list)}"#), for: ids).isFault)
  }

  @Test("what Hoko does not name is not told of")
  func hokoDeletePart() throws {
    let ids = Self.ids.map { LinkID($0) }
    let body = #"{"deletedIds":["\#(Self.ids[1])"]}"#
    let part = try #require(hoko.deletion).read(answer(200, body), for: ids)
    #expect(part.content?.rows == [.untold, .done()])
  }

  @Test(
    "a look-up at Hoko that is answered by anything but links is lost, and no link that is not there",
    arguments: ["[null]", "[1]", "[{}]", "{}", #"{"error":"x"}"#, #"[{"id":7}]"#, "null"])
  func hokoLookUp(body: String) throws {
    let reading = hoko.reading
    let read = try #require(reading.reads(of: [LinkID(Self.ids[0])]).first)
    #expect(reading.read(answer(200, body), of: read).isFault)
    let link = try hokoLinks([["url": "https://e.org", "externalId": "a"]])[0]
    #expect(reading.readSearch(answer(200, body), for: link, by: .externalID).isFault)
    #expect(throws: Walked.Failed.self) { try Walked(reading) { _ in answer(200, body) } }
  }

  @Test(
    "no key is proved by a list of anything but links",
    arguments: ["[1]", "[{}]", "[null]", #"{"a":1}"#, "1"])
  func keys(body: String) {
    #expect(hoko.keyCheck.read(answer(200, body), of: 0).isFault)
    #expect(dub.keyCheck.read(answer(200, body), of: 0).isFault)
    let envelope = #"{"success":true,"status_code":200,"data":\#(body)}"#
    #expect(pen.keyCheck.read(answer(200, envelope), of: 0).isFault)
    #expect(pen.keyCheck.read(answer(200, envelope), of: 1).isFault)
    #expect(dub.folders?.read(answer(200, body)).isFault == true)
  }

  @Test("an empty workspace proves a key too")
  func emptyWorkspace() {
    #expect(hoko.keyCheck.read(answer(200, "[]"), of: 0).content != nil)
    #expect(dub.keyCheck.read(answer(200, "[]"), of: 0).content != nil)
  }

  @Test("folders that cannot be read for now are no refusal to show them")
  func folders() throws {
    let folders = try #require(dub.folders)
    #expect(folders.read(page(502)).isFault)
    guard case .rateLimited = folders.read(page(429)) else {
      Issue.record("not rate-limited")
      return
    }
    guard case .refused = folders.read(page(403)) else {
      Issue.record("not refused")
      return
    }
  }
}

/// The same at ShortPen, whose answers say in an envelope what they are.
@Suite struct StrictShortPenTests {
  private let pen = ShortPen()
  private let deletion: any Deletion
  private let modification: any Modification
  private let ids = ["501", "502"].map { LinkID($0) }

  init() throws {
    deletion = try #require(pen.deletion)
    modification = try #require(pen.modification)
  }

  private static let contradictions = [
    #"{"success":false,"status_code":200,"data":{"deleted":2}}"#,
    #"{"success":true,"status_code":429,"data":{"deleted":2}}"#,
    #"{"success":true,"status_code":"200","data":{"deleted":2}}"#,
    #"{"success":"true","status_code":200,"data":{"deleted":2}}"#,
    #"{"success":true,"status_code":200,"data":{"deleted":3}}"#,
    #"{"success":true,"status_code":200,"data":[{"deleted":2}]}"#,
  ]

  @Test(
    "an envelope that contradicts itself or the request is a lost answer", arguments: contradictions
  )
  func delete(body: String) {
    #expect(deletion.read(answer(200, body), for: ids).isFault)
  }

  @Test("a 404 of another status inside does not say that none matched")
  func noMatch() throws {
    let body = #"{"success":false,"status_code":401,"message":"Missing or invalid token"}"#
    #expect(deletion.read(answer(404, body), for: ids).isFault)
    let edit = try modification.edit(ids[0], ["title": "x"], allowingUnknown: false)
    #expect(modification.read(answer(404, body), for: [edit]).isFault)
  }

  private func link(slug: String?) throws -> NewLink {
    var fields: JSONObject = ["url": "https://e.org", "domain_id": 7]
    if let slug { fields.append("custom_slug", .string(slug)) }
    return try #require(pen.creation).link(fields, row: 1, allowingUnknown: false)
  }

  private static let shown: [(slug: String?, data: String, isTaken: Bool)] = [
    (nil, #"{"link":"https://p.co/x"}"#, true), (nil, #"{"short_url":"https://p.co/x"}"#, true),
    (nil, #"{"link":""}"#, false), (nil, #"{"link":"x"}"#, false),
    (nil, #"{"link":"https://p.co"}"#, false),
    (nil, #"{"link":"https://p.co/"}"#, false), (nil, #"{"link":7}"#, false), (nil, "{}", false),
    (nil, #"{"link":"https://p.co/x","short_url":"https://p.co/y"}"#, false),
    ("Spring-Sale", #"{"link":"https://p.co/Spring-Sale"}"#, true),
    ("Spring-Sale", #"{"link":"https://p.co/spring_sale","short_url":null}"#, true),
    ("Spring Sale", #"{"link":"https://p.co/Spring%20Sale"}"#, true),
    ("spring-sale-2027", #"{"link":"https://p.co/spring-sale"}"#, true),
    ("grüße", #"{"link":"https://p.co/gruesse"}"#, true),
    ("spring", #"{"link":"https://p.co/autumn"}"#, false),
    ("spring", #"{"link":"https://p.co/s"}"#, false),
    ("spring", #"{"link":"https://p.co/springtime"}"#, false),
  ]

  @Test("a create or a change shows its short link, and no other one", arguments: shown)
  func shortLink(slug: String?, data: String, isTaken: Bool) throws {
    let link = try link(slug: slug)
    let response = answer(200, #"{"success":true,"status_code":200,"data":\#(data)}"#)
    let created = try #require(pen.creation).read(response, for: [link])
    #expect(created.isFault == !isTaken && (created.content?.done.count == 1) == isTaken)
    let change: JSONObject = slug.map { ["custom_slug": .string($0)] } ?? ["title": "x"]
    let edit = try modification.edit(ids[0], change, allowingUnknown: false)
    #expect(modification.read(response, for: [edit]).isFault == !isTaken)
  }

  @Test(
    "a page of the list with anything that is no link is no page",
    arguments: ["[1]", "[{}]", #"[{"id":-1}]"#])
  func page(data: String) throws {
    let organization =
      #"{"success":true,"status_code":200,"data":{"name":"o","workspaces":[{"id":1,"name":"a"}]}}"#
    let body = #"{"success":true,"status_code":200,"data":\#(data),"count":1,"total":1,"page":1}"#
    #expect(throws: Walked.Failed.self) {
      try Walked(pen.reading) { answer(200, $0.method == .post ? organization : body) }
    }
  }
}

/// The same at Dub: an answer is to the question that was asked, and of the link that was named.
@Suite struct StrictDubTests {
  private let dub = Dub()

  private static let changes: [(id: String, change: JSONObject, body: String, isTaken: Bool)] = [
    ("link_a", ["key": "k"], #"{"id":"link_a","key":"k"}"#, true),
    ("link_A", ["key": "k"], #"{"id":"link_a"}"#, true),
    ("link_a", ["key": "k"], #"{"id":"link_b"}"#, false),
    ("link_a", ["key": "k"], #"[{"id":"link_a"}]"#, false),
    ("link_a", ["key": "k"], #"{"id":""}"#, false),
    ("ext_x", ["key": "k"], #"{"id":"link_a","externalId":"X"}"#, true),
    ("ext_x", ["key": "k"], #"{"id":"link_a","externalId":"y"}"#, false),
    ("ext_x", ["key": "k"], #"{"id":"link_a","externalId":null}"#, false),
    ("ext_x", ["externalId": "ext_y"], #"{"id":"link_a","externalId":"y"}"#, true),
    ("ext_x", ["externalId": "y"], #"{"id":"link_a","externalId":"x"}"#, false),
    ("ext_x", ["externalId": nil], #"{"id":"link_a","externalId":null}"#, true),
    ("ext_x", ["externalId": nil], #"{"id":"link_a","externalId":"x"}"#, false),
    ("link_a", ["archived": true], #"{"id":"link_a"}"#, false),
    ("link_a", ["archived": true], #"[{"id":"link_a"}]"#, true),
    ("ext_x", ["archived": true], #"[{"id":"link_a","externalId":"x"}]"#, true),
    ("ext_x", ["archived": true], #"[{"externalId":"x"}]"#, false),
    ("ext_x", ["archived": true], #"[{"id":"x"}]"#, false),
  ]

  @Test("a change is of the link that it names, in the shape of its call", arguments: changes)
  func change(id: String, change: JSONObject, body: String, isTaken: Bool) throws {
    let modification = try #require(dub.modification)
    let edit = try modification.edit(LinkID(id), change, allowingUnknown: false)
    let read = modification.read(answer(200, body), for: [edit])
    #expect(read.isFault == !isTaken && (read.content?.done.count == 1) == isTaken)
  }

  @Test("a list does not answer a question for one link, nor one link that for a list")
  func shapes() throws {
    let reading = dub.reading
    let id = LinkID("link_a")
    let list = try #require(reading.reads(of: [id]).first)
    let one = try #require(reading.exactReads(of: [id]).first)
    for body in ["[]", #"[{"id":"link_a"}]"#] {
      #expect(reading.read(answer(200, body), of: one).isFault)
      #expect(reading.read(answer(200, body), of: list).content != nil)
    }
    #expect(reading.read(answer(200, #"{"id":"link_a"}"#), of: list).isFault)
    for body in ["[1]", "[null]", "[{}]", #"[{"id":1}]"#] {
      #expect(reading.read(answer(200, body), of: list).isFault)
    }
    let row = try #require(dub.creation).link(
      ["url": "https://e.org", "externalId": "x", "key": "k", "domain": "d.co"], row: 1,
      allowingUnknown: false)
    for name in [MatchKey.externalID, .key] {
      #expect(reading.readSearch(answer(200, "[]"), for: row, by: name).isFault)
    }
  }
}
