// The Kutt stand-in (others-2.md, section 6).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct KuttTests {
  private func create(_ bench: RuledBench, _ fields: String) throws -> Reply {
    try bench.ask("POST", "/links", "{\(fields)}")
  }

  private func expectError(_ reply: Reply, _ status: Int, _ message: String) {
    #expect(reply.status == status)
    #expect(reply.json == ["error": .string(message)])
  }

  @Test("a create is a 201 whose answer leaves out what it was not given")
  func created() throws {
    let bench = try RuledBench(.kutt)
    let reply = try create(
      bench, #""target":" a.example/x ","customurl":"spring","description":"D","password":"secret""#
    )
    #expect(reply.status == 201)
    let link = try #require(reply.json)
    #expect(link["target"] == "http://a.example/x")
    #expect(link["address"] == "spring")
    #expect(link["password"] == true)
    #expect(link["link"] == "https://kutt.example.com/spring")
    #expect(link["expire_in"] == .null)
    #expect(link["domain"] == nil)
    #expect(link["id"]?.string?.count == 36)
    let away = try create(bench, #""target":"https://a.example","domain":"GO.example.com""#)
    #expect(away.json?["domain"] == "go.example.com")
    #expect(away.json?["link"]?.string?.hasPrefix("http://go.example.com/") == true)
    let listed = try bench.ask("GET", "/links").json?["data"]?.array
    #expect(listed?.map { $0["domain"] } == ["go.example.com", .null])
  }

  @Test(
    "what cannot be is a 400, the first complaint alone",
    arguments: [
      ("", "Target is missing."), (#""target":"localhost""#, "URL is not valid."),
      (#""target":"https://kutt.example.com/x""#, "kutt.example.com URLs are not allowed."),
      (#""target":"https://a.example","customurl":"a b""#, "Custom URL is not valid."),
      (#""target":"https://a.example","customurl":"login""#, "You can't use this custom URL."),
      (
        #""target":"https://a.example","password":"ab""#,
        "Password length must be between 3 and 64."
      ),
      (#""target":"https://a.example","reuse":"maybe""#, "Reuse must be boolean."),
      (#""target":"https://a.example","domain":"x.example""#, "You can't use this domain."),
      (
        #""target":"https://a.example","expire_in":"soon""#,
        "Expire format is invalid. Valid examples: 1m, 8h, 42 days."
      ),
      (
        #""target":"https://a.example","expire_in":"5s""#,
        "Expire time should be more than 1 minute."
      ),
      (#""target":"","customurl":"a b""#, "Target is missing."),
    ])
  func invalid(fields: String, message: String) throws {
    let bench = try RuledBench(.kutt)
    expectError(try create(bench, fields), 400, message)
    #expect(bench.count == 0)
  }

  @Test("a target that is too long, and schemes that are no web's")
  func targets() throws {
    let bench = try RuledBench(.kutt)
    let long = "https://a.example/" + String(repeating: "x", count: 2030)
    expectError(try create(bench, #""target":"\#(long)""#), 400, "Maximum URL length is 2040.")
    for target in ["mailto:a@b.example", "https://ü.example/ß?x#y", "ftp://a.example"] {
      #expect(try create(bench, #""target":"\#(target)""#).json?["target"] == .string(target))
    }
  }

  @Test("a span becomes a moment")
  func expiry() throws {
    let bench = try RuledBench(.kutt)
    let reply = try create(bench, #""target":"https://a.example","expire_in":"2 days""#)
    let text = try #require(reply.json?["expire_in"]?.string)
    #expect(text > (reply.json?["created_at"]?.string ?? ""))
  }

  @Test("a slug that is taken is a 500; at another domain it is free")
  func taken() throws {
    let bench = try RuledBench(.kutt)
    let fields = #""target":"https://a.example","customurl":"a""#
    _ = try create(bench, fields)
    expectError(try create(bench, fields), 500, "Custom URL is already in use.")
    #expect(try create(bench, fields + #","domain":"go.example.com""#).status == 201)
    #expect(bench.count == 2)
  }

  @Test(
    "two creates of one slug may both succeed, as chosen", arguments: KuttOptions.Races.allCases)
  func races(choice: KuttOptions.Races) async throws {
    let bench = try RuledBench(.kutt) { options in
      options.kutt.races = choice
      var rule = FaultRule(.hang(acts: true))
      rule.choice = .first(1)
      options.faults = [rule]
    }
    let body = #"{"target":"https://a.example","customurl":"a"}"#
    let waiting = try RawClient(port: bench.sandbox.port(of: .kutt))
    waiting.send(
      "POST /api/v2/links HTTP/1.1\r\nHost: x\r\n\(bench.keyHeader)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
    #expect(try await Patience.wait { bench.counters.created == 1 })
    #expect(try bench.ask("POST", "/links", body).status == (choice == .never ? 500 : 201))
    #expect(
      bench.sandbox.links(of: .kutt).map { $0["address"] }
        == Array(repeating: "a", count: bench.count))
    withExtendedLifetime(waiting) {}
  }

  @Test("without another request in flight no slug is given twice but where it always is")
  func alone() throws {
    for (choice, status) in [(KuttOptions.Races.inFlight, 500), (.always, 201)] {
      let bench = try RuledBench(.kutt) { $0.kutt.races = choice }
      for expected in [201, status] {
        #expect(
          try create(bench, #""target":"https://a.example","customurl":"a""#).status == expected)
      }
    }
  }

  @Test("reuse gives the first link of a target with 200, and forgets the slug")
  func reuse() throws {
    let bench = try RuledBench(.kutt)
    let first = try create(bench, #""target":"https://a.example","reuse":true"#)
    #expect(first.status == 201)
    let again = try create(bench, #""target":"https://a.example","reuse":true,"customurl":"b""#)
    #expect(again.status == 200)
    #expect(again.json?["address"] == first.json?["address"])
    #expect(
      try create(bench, #""target":"https://a.example","reuse":true,"domain":"go.example.com""#)
        .status == 201)
  }

  @Test("a change takes what is not empty; nothing new is a 500")
  func update() throws {
    let bench = try RuledBench(.kutt, links: 2)
    let path = "/links/\(bench.id(1))"
    let reply = try bench.ask("PATCH", path, #"{"address":"new","target":"https://n.example"}"#)
    #expect(reply.status == 200)
    #expect(reply.json?["address"] == "new")
    #expect(reply.json?["domain"] == .null)
    for body in [
      "{}", #"{"description":"","address":"new"}"#, #"{"target":"https://n.example"}"#, "",
    ] {
      expectError(try bench.ask("PATCH", path, body), 500, "Should at least update one field.")
    }
    #expect(bench.link(bench.id(1))?["description"] == "Page 1")
    expectError(
      try bench.ask("PATCH", path, #"{"address":"k2"}"#), 500, "Custom URL is already in use.")
    expectError(
      try bench.ask("PATCH", "/links/\(bench.id(9))", #"{"address":"x"}"#), 500,
      "Link was not found.")
    expectError(try bench.ask("PATCH", "/links/7", #"{"address":"x"}"#), 400, "ID is invalid.")
    #expect(bench.counters.updated == 1)
  }

  @Test("a change without the password removes it")
  func password() throws {
    let bench = try RuledBench(.kutt) { options in
      options.kutt.links = [
        SandboxLink(
          id: SeededID.text(1, of: .kutt), slug: "a", url: "https://a.example",
          fields: ["password": "pw1"])
      ]
    }
    let path = "/links/\(bench.id(1))"
    #expect(
      try bench.ask("PATCH", path, #"{"description":"D","password":"•••"}"#).json?["password"]
        == true)
    #expect(try bench.ask("PATCH", path, #"{"password":"other"}"#).json?["password"] == true)
    #expect(try bench.ask("PATCH", path, #"{"password":"other"}"#).status == 200)
    #expect(try bench.ask("PATCH", path, #"{"description":"E"}"#).json?["password"] == false)
    expectError(try bench.ask("PATCH", path, "{}"), 500, "Should at least update one field.")
  }

  @Test("a delete is a message; what is not there is a 500")
  func delete() throws {
    let bench = try RuledBench(.kutt, links: 1)
    let path = "/links/\(bench.id(1))"
    #expect(
      try bench.ask("DELETE", path).json == ["message": "Link has been deleted successfully."])
    expectError(try bench.ask("DELETE", path), 500, "Could not find the link.")
    expectError(try bench.ask("DELETE", "/links/x"), 400, "ID is invalid.")
    expectError(try bench.ask("GET", path + "/stats"), 500, "Link could not be found.")
    #expect(bench.counters.deleted == 1)
  }

  @Test("pages are by number, newest first, at most 50; a search is a part of any text")
  func list() throws {
    let bench = try RuledBench(.kutt, links: 120)
    func page(_ query: String) throws -> JSONValue? { try bench.ask("GET", "/links\(query)").json }
    let usual = try page("")
    #expect(usual?["data"]?.texts("address").first == "k3c")
    #expect(usual?["limit"] == 10)
    #expect(usual?["skip"] == 0)
    #expect(usual?["total"] == 120)
    #expect(try page("?limit=500")?["data"]?.array?.count == 50)
    #expect(try page("?limit=50&skip=100")?["data"]?.array?.count == 20)
    #expect(try page("?limit=x&skip=-3")?["data"]?.array?.count == 10)
    #expect(try page("?skip=\(Int.max)")?["data"] == [])
    let found = try page("?search=PAGE%2F99&limit=50")
    #expect(found?["total"] == 1)
    #expect(found?["data"]?.texts("id") == [bench.id(99)])
    let one = try bench.ask("GET", "/links/\(bench.id(5))/stats")
    #expect(one.json?["id"] == .string(bench.id(5)))
    #expect(one.json?["lastDay"]?["total"] == 0)
  }

  @Test("whose the key is is told with the key in clear; health needs none")
  func account() throws {
    let bench = try RuledBench(.kutt)
    let me = try bench.ask("GET", "/users").json
    #expect(me?["apikey"] == .string(SandboxKey.full(.kutt)))
    #expect(me?["domains"]?.texts("address") == ["go.example.com"])
    #expect(try bench.ask("GET", "/health", headers: []).text == "OK")
  }

  @Test("where anybody may create, a wrong key makes links of nobody")
  func anonymous() throws {
    let bench = try RuledBench(.kutt) { $0.kutt.allowsAnonymous = true }
    let wrong = ["X-API-KEY: x"]
    let made = try bench.ask("POST", "/links", #"{"target":"https://a.example"}"#, headers: wrong)
    #expect(made.status == 201)
    let id = try #require(made.json?["id"]?.string)
    #expect(bench.sandbox.holds(id, at: .kutt))
    #expect(try bench.ask("GET", "/links").json?["total"] == 0)
    expectError(try bench.ask("DELETE", "/links/\(id)"), 500, "Could not find the link.")
    expectError(try bench.ask("GET", "/links", headers: wrong), 401, "Unauthorized.")
    let slug = #"{"target":"https://a.example","customurl":"a"}"#
    expectError(
      try bench.ask("POST", "/links", slug, headers: wrong), 400, "Only users can use this field.")
    let closed = try RuledBench(.kutt)
    expectError(
      try closed.ask("POST", "/links", #"{"target":"https://a.example"}"#, headers: wrong), 401,
      "Unauthorized.")
  }
}
