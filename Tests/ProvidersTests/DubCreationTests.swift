import HTTP
import Providers
import Records
import TestSupport
import Testing

/// Dub's creates: the request, which item of the answer is whose, and what refusals mean.
@Suite struct DubCreationTests {
  private let creation: any Creation

  init() throws { creation = try #require(Dub().creation) }

  private func links(_ rows: [JSONObject]) throws -> [NewLink] {
    try rows.enumerated().map {
      try creation.link($1, row: $0 + 1, allowingUnknown: false)
    }
  }

  private func answer(_ items: [JSONValue], _ headers: HTTPHeaders = [:]) -> Reply {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return Reply(
      HTTPResponse(status: 200, headers: headers, body: JSONValue.array(items).bytes))
  }

  @Test("a request is a bare array of the rows as they are, and may not be repeated blindly")
  func request() throws {
    let links = try links([["url": "https://example.org", "externalId": "ext_a", "key": "/K/"]])
    let request = creation.request(for: links)
    #expect(request.method == .post && request.target == "/links/bulk" && !request.isRepeatable)
    #expect(
      request.body
        == [UInt8](#"[{"url":"https://example.org","externalId":"ext_a","key":"/K/"}]"#.utf8))
    #expect(links[0].externalID == "a" && links[0].key?.key == "k" && links[0].key?.exact == "/K/")
  }

  @Test("created links come first and refusals last, and each finds its row")
  func order() throws {
    let links = try links([
      ["url": "https://e.org/0", "key": "bad"], ["url": "https://e.org/1"],
      ["url": "https://e.org/2", "externalId": "ext_x"], ["url": "e.org/3", "key": "🚀"],
      ["url": "https://e.org/4", "externalId": "gone"],
    ])
    let report = try #require(
      creation.read(
        answer([
          ["id": "l1", "domain": "d.co", "key": "rnd", "url": "https://e.org/1"],
          [
            "id": "l2", "domain": "d.co", "key": "rnd2", "url": "https://e.org/2",
            "externalId": "x",
          ],
          ["id": "l3", "domain": "d.co", "key": "xn--158h", "url": "https://e.org/3"],
          [
            "error": "Duplicate key: This short link already exists.", "code": "conflict",
            "link": ["url": "https://e.org/0", "key": "bad"],
          ],
        ]), for: links
      ).content)
    #expect(report.done.mapValues(\.id) == [1: "l1", 2: "l2", 3: "l3"])
    #expect(report.refused[0]?.code == "conflict" && report.defaultDomain == "d.co")
    #expect(report.rows[4] == .untold)
    for (place, made) in report.done { #expect(creation.isSame(made, as: links[place])) }
  }

  @Test("a refusal finds its row among rows whose keys are one to Dub")
  func sameKeys() throws {
    let links = try links([
      ["url": "https://e.org/0", "key": "Pair"], ["url": "https://e.org/1", "key": "pair"],
      ["url": "https://e.org/2", "key": "/pair"],
    ])
    let report = try #require(
      creation.read(
        answer([
          ["id": "l0", "domain": "d.co", "key": "Pair", "url": "https://e.org/0"],
          [
            "error": "Invalid tagIds detected: x", "code": "unprocessable_entity",
            "link": ["url": "https://e.org/2", "key": "pair", "domain": "d.co", "userId": "u"],
          ],
        ]), for: links
      ).content)
    #expect(Set(report.refused.keys) == [2] && Set(report.done.keys) == [0])
  }

  @Test("the link of another request, after a lost race, is not the row's")
  func lostRace() throws {
    let links = try links([
      ["url": "https://e.org/0?a=1", "key": "k", "externalId": "mine"],
      ["url": "https://e.org/1?a=1", "key": "l"],
    ])
    let report = try #require(
      creation.read(
        answer([
          [
            "id": "l0", "domain": "d.co", "key": "k", "url": "https://e.org/0?a=1",
            "externalId": nil,
          ],
          [
            "id": "l1", "domain": "d.co", "key": "l", "url": "https://e.org/1?a=1",
            "externalId": "theirs",
          ],
        ]), for: links
      ).content)
    #expect(report.done.isEmpty && report.defaultDomain == nil)
    #expect(report.taken.mapValues(\.id) == [0: "l0", 1: "l1"])
  }

  @Test(
    "that a key's link is another request's is told by its age, user and moment, and not by its URL",
    arguments: [
      ([:], true), (["createdAt": "2026-11-20T11:59:40.000Z"], false),
      (["createdAt": "2026-11-20T12:00:00.100Z"], true),
      (["createdAt": "2026-11-20T12:00:00.050Z"], false), (["userId": "other"], false),
      (["userId": "me"], true),
    ] as [(JSONObject, Bool)])
  func told(shown: JSONObject, isMade: Bool) throws {
    let links = try links([
      ["url": "https://e.org/0", "key": "k"], ["url": "https://e.org/1"],
      ["url": "https://e.org/2", "externalId": "x"],
    ])
    let own: JSONObject = ["userId": "me", "createdAt": "2026-11-20T12:00:00.100Z"]
    func item(_ id: String, _ more: JSONObject) -> JSONValue {
      .object(own.merging(["id": .string(id), "domain": "d.co"]).merging(more))
    }
    let items = [
      item("l0", ["key": "k", "url": "https://rewritten.example/"]).object.map {
        .object($0.merging(shown))
      } ?? .null,
      item("l1", ["key": "r", "url": "https://e.org/1"]),
      item("l2", ["key": "s", "url": "https://e.org/2", "externalId": "x"]),
    ]
    let reply = answer(items, ["Date": "Fri, 20 Nov 2026 12:00:00 GMT"])
    let report = try #require(creation.read(reply, for: links).content)
    #expect((report.done[0] != nil) == isMade && (report.taken[0] != nil) != isMade)
    #expect(report.done[1]?.id == "l1" && report.done[2]?.id == "l2")
  }

  @Test(
    "a stored URL is the row's where Dub has only added what it adds",
    arguments: [
      ("https://e.org/?a=1", "https://e.org/?a=1", nil, true),
      ("e.org", "https://e.org/", nil, true), ("E.org/Path", "https://e.org/Path", nil, true),
      ("https://e.org/?a=1", "https://e.org/?a=2", nil, false),
      ("https://e.org/?a=1", "https://e.org/", nil, false),
      ("https://e.org/#a", "https://e.org/#b", nil, false),
      ("https://e.org", "https://e.org/?utm_source=x", "x", true),
      ("https://e.org/p", "https://e.org/q?utm_source=x", "x", false),
      ("münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe", nil, true),
      (" https://e.org/a b ", "https://e.org/a%20b?utm_source=x", "x", true),
      ("https://e.org:443/a/../b", "https://e.org/b", nil, true),
    ])
  func sameURL(sent: String, stored: String, source: String?, isSame: Bool) throws {
    var row: JSONObject = ["url": .string(sent)]
    if let source { row.append("utm_source", .string(source)) }
    let link = try creation.link(row, row: 1, allowingUnknown: false)
    #expect(creation.isSame(ShownLink(object: ["url": .string(stored)]), as: link) == isSame)
  }

  @Test(
    "an answer that belongs to no row proves nothing",
    arguments: [
      #"[{"id":"x","url":"https://other.org"},{"id":"y","url":"https://e.org/0"}]"#,
      #"[{"url":"https://e.org/0"}]"#, #"[1]"#, #"{"id":"x"}"#, "[", #"[{"error":"no"}]"#,
      #"[{"error":"no","code":"x","link":{"url":"https://e.org/0","externalId":"theirs"}}]"#,
      #"[{"id":"","url":"https://e.org/0"}]"#,
    ])
  func unreadable(body: String) throws {
    let links = try links([["url": "https://e.org/0"]])
    #expect(creation.read(page(200, body), for: links).isFault)
  }

  @Test("a key that Dub refuses is told with what is wrong with it")
  func keys() {
    for (key, reason) in [
      ("a b", "holds, as its character number 2, U+0020 (space), and no key may have that"),
      ("#a", "begins with \"#\" (U+0023), and no key may have that"),
      ("a\u{7}", "ends with U+0007, which nobody sees, and no key may have that"),
      ("//", "is empty"), ("_a", "begins with _"), ("a.php", "ends with .php"),
    ] {
      #expect(throws: InvalidLink.badValue(field: "key", reason: reason)) {
        try creation.link(
          ["url": "https://e.org", "key": .string(key)], row: 1, allowingUnknown: false)
      }
    }
  }

  @Test("refusals of a whole request: a row by its index, a quota, or the key")
  func refusals() throws {
    let links = try links([["url": "https://e.org/0"]])
    func read(_ status: Int, _ code: String, _ message: String) -> Answer<Report> {
      let body: JSONValue = ["error": ["code": .string(code), "message": .string(message)]]
      let response = HTTPResponse(status: status, body: body.bytes)
      return creation.read(Reply(response), for: links)
    }
    guard
      case .refused(_, at: 3?) = read(422, "unprocessable_entity", "custom: [3].ios: Invalid URL"),
      case .refused(_, at: nil) = read(422, "unprocessable_entity", "too_big: : You can only"),
      case .refused(_, at: nil) = read(400, "bad_request", "Duplicate links found: d/k, d/k"),
      case .overQuota = read(403, "exceeded_limit", "You've reached your monthly limit"),
      case .refused = read(403, "forbidden", "You can only use webhooks on a Business plan")
    else {
      Issue.record("read otherwise")
      return
    }
    let full = read(403, "forbidden", "You've reached your monthly limit of 25 links")
    #expect(
      full.stop
        == .quotaUsedUp(Refusal("forbidden", "You've reached your monthly limit of 25 links")))
    #expect(read(403, "forbidden", "The provided key does not").stop != nil)
    #expect(read(500, "internal_server_error", "An internal").isFault)
  }

  @Test("a search names the link as Dub keeps it")
  func search() throws {
    let links = try links([
      ["url": "https://e.org", "externalId": "ext_a b"],
      ["url": "https://e.org", "key": "/Grüße/", "domain": "d.co"],
      ["url": "https://e.org", "key": "K"], ["url": "https://e.org"],
    ])
    let reading = Dub().reading
    let targets = links.map {
      reading.search(for: $0, by: $0.ownName ?? .key, domain: nil)?.target
    }
    #expect(
      targets == [
        "/links/info?externalId=ext_a%20b", "/links/info?domain=d.co&key=xn--Gre-6ka8l",
        "/links?showArchived=true&pageSize=100&search=K", nil,
      ])
    #expect(
      reading.search(for: links[2], by: .key, domain: "e.co")?.target
        == "/links/info?domain=e.co&key=K")
  }

  @Test("answers of any items at all never give one link to two rows, nor two fates to one")
  func fuzz() throws {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<500 {
      let rows = (0..<Int.random(in: 1...8, using: &random)).map { number -> JSONObject in
        var row: JSONObject = ["url": .string("https://e.org/\(number % 3)")]
        if Bool.random(using: &random) { row.append("key", .string(["a", "A", "b"][number % 3])) }
        if Bool.random(using: &random) { row.append("externalId", .string("x\(number)")) }
        return row
      }
      let links = try links(rows)
      let items = (0..<Int.random(in: 0...links.count, using: &random)).map { number -> JSONValue in
        var link = rows.randomElement(using: &random) ?? [:]
        if Bool.random(using: &random) {
          return ["error": "no", "code": "conflict", "link": .object(link)]
        }
        link.append("id", .string("l\(number)"))
        return .object(link)
      }
      guard let report = creation.read(answer(items), for: links).content else { continue }
      #expect(report.rows.count == links.count)
      #expect(Set(report.done.keys).isDisjoint(with: report.refused.keys))
      let ids = report.done.values.compactMap(\.id)
      #expect(Set(ids).count == report.done.count)
      #expect(report.done.count + report.refused.count <= items.count)
    }
  }
}
