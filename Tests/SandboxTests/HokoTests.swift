// The Hoko stand-in, as its pages and the dossier have it.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct HokoTests {
  private func id(_ index: Int) -> String { SeededID.hoko(index).text }

  private func delete(_ sandbox: Sandbox, _ ids: [String]) throws -> Reply {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    return try sandbox.ask(.hoko, "DELETE", "/api/links", body: "[\(list)]")
  }

  private func expectRefused(_ reply: Reply, by sandbox: Sandbox, holding count: Int) {
    #expect(reply.status == 400)
    #expect(reply.json == ["error": ["en": "Invalid request", "ar": "طلب غير صالح"]])
    #expect(sandbox.linkCount(of: .hoko) == count)
  }

  @Test("all IDs of an accepted request are answered, in an order that is not the request's")
  func deletes() throws {
    let sandbox = try Sandbox.forTest(links: 4)
    let sent = [id(3), id(1), id(2)]
    let reply = try delete(sandbox, sent)
    #expect(reply.status == 200)
    let deleted = reply.json?["deletedIds"]?.array?.compactMap(\.string) ?? []
    #expect(deleted != sent)
    #expect(Set(deleted) == Set(sent))
    #expect(sandbox.ids(of: .hoko) == [id(4)])
  }

  @Test("the page's example of an invalid ID")
  func invalidID() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    expectRefused(try delete(sandbox, ["invalid-id"]), by: sandbox, holding: 1)
  }

  @Test("one unknown ID, wherever it stands, refuses all and is not named", arguments: [0, 1, 2])
  func unknownID(place: Int) throws {
    let sandbox = try Sandbox.forTest(links: 2)
    var ids = [id(1), id(2)]
    ids.insert(id(99), at: place)
    let reply = try delete(sandbox, ids)
    expectRefused(reply, by: sandbox, holding: 2)
    #expect(!reply.text.contains(id(99)))
  }

  @Test("another workspace's ID refuses all")
  func foreignID() throws {
    let sandbox = try Sandbox.forTest(links: 1) { options in
      options.hoko.links = [HokoLink(id: SeededID.hoko(50), isForeign: true)]
    }
    expectRefused(try delete(sandbox, [id(1), id(50)]), by: sandbox, holding: 2)
  }

  @Test("a repeated delete is a 400, not a success")
  func repeated() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    #expect(try delete(sandbox, [id(1)]).status == 200)
    expectRefused(try delete(sandbox, [id(1)]), by: sandbox, holding: 0)
  }

  @Test(
    "a body that is no array of UUIDs is a 400",
    arguments: ["", "[]", "{}", "[1]", "null", #"{"ids":[]}"#, #"["{"#])
  func badBody(body: String) throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let reply = try sandbox.ask(.hoko, "DELETE", "/api/links", body: body)
    expectRefused(reply, by: sandbox, holding: 1)
  }

  @Test("10,000 IDs are taken, one more is refused")
  func documentedMaximum() throws {
    let sandbox = try Sandbox.forTest(links: 10_001)
    let ids = sandbox.ids(of: .hoko)
    expectRefused(try delete(sandbox, ids), by: sandbox, holding: 10_001)
    #expect(try delete(sandbox, Array(ids.dropLast())).status == 200)
    #expect(sandbox.linkCount(of: .hoko) == 1)
  }

  @Test("a plan may take fewer IDs")
  func planMaximum() throws {
    let sandbox = try Sandbox.forTest(links: 3) { $0.hoko.maximum = 2 }
    expectRefused(try delete(sandbox, [id(1), id(2), id(3)]), by: sandbox, holding: 3)
    #expect(try delete(sandbox, [id(1), id(2)]).status == 200)
  }

  @Test("an ID that stands twice refuses all, or is deleted once, as the option says")
  func duplicates() throws {
    let strict = try Sandbox.forTest(links: 2)
    expectRefused(try delete(strict, [id(1), id(1)]), by: strict, holding: 2)
    let lenient = try Sandbox.forTest(links: 2) { $0.hoko.duplicates = .accept }
    let reply = try delete(lenient, [id(1), id(2), id(1).uppercased()])
    #expect(reply.json?["deletedIds"]?.array?.count == 2)
    #expect(lenient.linkCount(of: .hoko) == 0)
  }

  @Test("UUIDs are taken in capitals and answered in lower case")
  func letterCase() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let reply = try delete(sandbox, [id(1).uppercased()])
    #expect(reply.json == ["deletedIds": [.string(id(1))]])
  }

  @Test("the key is taken with and without Bearer; any other is the page's 401")
  func keys() throws {
    let sandbox = try Sandbox.forTest()
    let bare = try sandbox.ask(.hoko, "GET", "/api/links", key: SandboxKey.full(.hoko))
    #expect(bare.status == 200)
    for header in ["", "Bearer invalid_key", "invalid_key"] {
      let reply = try sandbox.ask(.hoko, "GET", "/api/links", key: header)
      #expect(reply.status == 401)
      #expect(reply.json == ["error": ["en": "Invalid API key", "ar": "مفتاح API غير صالح"]])
    }
  }

  @Test("a key without linksWrite is the page's 403")
  func missingScope() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let key = "Bearer \(SandboxKey.hokoReadOnly)"
    let reply = try sandbox.ask(
      .hoko, "DELETE", "/api/links", key: key, body: "[\"\(id(1))\"]")
    #expect(reply.status == 403)
    #expect(
      reply.json == [
        "error": ["en": "Missing required scopes", "ar": "الصلاحيات المطلوبة مفقودة"],
        "missingScopes": ["linksWrite"],
      ])
    #expect(try sandbox.ask(.hoko, "GET", "/api/links", key: key).status == 200)
  }

  @Test("a 429 says in its body how many seconds to wait, and deletes nothing")
  func rateLimited() throws {
    let limit = RateLimit(1, per: .seconds(3600), kind: .rollingLog)
    let sandbox = try Sandbox.forTest(links: 2, limit: .custom(limit))
    let first = try delete(sandbox, [id(1)])
    #expect(first["X-RateLimit-Limit"] == "1")
    #expect(first["X-RateLimit-Remaining"] == "0")
    let reply = try delete(sandbox, [id(2)])
    #expect(reply.status == 429)
    #expect(
      reply.json?["error"] == ["en": "Rate limit exceeded", "ar": "تم تجاوز حد المعدل"])
    let seconds = try #require(reply.json?["retryAfter"]?.int64)
    #expect((3500...3600).contains(seconds))
    #expect(reply["Retry-After"] == nil)
    #expect(sandbox.ids(of: .hoko) == [id(2)])
  }

  @Test("a chosen hint stands in header and body, or nowhere")
  func chosenHint() throws {
    let limit = RateLimit(1, per: .longest, kind: .rollingLog)
    for (hint, value) in [
      (RetryHint.zero, JSONValue.number(JSONNumber(0))), (.garbage, "soon, perhaps"),
    ] {
      let sandbox = try Sandbox.forTest(limit: .custom(limit)) { $0.retryAfter = hint }
      _ = try sandbox.ask(.hoko, "GET", "/api/links")
      let reply = try sandbox.ask(.hoko, "GET", "/api/links")
      #expect(reply.json?["retryAfter"] == value)
      #expect(reply["Retry-After"] != nil)
    }
    let silent = try Sandbox.forTest(limit: .custom(limit)) { $0.retryAfter = .none }
    _ = try silent.ask(.hoko, "GET", "/api/links")
    #expect(try silent.ask(.hoko, "GET", "/api/links").json?["retryAfter"] == nil)
  }

  @Test("lists are bare arrays with take, skip and sort")
  func lists() throws {
    let sandbox = try Sandbox.forTest(links: 60) { options in
      options.hoko.links = [HokoLink(id: SeededID.hoko(70), externalID: "x")]
    }
    func shown(_ query: String) throws -> [String] {
      let reply = try sandbox.ask(.hoko, "GET", "/api/links" + query)
      return reply.json?.array?.compactMap { $0["id"]?.string } ?? []
    }
    #expect(try shown("").count == 50)
    #expect(try shown("").first == id(70))
    #expect(try shown("?sort=asc&take=2&skip=1") == [id(2), id(3)])
    #expect(try shown("?take=10000").count == 61)
    #expect(try shown("?id=\(id(5))") == [id(5)])
    #expect(try shown("?id=\(id(500))") == [])
    #expect(try shown("?externalId=x") == [id(70)])
    for query in ["?take=10001", "?take=0", "?skip=-1", "?sort=up", "?id=x"] {
      #expect(try sandbox.ask(.hoko, "GET", "/api/links" + query).status == 400, "\(query)")
    }
  }

  @Test("unknown endpoints are the only 404")
  func unknownPath() throws {
    let reply = try Sandbox.forTest().ask(.hoko, "GET", "/api/link")
    #expect(reply.status == 404)
    #expect(reply.json?["error"]?["en"]?.string?.isEmpty == false)
  }
}
