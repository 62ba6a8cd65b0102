// The Shlink stand-in (others-2.md, section 5).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct ShlinkTests {
  private func create(_ bench: RuledBench, _ fields: String) throws -> Reply {
    try bench.ask("POST", "/short-urls", "{\(fields)}")
  }

  private func expectProblem(_ reply: Reply, _ status: Int, _ type: String) {
    #expect(reply.status == status)
    #expect(reply["Content-Type"] == "application/problem+json")
    #expect(reply.json?["type"] == .string("https://shlink.io/api/error/\(type)"))
    #expect(reply.json?["status"] == .number(JSONNumber(status)))
    for name in ["title", "detail"] { #expect(reply.json?[name]?.string?.isEmpty == false) }
  }

  @Test("a key that is missing and one that is wrong are told apart; health needs none")
  func keys() throws {
    let bench = try RuledBench(.shlink)
    let missing = try bench.ask("GET", "/short-urls", headers: [])
    expectProblem(missing, 401, "missing-authentication")
    #expect(missing.json?["expectedHeaders"] == ["X-Api-Key"])
    expectProblem(
      try bench.ask("GET", "/short-urls", headers: ["X-Api-Key: x"]), 401, "invalid-api-key")
    let health = try bench.sandbox.send(.shlink, "GET", "/rest/health")
    #expect(health.json?["status"] == "pass")
    #expect(health.json?["version"] == "5.1.5")
    #expect(health["Content-Type"] == "application/health+json")
  }

  @Test("a create shows the whole link, at the server's domain or another")
  func created() throws {
    let bench = try RuledBench(.shlink)
    let own = try create(
      bench, #""longUrl":"https://a.example","customSlug":"a","domain":"s.example.com""#)
    #expect(own.status == 200)
    #expect(own.json?["domain"] == .null)
    #expect(own.json?["shortUrl"] == "https://s.example.com/a")
    #expect(own.json?["title"] == .null)
    #expect(own.json?["tags"] == [])
    #expect(own.json?["visitsSummary"] == ["total": 0, "nonBots": 0, "bots": 0])
    let away = try create(
      bench,
      #""longUrl":"https://a.example","customSlug":"a","domain":"x.example","title":" T ","tags":["UUU"," fo o ","uuu"],"maxVisits":5,"validUntil":"2030-01-31T10:30:00.5+02:00""#
    )
    #expect(away.json?["domain"] == "x.example")
    #expect(away.json?["title"] == "T")
    #expect(away.json?["tags"] == ["uuu", "fo-o"])
    #expect(
      away.json?["meta"] == [
        "validSince": nil, "validUntil": "2030-01-31T08:30:00+00:00", "maxVisits": 5,
      ])
    #expect(bench.sandbox.ids(of: .shlink) == ["a", "x.example/a"])
    let code = try create(bench, #""longUrl":"mailto:a@b.example""#).json?["shortCode"]?.string
    #expect(code?.count == 5)
    #expect(
      try create(bench, #""longUrl":"https://b.example","shortCodeLength":12"#).json?["shortCode"]?
        .string?.count == 12)
  }

  @Test("slugs are rewritten without a word, as the server is set up")
  func slugs() throws {
    let asked = "My cool/Slug"
    for (change, made) in [
      ({ _ in }, "My-cool-Slug"), ({ $0.allowsSegments = true }, "My-cool/Slug"),
      ({ $0.mode = .loose }, "my-cool-slug"),
    ] as [((inout ShlinkOptions) -> Void, String)] {
      let bench = try RuledBench(.shlink) { change(&$0.shlink) }
      let reply = try create(bench, #""longUrl":"https://a.example","customSlug":"\#(asked)""#)
      #expect(reply.json?["shortCode"] == .string(made))
      #expect(try bench.ask("GET", "/short-urls/\(made)").status == 200)
    }
    let emoji = try create(
      try RuledBench(.shlink), #""longUrl":"https://a.example","customSlug":"🦣""#)
    #expect(emoji.json?["shortCode"] == "🦣")
  }

  @Test("a slug that is taken at its domain is a 400 that names both")
  func taken() throws {
    let bench = try RuledBench(.shlink)
    for domain in ["", #","domain":"x.example""#] {
      let fields = #""longUrl":"https://a.example","customSlug":"a""# + domain
      #expect(try create(bench, fields).status == 200)
      let again = try create(bench, fields)
      expectProblem(again, 400, "non-unique-slug")
      #expect(again.json?["customSlug"] == "a")
      #expect(again.json?["domain"] == (domain.isEmpty ? nil : "x.example"))
    }
  }

  @Test(
    "findIfExists gives the oldest link that is as asked, tags included, at any domain where none is said"
  )
  func findIfExists() throws {
    let bench = try RuledBench(.shlink)
    let url = #""longUrl":"https://a.example""#
    _ = try create(bench, url + #","customSlug":"away","domain":"x.example""#)
    _ = try create(bench, url + #","customSlug":"tagged","tags":["a","b"]"#)
    func find(_ fields: String) throws -> JSONValue? {
      try create(bench, url + #","findIfExists":true"# + fields).json?["shortCode"]
    }
    #expect(try find("") == "away")
    #expect(try find(#","tags":["b","A"]"#) == "tagged")
    #expect(try find(#","customSlug":"tagged""#) == "tagged")
    #expect(bench.count == 2)
    #expect(try find(#","tags":["a"]"#) != "tagged")
    #expect(try find(#","maxVisits":3"#) != "away")
    #expect(bench.count == 4)
    expectProblem(
      try create(
        bench, #""longUrl":"https://b.example","customSlug":"tagged","findIfExists":true"#), 400,
      "non-unique-slug")
    expectProblem(
      try create(bench, url + #","customSlug":"tagged","tags":["c"],"findIfExists":true"#), 400,
      "non-unique-slug")
  }

  @Test(
    "what cannot be is named",
    arguments: [
      ("", "longUrl"), (#""longUrl":null"#, "longUrl"), (#""longUrl":"  ""#, "longUrl"),
      (#""longUrl":"foo.com""#, "longUrl"),
      (#""longUrl":"https://a.example","maxVisits":0"#, "maxVisits"),
      (#""longUrl":"https://a.example","validSince":"soon""#, "validSince"),
      (#""longUrl":"https://a.example","customSlug":"a?b""#, "customSlug"),
      (#""longUrl":"https://a.example","shortCodeLength":3"#, "shortCodeLength"),
      (#""longUrl":"https://a.example","tags":"a""#, "tags"),
      (#""longUrl":"https://a.example","domain":"a b""#, "domain"),
    ])
  func invalid(fields: String, name: String) throws {
    let bench = try RuledBench(.shlink)
    let reply = try create(bench, fields)
    expectProblem(reply, 400, "invalid-data")
    #expect(reply.json?["invalidElements"] == [.string(name)])
    #expect(bench.count == 0)
  }

  @Test("a body that is no JSON is another refusal")
  func malformed() throws {
    expectProblem(
      try RuledBench(.shlink).ask("POST", "/short-urls", "{"), 400, "malformed-request-body")
  }

  @Test("a change touches what it names, null clears, and code and domain stay")
  func update() throws {
    let bench = try RuledBench(.shlink, links: 1)
    let path = "/short-urls/\(bench.id(1))"
    let changed = try bench.ask(
      "PATCH", path,
      #"{"longUrl":"https://n.example","tags":["a"],"maxVisits":3,"customSlug":"x","domain":"y.example"}"#
    )
    #expect(changed.status == 200)
    #expect(changed.json?["shortCode"] == .string(bench.id(1)))
    #expect(changed.json?["domain"] == .null)
    #expect(changed.json?["longUrl"] == "https://n.example")
    #expect(changed.json?["title"] == "Page 1")
    let cleared = try bench.ask("PATCH", path, #"{"maxVisits":null,"title":null,"tags":[]}"#)
    #expect(cleared.json?["meta"]?["maxVisits"] == .null)
    #expect(cleared.json?["title"] == .null)
    #expect(cleared.json?["tags"] == [])
    #expect(cleared.json?["longUrl"] == "https://n.example")
    #expect(bench.counters.updated == 2)
  }

  @Test("code and domain name a link; any other is a 404 that names what was asked")
  func missing() throws {
    let bench = try RuledBench(.shlink) { options in
      options.shlink.links = [
        SandboxLink(id: "x.example/a", domain: "x.example", slug: "a", url: "https://a.example")
      ]
    }
    #expect(try bench.ask("GET", "/short-urls/a?domain=x.example").json?["domain"] == "x.example")
    for method in ["GET", "PATCH", "DELETE"] {
      let reply = try bench.ask(method, "/short-urls/a", "{}")
      expectProblem(reply, 404, "short-url-not-found")
      #expect(reply.json?["shortCode"] == "a")
      #expect(reply.json?["domain"] == nil)
      let away = try bench.ask(method, "/short-urls/b?domain=x.example", "{}")
      #expect(away.json?["domain"] == "x.example")
    }
  }

  @Test("a delete is an empty 204, a second one a 404; above the threshold it is a 422")
  func delete() throws {
    let bench = try RuledBench(.shlink, links: 1) { options in
      options.shlink.links = [14, 15].map {
        SandboxLink(id: "v\($0)", slug: "v\($0)", url: "https://a.example", visits: $0)
      }
    }
    let reply = try bench.ask("DELETE", "/short-urls/\(bench.id(1))")
    #expect(reply.status == 204)
    #expect(reply.body == [])
    #expect(try bench.ask("DELETE", "/short-urls/\(bench.id(1))").status == 404)
    #expect(try bench.ask("DELETE", "/short-urls/v14").status == 204)
    let kept = try bench.ask("DELETE", "/short-urls/v15")
    expectProblem(kept, 422, "invalid-short-url-deletion")
    #expect(kept.json?["threshold"] == 15)
    #expect(bench.sandbox.ids(of: .shlink) == ["v15"])
    let lenient = try RuledBench(.shlink) { options in
      options.shlink.deleteThreshold = nil
      options.shlink.links = [SandboxLink(id: "v", slug: "v", url: "https://a.example", visits: 99)]
    }
    #expect(try lenient.ask("DELETE", "/short-urls/v").status == 204)
  }

  @Test("pages have numbers, and -1 is everything")
  func pages() throws {
    let bench = try RuledBench(.shlink, links: 25)
    func page(_ query: String) throws -> JSONValue? {
      try bench.ask("GET", "/short-urls?\(query)").json?["shortUrls"]
    }
    let usual = try page("")
    #expect(usual?["data"]?.array?.count == 10)
    #expect(
      usual?["pagination"] == [
        "currentPage": 1, "pagesCount": 3, "itemsPerPage": 10, "itemsInCurrentPage": 10,
        "totalItems": 25,
      ])
    #expect(try page("page=3")?["data"]?.array?.count == 5)
    #expect(try page("page=4")?["data"] == [])
    #expect(try page("page=\(Int.max)&itemsPerPage=\(Int.max)")?["data"] == [])
    let all = try page("itemsPerPage=-1&orderBy=shortCode-ASC")
    #expect(all?["data"]?.texts("shortCode") == bench.sandbox.ids(of: .shlink).sorted())
    let falling = try page("itemsPerPage=3&orderBy=longUrl-DESC")?["data"]?.texts("longUrl")
    #expect(falling == ["9", "8", "7"].map { "https://example.com/page/\($0)" })
    for query in ["page=0", "itemsPerPage=0", "itemsPerPage=-2", "orderBy=colour", "page=x"] {
      expectProblem(try bench.ask("GET", "/short-urls?\(query)"), 400, "invalid-data")
    }
  }

  @Test("links of one second have an order that may change from page to page, as chosen")
  func ties() throws {
    for (ties, isWhole) in [(ShlinkOptions.Ties.stable, true), (.shuffled, false)] {
      let bench = try RuledBench(.shlink, links: 100) { $0.shlink.ties = ties }
      var shown: Set<String> = []
      for page in 1...10 {
        let links = try bench.ask("GET", "/short-urls?page=\(page)").json?["shortUrls"]?["data"]
        shown.formUnion(links?.texts("shortCode") ?? [])
      }
      #expect((shown.count == 100) == isWhole)
    }
  }

  @Test("lists are narrowed by domain, tags, dates and a term")
  func filters() throws {
    let bench = try RuledBench(.shlink, links: 1) { options in
      options.shlink.links = [
        SandboxLink(id: "a", slug: "a", url: "https://a.example", fields: ["tags": ["x", "y"]]),
        SandboxLink(
          id: "d.example/b", domain: "d.example", slug: "b", url: "https://b.example",
          fields: ["tags": ["x"]]),
      ]
    }
    func codes(_ query: String) throws -> [String] {
      let reply = try bench.ask("GET", "/short-urls?orderBy=shortCode-ASC&\(query)")
      return reply.json?["shortUrls"]?["data"]?.texts("shortCode").filter { $0 != bench.id(1) }
        ?? []
    }
    #expect(try codes("domain=d.example") == ["b"])
    #expect(try codes("domain=DEFAULT") == ["a"])
    #expect(try codes("tags[]=x") == ["a", "b"])
    #expect(try codes("tags%5B%5D=x&tags%5B%5D=y&tagsMode=all") == ["a"])
    #expect(try codes("excludeTags[]=y&tags[]=x") == ["b"])
    #expect(try codes("searchTerm=b.exa") == ["b"])
    #expect(try codes("startDate=2024-01-02T00:00:00Z") == [])
    #expect(try codes("endDate=2024-01-02T00:00:00Z") == ["a", "b"])
    let domains = try bench.ask("GET", "/domains").json?["domains"]?["data"]
    #expect(domains?.texts("domain") == ["s.example.com", "d.example"])
  }
}
