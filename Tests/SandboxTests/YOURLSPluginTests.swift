// What plugins add to the YOURLS stand-in (yourls-observed, section 5).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct YOURLSPluginTests {
  private let site = "http://s.example.com"

  @Test("what a site's plugins would do is unknown without them")
  func absent() throws {
    let actions = [
      "delete", "update", "change_keyword", "geturl", "list", "save_by_keyword", "shlink-list",
    ]
    let bench = try RuledBench(.yourls, links: 1) { $0.yourls.plugins = [] }
    for action in actions {
      let reply = try bench.form(["action": action, "shorturl": "k1"])
      #expect(reply.status == 400)
      #expect(reply.json?["message"] == "Unknown or missing \"action\" parameter")
    }
    #expect(bench.count == 1)
  }

  @Test("delete says numbers, and a second time 404")
  func delete() throws {
    let bench = try RuledBench(.yourls, links: 3)
    func delete(_ name: String) throws -> Reply {
      try bench.form(["action": "delete", "shorturl": name])
    }
    #expect(try delete("k1").json == ["statusCode": 200, "message": "success: deleted"])
    let again = try delete("k1")
    #expect(again.status == 404)
    #expect(again.json == ["statusCode": 404, "message": "error: not found"])
    #expect(try delete("\(site)/k2").status == 200)
    #expect(try delete("https://other.example/k3").status == 404)
    #expect(try delete("K3").status == 404)
    #expect(try bench.form(["action": "delete", "keyword": "k3"]).status == 400)
    #expect(bench.sandbox.ids(of: .yourls) == ["k3"])
    #expect(bench.counters.deleted == 2)
  }

  @Test("another plugin of that name reads another parameter")
  func otherDelete() throws {
    let bench = try RuledBench(.yourls, links: 1) { $0.yourls.deleteParameter = .keyword }
    #expect(try bench.form(["action": "delete", "shorturl": "k1"]).status == 400)
    #expect(try bench.form(["action": "delete", "shorturl": "k1", "keyword": "k1"]).status == 200)
  }

  @Test("of deletes that are repeated at once some are a 500 although the link is gone")
  func repeatedAtOnce() throws {
    let bench = try RuledBench(.yourls, links: 1) { $0.yourls.clashes = .always }
    let statuses = try (0..<33).map { _ in
      try bench.form(["action": "delete", "shorturl": "k1"]).status
    }
    #expect(statuses.count { $0 == 200 } == 1)
    #expect(statuses.count { $0 == 500 } == 2)
    #expect(statuses.count { $0 == 404 } == 30)
    #expect(try bench.form(["action": "delete", "shorturl": "never"]).status == 404)
  }

  @Test("update says 200 whether or not it did anything")
  func update() throws {
    let bench = try RuledBench(.yourls, links: 2)
    func update(_ url: String, _ title: String? = "keep") throws -> Int {
      let reply =
        try title.map {
          try bench.form(["action": "update", "shorturl": "k1", "url": url, "title": $0])
        } ?? bench.form(["action": "update", "shorturl": "k1", "url": url])
      if reply.status == 200 {
        #expect(reply.json == ["statusCode": 200, "message": "success: updated"])
      }
      return reply.status
    }
    #expect(try update("HTTPS://New.example/x y") == 200)
    #expect(bench.link("k1")?["url"] == "https://new.example/xy")
    #expect(bench.link("k1")?["title"] == "Page 1")
    for url in ["https://example.com/page/2", "javascript:x", ""] {
      #expect(try update(url, "Other") == 200)
      #expect(bench.link("k1")?["url"] == "https://new.example/xy")
      #expect(bench.link("k1")?["title"] == "Page 1")
    }
    #expect(try update("https://new.example/2", "Other") == 200)
    #expect(bench.link("k1")?["title"] == "Other")
    #expect(try update("https://new.example/2", "auto") == 200)
    #expect(bench.link("k1")?["title"] == "https://new.example/2")
    #expect(try update("https://new.example/2", nil) == 200)
    #expect(bench.link("k1")?["title"] == "")
    #expect(try update("https://a.example/" + String(repeating: "x", count: 70_000)) == 500)
  }

  @Test("update without a URL is a 400, and of an unknown keyword a 404 with a blank in a name")
  func updateRefusals() throws {
    let bench = try RuledBench(.yourls, links: 1)
    #expect(try bench.form(["action": "update", "shorturl": "k1"]).status == 400)
    let missing = try bench.form([
      "action": "update", "shorturl": "nope", "url": "https://a.example",
    ])
    #expect(missing.status == 404)
    #expect(
      missing.json == [
        "statusCode": 404, "status": "fail", "simple ": "Error: keyword nope not found",
        "message": "error: not found",
      ])
  }

  @Test("a keyword is changed to what is left of the new one; clicks stay")
  func changeKeyword() throws {
    let bench = try RuledBench(.yourls, links: 2) { options in
      options.yourls.links = [SandboxLink(id: "c", slug: "c", url: "https://c.example", visits: 7)]
    }
    func change(_ old: String, _ new: String) throws -> Int {
      try bench.form([
        "action": "change_keyword", "oldshorturl": old, "newshorturl": new, "title": "keep",
      ]).status
    }
    #expect(try change("c", "Spring-Sale") == 200)
    #expect(bench.link("pringale")?["clicks"] == 7)
    #expect(bench.link("c") == nil)
    #expect(try change("k1", "k2") == 409)
    #expect(try change("nope", "x") == 404)
    #expect(try change("\(site)/k1", "y") == 200)
    #expect(bench.sandbox.ids(of: .yourls) == ["k1", "k2", "pringale"])
    #expect(
      try bench.form(["action": "change_keyword", "oldshorturl": "k1", "newshorturl": "z"]).status
        == 200)
    #expect(bench.link("z")?["title"] == "")
    #expect(bench.counters.total(.rename) == 5)
  }

  @Test("geturl finds by destination; what is not found is a 500")
  func find() throws {
    let bench = try RuledBench(.yourls, links: 2)
    let found = try bench.form(["action": "geturl", "url": "https://example.com/page/2"])
    #expect(found.json?["keyword"] == "k2")
    let missing = try bench.form(["action": "geturl", "url": "https://example.com/page/9"])
    #expect(missing.status == 500)
    #expect(missing.json?["keyword"] == "")
  }

  @Test("the list has keywords, a stable order, fields and a total")
  func list() throws {
    let bench = try RuledBench(.yourls, links: 60)
    let usual = try bench.form(["action": "list"]).json
    #expect(usual?["result"]?.array?.count == 50)
    #expect(usual?["total"] == 60)
    let page = try bench.form([
      "action": "list", "perpage": "2", "offset": "1", "sortby": "keyword", "sortorder": "ASC",
    ]).json
    #expect(page?["result"]?.texts("keyword") == ["k10", "k11"])
    let narrow = try bench.form([
      "action": "list", "perpage": "1", "fields[]": "keyword", "query": "k1o",
    ]).json
    #expect(narrow?["result"] == [["keyword": "k1o"]])
    #expect(narrow?["total"] == 1)
    #expect(try bench.form(["action": "list", "offset": "60"]).json?["result"] == [])
    for (name, value) in [("perpage", "-1"), ("sortby", "click")] {
      let broken = try bench.form(["action": "list", name: value])
      #expect(broken.status == 500)
      #expect(broken.body == [])
    }
    #expect(try bench.form(["action": "shlink-list"]).json?["result"]?.array?.count == 60)
  }

  @Test("save_by_keyword answers the keyword that was asked, not the one made")
  func save() throws {
    let bench = try RuledBench(.yourls, links: 1)
    func save(_ keyword: String, _ url: String, _ title: String = "T") throws -> Reply {
      try bench.form(["action": "save_by_keyword", "keyword": keyword, "url": url, "title": title])
    }
    let new = try save("Spring-Sale", "https://n.example/1")
    #expect(new.json?["statusCode"] == "200")
    #expect(new.json?["keyword"] == "Spring-Sale")
    #expect(new.json?["shorturl"] == .string("\(site)/Spring-Sale"))
    #expect(bench.sandbox.ids(of: .yourls) == ["k1", "pringale"])
    let same = try save("pringale", "https://n.example/1")
    #expect(same.json?["statusCode"] == 200)
    #expect(same.json?["message"] == "The keyword already exists with same title and long URL")
    let changed = try save("pringale", "https://n.example/2")
    #expect(changed.json?["message"] == "Link updated in database")
    #expect(bench.link("pringale")?["url"] == "https://n.example/2")
    _ = try bench.form([
      "action": "save_by_keyword", "keyword": "pringale", "url": "https://n.example/2",
    ])
    #expect(bench.link("pringale")?["title"] == "")
    let known = try save("other", "https://example.com/page/1")
    #expect(known.status == 400)
    #expect(known.json?["shorturl"] == .string("\(site)/other"))
    #expect(bench.link("other") == nil)
    #expect(try save("pringale", "https://example.com/page/1").status == 400)
    #expect(bench.counters.created == 1)
    #expect(bench.counters.updated == 2)
  }
}
