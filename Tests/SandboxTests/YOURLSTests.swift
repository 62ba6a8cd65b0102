// The YOURLS stand-in without plugins, as the real server was observed (yourls-observed, sections 1 to 4).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct YOURLSTests {
  private let site = "http://s.example.com"

  private func create(
    _ bench: RuledBench, _ url: String, keyword: String = "", title: String = "T"
  ) throws -> Reply {
    try bench.form(["action": "shorturl", "url": url, "keyword": keyword, "title": title])
  }

  private func expectRefused(_ reply: Reply, _ code: String, _ message: String) {
    #expect(reply.status == 400)
    #expect(reply.json?["status"] == "fail")
    #expect(reply.json?["code"] == .string("error:\(code)"))
    #expect(reply.json?["message"] == .string(message))
    #expect(reply.json?["statusCode"] == "400")
    #expect(reply.json?["errorCode"] == "400")
  }

  @Test("a create says what is stored, with an error code that is empty")
  func created() throws {
    let bench = try RuledBench(.yourls)
    let reply = try create(bench, "https://example.org/1", keyword: "abc", title: "One")
    #expect(reply.status == 200)
    #expect(reply["Content-Type"] == "application/json; charset=utf-8")
    let json = try #require(reply.json)
    #expect(json["errorCode"] == "")
    #expect(json["statusCode"] == "200")
    #expect(json["message"] == "https://example.org/1 added to database")
    #expect(json["shorturl"] == .string("\(site)/abc"))
    #expect(json["title"] == "One")
    #expect(json["url"]?["keyword"] == "abc")
    #expect(json["url"]?["url"] == "https://example.org/1")
    #expect(json["url"]?["date"]?.string?.count == 19)
    #expect(bench.sandbox.ids(of: .yourls) == ["abc"])
    #expect(bench.counters.created == 1)
  }

  @Test("slashes and all that is not ASCII are escaped, as PHP does")
  func escapes() throws {
    let bench = try RuledBench(.yourls)
    let reply = try create(bench, "https://example.org/ü", keyword: "a", title: "é😀")
    #expect(reply.text.contains(#""https:\/\/example.org\/\u00fc""#))
    #expect(reply.text.contains(#""\u00e9\ud83d\ude00""#))
    #expect(reply.json?["title"] == "é😀")
  }

  @Test("keywords that nobody chose are counted, and those that are taken passed over")
  func generated() throws {
    let bench = try RuledBench(.yourls) { $0.yourls.clashes = .never }
    _ = try create(bench, "https://example.org/x", keyword: "2")
    let keywords = try (1...10).map { number in
      try create(bench, "https://example.org/\(number)", keyword: number == 4 ? "0" : "").json?[
        "url"]?["keyword"]?
        .string
    }
    #expect(keywords == ["1", "3", "4", "5", "6", "7", "8", "9", "a", "b"])
  }

  @Test(
    "keywords lose the characters that the site does not have, without a word",
    arguments: [
      (YOURLSOptions.Charset.base36, "Spring-Sale", "pringale"), (.base36, "a/b", "ab"),
      (.base36, "%41bc", "41bc"), (.base36, "<b>x</b>", "bxb"), (.base36, "000", "000"),
      (.base36, "yourls-api.php", "yourlsapiphp"), (.base62, "Abc", "Abc"),
      (.base62, "Spring-Sale", "SpringSale"),
    ])
  func sanitised(charset: YOURLSOptions.Charset, asked: String, made: String) throws {
    let bench = try RuledBench(.yourls) { $0.yourls.charset = charset }
    let reply = try create(bench, "https://example.org/1", keyword: asked)
    #expect(reply.status == 200)
    #expect(reply.json?["url"]?["keyword"] == .string(made))
    #expect(bench.sandbox.ids(of: .yourls) == [made])
  }

  @Test(
    "a keyword of which nothing is left is refused with an empty name",
    arguments: ["ABC", "日本語", "😀"])
  func nothingLeft(keyword: String) throws {
    let bench = try RuledBench(.yourls)
    expectRefused(
      try create(bench, "https://example.org/1", keyword: keyword), "keyword",
      "Short URL  already exists in database or is reserved")
    #expect(bench.count == 0)
  }

  @Test("a taken keyword, also by what it is rewritten to, and a reserved one are refused alike")
  func taken() throws {
    let bench = try RuledBench(.yourls)
    _ = try create(bench, "https://example.org/1", keyword: "ab")
    for keyword in ["ab", "a b", "a_b", "A-ab"] {
      expectRefused(
        try create(bench, "https://example.org/2", keyword: keyword), "keyword",
        "Short URL ab already exists in database or is reserved")
    }
    expectRefused(
      try create(bench, "https://example.org/2", keyword: "admin"), "keyword",
      "Short URL admin already exists in database or is reserved")
    #expect(try bench.form(["action": "url-stats", "shorturl": "admin"]).status == 404)
  }

  @Test("a known URL is refused before the keyword is looked at, and names the link that has it")
  func knownURL() throws {
    let bench = try RuledBench(.yourls)
    _ = try create(bench, "https://example.org/1", keyword: "abc", title: "One")
    for (url, keyword) in [
      ("https://example.org/1", "abc"), ("https://example.org/1", "new"),
      ("HTTPS://Example.ORG/1", ""),
    ] {
      let reply = try create(bench, url, keyword: keyword)
      expectRefused(
        reply, "url", "https://example.org/1 already exists in database (short URL: \(site)/abc)")
      #expect(reply.json?["shorturl"] == .string("\(site)/abc"))
      #expect(reply.json?["url"]?["keyword"] == "abc")
      #expect(reply.json?["url"]?["clicks"] == 0)
      #expect(reply.json?["title"] == "One")
    }
    #expect(bench.count == 1)
  }

  @Test("a site without unique URLs makes further links, and cannot tell a repeat from a conflict")
  func manyLinks() throws {
    let bench = try RuledBench(.yourls) { $0.yourls.hasUniqueURLs = false }
    for keyword in ["a", "b"] {
      #expect(try create(bench, "https://example.org/1", keyword: keyword).status == 200)
    }
    expectRefused(
      try create(bench, "https://example.org/1", keyword: "a"), "keyword",
      "Short URL a already exists in database or is reserved")
  }

  @Test("one of its own short URLs is no destination; its host with another path is")
  func noLoop() throws {
    let bench = try RuledBench(.yourls)
    _ = try create(bench, "https://example.org/1", keyword: "abc")
    expectRefused(try create(bench, "\(site)/abc"), "noloop", "URL is a short URL")
    #expect(try create(bench, "\(site)/nope", keyword: "x").status == 200)
  }

  @Test("what is no URL is refused", arguments: ["", "http://", "https://", "javascript:alert(1)"])
  func noURL(url: String) throws {
    expectRefused(
      try create(try RuledBench(.yourls), url, keyword: "a"), "nourl", "Missing or malformed URL")
  }

  @Test(
    "URLs are rewritten without a word",
    arguments: [
      ("not a url", "notaurl"), ("https://exa mple.org/sp ace", "https://example.org/space"),
      ("https://example.org/<b>", "https://example.org/b"),
      ("https://example.org/'\"`", "https://example.org/'"),
      ("https://example.org/a\nb", "https://example.org/a_b"),
      ("  https://example.org/a \n", "https://example.org/a"),
      ("example.org/bare", "example.org/bare"), ("mailto:a@b.example", "mailto:a@b.example"),
      ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
      ("https://straße.de/ß", "https://strasse.de/ß"), ("https://-x-.example.org/", "https:///"),
      ("https://пример.испытание/а", "https://пример.испытание/а"),
      ("https://user:pw@example.org/", "https://user:pw@example.org/"),
    ])
  func rewritten(sent: String, stored: String) throws {
    let bench = try RuledBench(.yourls)
    let reply = try create(bench, sent, keyword: "a")
    #expect(reply.json?["url"]?["url"] == .string(stored))
    #expect(bench.link("a")?["url"] == .string(stored))
  }

  @Test("tags and white space go from titles; a title that is missing is the URL")
  func titles() throws {
    let bench = try RuledBench(.yourls)
    let title = "<b>Bold</b> & <script>x</script>  two\nline"
    #expect(
      try create(bench, "https://a.example/1", title: title).json?["title"] == "Bold & x two line")
    for (number, title) in ["", "0"].enumerated() {
      let url = "https://b.example/\(number)"
      #expect(try create(bench, url, title: title).json?["title"] == .string(url))
    }
  }

  @Test("what is too long for the database is a 503 that no repeat cures")
  func tooLong() throws {
    let bench = try RuledBench(.yourls)
    let long = String(repeating: "a", count: 101)
    let replies = [
      try create(bench, "https://a.example", keyword: long),
      try create(bench, "https://a.example/" + String(repeating: "b", count: 70_000), keyword: "b"),
      try create(bench, "https://a.example", title: String(repeating: "c", count: 70_000)),
    ]
    for reply in replies {
      #expect(reply.status == 503)
      #expect(reply.json?["code"] == "error:concurrency")
      #expect(reply.json?["message"]?.string?.contains("SQLSTATE[22001]") == true)
    }
    #expect(bench.count == 0)
    #expect(try create(bench, "https://a.example", keyword: String(long.dropLast())).status == 200)
  }

  @Test("creates without a keyword clash, three of eight, and leave no row")
  func clashes() throws {
    let bench = try RuledBench(.yourls) { $0.yourls.clashes = .always }
    let replies = try (0..<200).map { try create(bench, "https://a.example/\($0)") }
    let clashed = replies.filter { $0.status == 503 }
    #expect(clashed.count == 75)
    #expect(bench.count == 125)
    let messages = clashed.compactMap { $0.json?["message"]?.string }
    #expect(
      messages.count { $0.contains("SQLSTATE[23000]") && $0.contains("1062 Duplicate entry") } == 75
    )
    for number in 0..<8 {
      #expect(try create(bench, "https://b.example/\(number)", keyword: "b\(number)").status == 200)
    }
  }

  @Test("one by one nothing clashes; beside another request it does")
  func clashesInFlight() async throws {
    let bench = try RuledBench(.yourls) { options in
      var rule = FaultRule(.hang(acts: true))
      rule.after = 8
      rule.choice = .first(1)
      options.faults = [rule]
    }
    let alone = try (0..<8).map { try create(bench, "https://a.example/\($0)").status }
    #expect(alone == Array(repeating: 200, count: 8))
    let waiting = try RawClient(port: bench.sandbox.port(of: .yourls))
    let query = "?action=version&signature=\(SandboxKey.full(.yourls))"
    waiting.send("GET /yourls-api.php\(query) HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try await Patience.wait { bench.counters.total() == 9 })
    let beside = try (0..<8).map { try create(bench, "https://b.example/\($0)").status }
    #expect(beside.count { $0 == 503 } == 3)
    withExtendedLifetime(waiting) {}
  }

  @Test("beside another request a URL may get a second link")
  func secondLink() async throws {
    let bench = try RuledBench(.yourls) { options in
      var rule = FaultRule(.hang(acts: true))
      rule.choice = .first(1)
      options.faults = [rule]
    }
    let waiting = try RawClient(port: bench.sandbox.port(of: .yourls))
    let query = "?action=version&signature=\(SandboxKey.full(.yourls))"
    waiting.send("GET /yourls-api.php\(query) HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try await Patience.wait { bench.counters.total() == 1 })
    let statuses = try (0..<200).map {
      try create(bench, "https://a.example", keyword: "k\($0)").status
    }
    #expect(statuses.count { $0 == 200 } >= 2)
    #expect(statuses.count { $0 == 400 } >= 150)
    withExtendedLifetime(waiting) {}
  }

  @Test("without a format the answer is XML; any name but json is the simple form")
  func formats() throws {
    let bench = try RuledBench(.yourls)
    let key = "signature=\(SandboxKey.full(.yourls))"
    func ask(_ format: [String], _ number: Int) throws -> Reply {
      try bench.bareForm(
        [key, "action=shorturl", "url=https://a.example/\(number)", "keyword=k\(number)"] + format)
    }
    let xml = try ask([], 1)
    #expect(xml["Content-Type"] == "application/xml; charset=utf-8")
    #expect(
      xml.text.hasPrefix(#"<?xml version="1.0" encoding="UTF-8"?><root><status>success</status>"#))
    let simple = try ask(["format=JSON"], 2)
    #expect(simple["Content-Type"] == "text/plain; charset=utf-8")
    #expect(simple.text == "\(site)/k2")
    let known = try ask(["format=simple"], 2)
    #expect(known.status == 400)
    #expect(known.text == "\(site)/k2")
  }

  @Test("a login is looked for in parameters alone, a signature before a password")
  func logins() throws {
    let bench = try RuledBench(.yourls)
    let key = SandboxKey.full(.yourls)
    func status(_ pairs: String...) throws -> Int {
      try bench.bareForm(["action=db-stats", "format=json"] + pairs).status
    }
    #expect(try status("username=admin", "password=\(key)") == 200)
    #expect(try status("username=admin", "password=x") == 403)
    #expect(try status("username=admin", "password=\(key)", "signature=x") == 403)
    #expect(try status("signature=\(key.uppercased())") == 403)
    #expect(try status() == 403)
    let refused = try bench.bareForm(["action=db-stats", "format=json"])
    #expect(refused.json == ["message": "Please log in", "errorCode": "403", "callback": ""])
    let bearer = try bench.ask("GET", "?action=db-stats&format=json")
    #expect(bearer.status == 403)
    let json = try bench.ask(
      "POST", "", #"{"action":"db-stats"}"#, headers: ["Content-Type: application/json"])
    #expect(json.status == 403)
    #expect(json["Content-Type"] == "application/xml; charset=utf-8")
  }

  @Test("a public site takes creates from anybody, and a wrong signature too; deletes it does not")
  func publicSite() throws {
    let bench = try RuledBench(.yourls) { $0.yourls.isPrivate = false }
    let pairs = [
      "action=shorturl", "url=https://a.example", "keyword=a", "format=json", "signature=x",
    ]
    #expect(try bench.bareForm(pairs).status == 200)
    #expect(try bench.bareForm(["action=delete", "shorturl=a", "format=json"]).status == 403)
    #expect(bench.count == 1)
  }

  @Test("the body goes before the query, and every action works by GET")
  func places() throws {
    let bench = try RuledBench(.yourls, links: 2)
    let key = "signature=\(SandboxKey.full(.yourls))&format=json"
    let both = try bench.ask(
      "POST", "?action=url-stats&shorturl=k1&\(key)", "shorturl=k2",
      headers: ["Content-Type: application/x-www-form-urlencoded"])
    #expect(both.json?["link"]?["shorturl"] == .string("\(site)/k2"))
    #expect(try bench.ask("GET", "?action=delete&shorturl=k1&\(key)").status == 200)
    #expect(bench.sandbox.ids(of: .yourls) == ["k2"])
  }

  @Test(
    "a wrong address is a redirect to the site",
    arguments: ["/yourls-api", "/yourls-api.php/", "/"])
  func wrongAddress(path: String) throws {
    let bench = try RuledBench(.yourls)
    let reply = try bench.sandbox.send(.yourls, "GET", path)
    #expect(reply.status == 302)
    #expect(reply["Location"] == site)
  }

  @Test("url-stats and expand read by keyword or short URL, exactly")
  func reads() throws {
    let bench = try RuledBench(.yourls, links: 3)
    for name in ["k3", "\(site)/k3"] {
      let stats = try bench.form(["action": "url-stats", "shorturl": name])
      #expect(stats.json?["statusCode"] == "200")
      #expect(stats.json?["link"]?["url"] == "https://example.com/page/3")
      #expect(stats.json?["link"]?["timestamp"] == "2024-01-01 00:00:00")
      #expect(stats.json?["link"]?["clicks"] == 0)
      #expect(stats.json?["link"]?["keyword"] == nil)
      let expanded = try bench.form(["action": "expand", "shorturl": name])
      #expect(expanded.json?["keyword"] == "k3")
      #expect(expanded.json?["longurl"] == "https://example.com/page/3")
      #expect(expanded.json?["title"] == "Page 3")
    }
    for name in ["nope", "K3", "k-3", "", "https://other.example/k3"] {
      let stats = try bench.form(["action": "url-stats", "shorturl": name])
      #expect(stats.status == 404)
      #expect(stats.json == ["statusCode": "404", "message": "Error: short URL not found"])
      let expanded = try bench.form(["action": "expand", "shorturl": name])
      #expect(expanded.status == 404)
      #expect(expanded.json?["errorCode"] == "404")
      #expect(expanded.json?["statusCode"] == nil)
      #expect(expanded.json?["keyword"] == .string(name))
    }
  }

  @Test("a title that is none is null in one read and false in the other")
  func noTitle() throws {
    let bench = try RuledBench(.yourls) { options in
      options.yourls.links = [SandboxLink(id: "n", slug: "n", url: "https://a.example", visits: 3)]
    }
    let stats = try bench.form(["action": "url-stats", "shorturl": "n"])
    #expect(stats.json?["link"]?["title"] == .null)
    #expect(stats.json?["link"]?["clicks"] == 3)
    #expect(try bench.form(["action": "expand", "shorturl": "n"]).json?["title"] == false)
  }

  @Test("stats is an object of numbered links, newest first, absent where there are none")
  func list() throws {
    let bench = try RuledBench(.yourls, links: 12)
    func page(_ limit: String, _ start: String) throws -> Reply {
      try bench.form(["action": "stats", "filter": "last", "limit": limit, "start": start])
    }
    let first = try page("2", "2").json
    #expect(first?["links"]?.object?.members.map(\.name) == ["link_1", "link_2"])
    #expect(first?["links"]?["link_1"]?["shorturl"] == .string("\(site)/ka"))
    #expect(first?["stats"] == ["total_links": 12, "total_clicks": 0])
    for (limit, start) in [("5", "12"), ("0", "0"), ("-1", "0"), ("many", "0"), ("", "")] {
      let reply = try page(limit, start)
      #expect(reply.status == 200)
      #expect(reply.json?["links"] == nil)
      #expect(reply.json?["statusCode"] == "200")
    }
    let broken = try page("5", "-1")
    #expect(broken.status == 500)
    #expect(broken.body == [])
    let all = try page("100", "0").json?["links"]?.object?.members
    #expect(all?.count == 12)
    #expect(try page("100", "\(Int.max)").status == 200)
  }

  @Test("totals and version have shapes of their own; an unknown action is a 400")
  func others() throws {
    let bench = try RuledBench(.yourls, links: 2)
    let totals = try bench.form(["action": "db-stats"])
    #expect(totals.json?["db-stats"] == ["total_links": 2, "total_clicks": 0])
    #expect(try bench.form(["action": "version"]).json == ["version": "1.10.5-dev"])
    #expect(try bench.form(["action": "version", "db": "1"]).json?["db_version"] == "507")
    let unknown = try bench.form(["action": "explode"])
    #expect(unknown.status == 400)
    #expect(
      unknown.json == ["errorCode": "400", "message": "Unknown or missing \"action\" parameter"])
  }
}
