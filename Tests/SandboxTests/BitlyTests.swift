// The Bitly stand-in (others.md section 2.4, others-2.md section 2).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct BitlyTests {
  private let group = BitlyOptions.firstGroup

  private func create(_ bench: RuledBench, _ fields: String, at path: String = "/bitlinks") throws
    -> Reply
  {
    try bench.ask("POST", path, "{\(fields)}")
  }

  private func expectError(_ reply: Reply, _ status: Int, _ message: String) {
    #expect(reply.status == status)
    #expect(reply.json?["message"] == .string(message))
    #expect(reply.json?["resource"] == "bitlinks")
    #expect(reply.json?["description"]?.string?.isEmpty == false)
  }

  @Test(
    "a new link is a 201, an equal destination the same link with 200, unless a new one is forced")
  func created() throws {
    let bench = try RuledBench(.bitly)
    for path in ["/bitlinks", "/shorten"] {
      let url = #""long_url":"https://a.example\#(path)""#
      let first = try create(bench, url, at: path)
      #expect(first.status == 201)
      let id = try #require(first.json?["id"]?.string)
      #expect(id.wholeMatch(of: /bit\.ly\/[0-9A-Za-z]{7}/) != nil)
      #expect(first.json?["link"] == .string("https://\(id)"))
      #expect(first.json?["archived"] == false)
      let again = try create(bench, url + #","title":"other""#, at: path)
      #expect(again.status == 200)
      #expect(again.json == first.json)
      let forced = try create(bench, url + #","force_new_link":true"#, at: path)
      #expect(forced.status == 201)
      #expect(forced.json?["id"] != first.json?["id"])
    }
    #expect(bench.count == 4)
  }

  @Test("groups and domains keep equal destinations apart")
  func groups() throws {
    let bench = try RuledBench(.bitly) { $0.bitly.groups.append("B2") }
    let url = #""long_url":"https://a.example""#
    let statuses = try [
      url, url + #","group_guid":"B2""#, url + #","domain":"go.example.com""#,
      url + #","group_guid":"\#(group)""#,
    ].map { try create(bench, $0).status }
    #expect(statuses == [201, 201, 201, 200])
    expectError(try create(bench, url + #","group_guid":"B3""#), 403, "FORBIDDEN")
    #expect(try bench.ask("GET", "/groups").json?["groups"]?.texts("guid") == [group, "B2"])
    #expect(try bench.ask("GET", "/user").json?["default_group_guid"] == .string(group))
  }

  @Test(
    "what cannot be is said in the envelope",
    arguments: [
      ("", 400, "INVALID_ARG_LONG_URL"), (#""long_url":"a.example""#, 400, "INVALID_ARG_LONG_URL"),
      (#""long_url":"https://bit.ly/abc""#, 400, "ALREADY_A_BITLY_LINK"),
      (#""long_url":"https://a.example","domain":"x.example""#, 400, "INVALID_ARG_DOMAIN"),
      (#""long_url":"https://a.example","tags":"a""#, 422, "INVALID_ARG_TAGS"),
      (
        #""long_url":"https://a.example","expiration_at":"2020-01-01T00:00:00Z""#, 422,
        "INVALID_ARG_EXPIRATION_AT"
      ),
    ])
  func invalid(fields: String, status: Int, message: String) throws {
    let bench = try RuledBench(.bitly)
    expectError(try create(bench, fields), status, message)
    #expect(bench.count == 0)
  }

  @Test(
    "a keyword is a further short link or the ID's second half, as chosen",
    arguments: BitlyOptions.Keywords.allCases)
  func keywords(choice: BitlyOptions.Keywords) throws {
    let bench = try RuledBench(.bitly) { $0.bitly.keywords = choice }
    let made = try create(bench, #""long_url":"https://a.example","keyword":"Spring""#).json
    #expect(made?["custom_bitlinks"] == ["https://bit.ly/Spring"])
    #expect((made?["id"] == "bit.ly/Spring") == (choice == .inID))
    #expect(try bench.ask("GET", "/bitlinks/bit.ly/Spring").json?["id"] == made?["id"])
    #expect(try bench.ask("GET", "/bitlinks/bit.ly/spring").status == 404)
    expectError(
      try create(bench, #""long_url":"https://b.example","keyword":"Spring""#), 400,
      "ALREADY_EXISTS")
    #expect(bench.count == 1)
  }

  @Test("the keyword of a create that finds a link is ignored or added, as chosen")
  func keywordOnExisting() throws {
    for (choice, count) in [(BitlyOptions.KeywordOnExisting.ignored, 0), (.added, 1)] {
      let bench = try RuledBench(.bitly, links: 1) { $0.bitly.keywordOnExisting = choice }
      let reply = try create(bench, #""long_url":"https://example.com/page/1","keyword":"k""#)
      #expect(reply.status == 200)
      #expect(reply.json?["custom_bitlinks"]?.array?.count == count)
    }
  }

  @Test("the month's links are used up by creates and new destinations, and no waiting helps")
  func quota() throws {
    let bench = try RuledBench(.bitly, links: 1) { $0.bitly.quota = 2 }
    let path = "/bitlinks/\(bench.id(1))"
    #expect(try create(bench, #""long_url":"https://a.example""#).status == 201)
    #expect(try create(bench, #""long_url":"https://a.example""#).status == 200)
    #expect(try bench.ask("PATCH", path, #"{"long_url":"https://b.example"}"#).status == 200)
    let refused = try bench.ask("PATCH", path, #"{"long_url":"https://c.example"}"#)
    expectError(refused, 429, "MONTHLY_LIMIT_EXCEEDED")
    #expect(refused["Retry-After"] == nil)
    expectError(
      try create(bench, #""long_url":"https://d.example""#), 429, "MONTHLY_LIMIT_EXCEEDED")
    #expect(try bench.ask("PATCH", path, #"{"title":"free"}"#).status == 200)
    let limits = try bench.ask("GET", "/user/platform_limits?path=/bitlinks").json
    let method = limits?["platform_limits"]?.array?.first?["methods"]?.array?.first
    #expect(method == ["name": "POST", "limit": 2, "count": 2])
  }

  @Test("a change takes title, tags and archive; a destination only where it is paid for")
  func update() throws {
    let bench = try RuledBench(.bitly, links: 1)
    let path = "/bitlinks/\(bench.id(1).replacing("/", with: "%2F"))"
    let reply = try bench.ask("PATCH", path, #"{"title":"N","tags":["a"],"archived":true}"#)
    #expect(reply.json?["title"] == "N")
    #expect(reply.json?["tags"] == ["a"])
    #expect(reply.json?["archived"] == true)
    expectError(try bench.ask("PATCH", "/bitlinks/bit.ly/nope", "{}"), 404, "NOT_FOUND")
    let free = try RuledBench(.bitly, links: 1) { $0.bitly.isPaid = false }
    let change = #"{"long_url":"https://n.example"}"#
    expectError(try free.ask("PATCH", "/bitlinks/\(free.id(1))", change), 402, "UPGRADE_REQUIRED")
    #expect(free.link(free.id(1))?["long_url"] == "https://example.com/page/1")
    let same = #"{"long_url":"https://example.com/page/1","title":"x"}"#
    #expect(try free.ask("PATCH", "/bitlinks/\(free.id(1))", same).status == 200)
  }

  @Test("a bulk change takes 100 IDs of one group and lists those that it changed")
  func changeMany() throws {
    let bench = try RuledBench(.bitly, links: 101)
    func change(_ numbers: some Sequence<Int>, _ what: String, in group: String? = nil) throws
      -> Reply
    {
      let ids = numbers.map { "\"\(bench.id($0))\"" }.joined(separator: ",")
      let path = "/groups/\(group ?? self.group)/bitlinks"
      return try bench.ask("PATCH", path, #"{"links":[\#(ids)],\#(what)}"#)
    }
    let reply = try change([1, 999, 2], #""archive":true"#)
    #expect(reply.json == ["links": [.string(bench.id(1)), .string(bench.id(2))]])
    #expect(bench.link(bench.id(1))?["archived"] == true)
    #expect(try change(1...100, #""add_tags":["a","b"]"#).json?["links"]?.array?.count == 100)
    _ = try change(1...1, #""add_tags":["a","c"],"remove_tags":["b"]"#)
    #expect(bench.link(bench.id(1))?["tags"] == ["a", "c"])
    expectError(try change(1...101, #""archive":true"#), 400, "INVALID_ARG_LINKS")
    expectError(try change([1], #""x":1"#), 400, "INVALID_ARG_ACTION")
    expectError(try change([1], #""archive":true"#, in: "B9"), 403, "FORBIDDEN")
  }

  @Test("which IDs a bulk change lists, and whether it needs an action, are as chosen")
  func changeGuesses() throws {
    for (changed, count) in [(BitlyOptions.Changed.found, 2), (.different, 1)] {
      let bench = try RuledBench(.bitly, links: 2) { $0.bitly.changed = changed }
      _ = try bench.ask("PATCH", "/bitlinks/\(bench.id(1))", #"{"archived":true}"#)
      let body = #"{"links":["\#(bench.id(1))","\#(bench.id(2))"],"archive":true}"#
      let reply = try bench.ask("PATCH", "/groups/\(group)/bitlinks", body)
      #expect(reply.json?["links"]?.array?.count == count)
    }
    for (needs, status) in [(true, 400), (false, 200)] {
      let bench = try RuledBench(.bitly, links: 1) { $0.bitly.needsAction = needs }
      let body = #""links":["\#(bench.id(1))"],"archive":true}"#
      #expect(try bench.ask("PATCH", "/groups/\(group)/bitlinks", "{" + body).status == status)
      #expect(
        try bench.ask("PATCH", "/groups/\(group)/bitlinks", #"{"action":"archive","# + body).status
          == 200)
    }
  }

  @Test(
    "only a link that nobody chose, changed or followed can be deleted, where there is a delete")
  func delete() throws {
    let bench = try RuledBench(.bitly, links: 2) { options in
      options.bitly.links = [
        SandboxLink(
          id: "bit.ly/v", domain: "bit.ly", slug: "v", url: "https://v.example", visits: 1),
        SandboxLink(
          id: "bit.ly/c", domain: "bit.ly", slug: "c", url: "https://c.example",
          fields: ["custom_bitlinks": ["https://bit.ly/custom"]]),
      ]
    }
    let reply = try bench.ask("DELETE", "/bitlinks/\(bench.id(1))")
    #expect(reply.json == ["links_deleted": [["id": .string(bench.id(1))]]])
    expectError(try bench.ask("DELETE", "/bitlinks/\(bench.id(1))"), 404, "NOT_FOUND")
    _ = try bench.ask("PATCH", "/bitlinks/\(bench.id(2))", #"{"long_url":"https://n.example"}"#)
    for id in [bench.id(2), "bit.ly/v", "bit.ly/c", "bit.ly/custom"] {
      expectError(try bench.ask("DELETE", "/bitlinks/\(id)"), 403, "FORBIDDEN")
    }
    #expect(bench.count == 3)
    let without = try RuledBench(.bitly, links: 1) { $0.bitly.hasDelete = false }
    #expect(try without.ask("DELETE", "/bitlinks/\(without.id(1))").status == 404)
    #expect(without.count == 1)
  }

  @Test("a link gets further short links, and one of them moves to another")
  func customised() throws {
    let bench = try RuledBench(.bitly, links: 2)
    func add(_ custom: String, to index: Int) throws -> Reply {
      try bench.ask(
        "POST", "/custom_bitlinks",
        #"{"custom_bitlink":"\#(custom)","bitlink_id":"\#(bench.id(index))"}"#)
    }
    let first = try add("bit.ly/one", to: 1)
    #expect(first.json?["custom_bitlink"] == "bit.ly/one")
    #expect(
      try add("https://bit.ly/two", to: 1).json?["bitlink"]?["custom_bitlinks"]?.array?.count == 2)
    expectError(try add("bit.ly/one", to: 2), 409, "ALREADY_EXISTS")
    expectError(try add("x.example/one", to: 2), 400, "INVALID_ARG_CUSTOM_BITLINK")
    expectError(try add("bit.ly/three", to: 9), 404, "NOT_FOUND")
    let moved = try bench.ask(
      "PATCH", "/custom_bitlinks/bit.ly/one", #"{"bitlink_id":"\#(bench.id(2))"}"#)
    #expect(moved.json?["bitlink"]?["id"] == .string(bench.id(2)))
    #expect(bench.link(bench.id(1))?["custom_bitlinks"] == ["https://bit.ly/two"])
    #expect(
      try bench.ask("POST", "/expand", #"{"bitlink_id":"bit.ly/one"}"#).json?["id"]
        == .string(bench.id(2)))
    #expect(bench.counters.total(.rename) == 6)
  }

  @Test("pages of a group follow a token and end with an empty one; archived links are left out")
  func pages() throws {
    let bench = try RuledBench(.bitly, links: 130)
    _ = try bench.ask("PATCH", "/bitlinks/\(bench.id(7))", #"{"archived":true}"#)
    func walk(_ query: String) throws -> [String] {
      var shown: [String] = []
      var token = ""
      repeat {
        let reply = try bench.ask(
          "GET", "/groups/\(group)/bitlinks?size=50\(query)&search_after=\(token)")
        shown += reply.json?["links"]?.texts("id") ?? []
        token = reply.json?["pagination"]?["search_after"]?.string ?? "missing"
      } while !token.isEmpty
      return shown
    }
    let all = (1...130).reversed().map { bench.id($0) }
    #expect(try walk("") == all.filter { $0 != bench.id(7) })
    #expect(try walk("&archived=both") == all)
    #expect(try walk("&archived=on") == [bench.id(7)])
    #expect(try bench.ask("GET", "/groups/\(group)/bitlinks").json?["links"]?.array?.count == 50)
    #expect(
      try bench.ask("GET", "/groups/\(group)/bitlinks?size=500").json?["links"]?.array?.count == 100
    )
    expectError(try bench.ask("GET", "/groups/B9/bitlinks"), 403, "FORBIDDEN")
  }

  @Test("lists are narrowed by a part, tags, a keyword and dates")
  func filters() throws {
    let bench = try RuledBench(.bitly, links: 12)
    _ = try bench.ask("PATCH", "/bitlinks/\(bench.id(3))", #"{"tags":["t"]}"#)
    _ = try create(bench, #""long_url":"https://a.example","keyword":"kw""#)
    func count(_ query: String) throws -> Int? {
      try bench.ask("GET", "/groups/\(group)/bitlinks?\(query)").json?["links"]?.array?.count
    }
    #expect(try count("query=page%2F12") == 1)
    #expect(try count("tags=t") == 1)
    #expect(try count("keyword=kw") == 1)
    #expect(try count("created_before=1704067300") == 12)
    #expect(try count("created_after=1704067300") == 1)
  }
}
