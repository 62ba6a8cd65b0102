// The Short.io stand-in's calls for one link, and its reads (others-2.md, section 1).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct ShortIOTests {
  private let domain = "go.example.com"

  private func create(_ bench: RuledBench, _ fields: String) throws -> Reply {
    try bench.ask("POST", "/links", #"{"domain":"go.example.com",\#(fields)}"#)
  }

  @Test("the key stands alone in its header")
  func keys() throws {
    let bench = try RuledBench(.shortio)
    let reply = try bench.ask(
      "POST", "/links", "{}", headers: ["Authorization: Bearer \(SandboxKey.full(.shortio))"])
    #expect(reply.status == 401)
    #expect(reply.json == ["message": "Unauthorized", "success": false, "statusCode": 401])
  }

  @Test("a link is read otherwise than it is written")
  func created() throws {
    let bench = try RuledBench(.shortio)
    let reply = try create(
      bench,
      #""path":"spring","originalURL":"https://a.example/?x=1","title":"S","tags":["a"],"redirectType":302,"password":"p","folderId":"f1","expiresAt":1798761600000"#
    )
    #expect(reply.status == 200)
    let link = try #require(reply.json)
    #expect(link["success"] == true)
    #expect(link["duplicate"] == false)
    #expect(link["redirectType"] == "302")
    #expect(link["FolderId"] == "f1")
    #expect(link["DomainId"] == 101)
    #expect(link["hasPassword"] == true)
    #expect(link["password"] == nil)
    #expect(link["folderId"] == nil)
    #expect(link["shortURL"] == "https://go.example.com/spring")
    #expect(link["expiresAt"] == 1_798_761_600_000)
    let id = try #require(link["idString"]?.string)
    #expect(id.wholeMatch(of: /lnk_[0-9a-zA-Z]+_[0-9a-zA-Z]+/) != nil)
    #expect(link["id"] == .string(id))
    let read = try bench.ask("GET", "/links/\(id)")
    #expect(read.json?["originalURL"] == "https://a.example/?x=1")
    #expect(read.json?["success"] == nil)
    #expect(bench.counters.total(.createOne) == 1)
  }

  @Test("the same path and URL confirm a link, another URL is a 409, no path finds by URL")
  func duplicates() throws {
    let bench = try RuledBench(.shortio)
    let url = #""originalURL":"https://a.example""#
    let first = try create(bench, #""path":"a","# + url).json
    let again = try create(bench, #""path":"a","# + url).json
    #expect(again?["duplicate"] == true)
    #expect(again?["idString"] == first?["idString"])
    let conflict = try create(bench, #""path":"a","originalURL":"https://b.example""#)
    #expect(conflict.status == 409)
    #expect(conflict.json?["statusCode"] == 409)
    #expect(try create(bench, url).json?["idString"] == first?["idString"])
    #expect(try create(bench, #""path":"b","# + url).json?["duplicate"] == false)
    #expect(try create(bench, #""allowDuplicates":true,"# + url).json?["duplicate"] == false)
    #expect(bench.count == 3)
  }

  @Test("a domain tells whether case makes two slugs of one")
  func slugCase() throws {
    for (isSensitive, status) in [(true, 200), (false, 409)] {
      let bench = try RuledBench(.shortio) { options in
        options.shortIO.domains = [
          ShortIODomain(id: 1, name: "go.example.com", isCaseSensitive: isSensitive)
        ]
      }
      _ = try create(bench, #""path":"a","originalURL":"https://a.example""#)
      #expect(try create(bench, #""path":"A","originalURL":"https://b.example""#).status == status)
      let domains = try bench.ask("GET", "/api/domains").json
      #expect(domains?.array?.first?["caseSensitive"] == .bool(isSensitive))
    }
  }

  @Test(
    "what cannot be is a 400, an unknown domain a 404",
    arguments: [
      (#""path":"a""#, 400), (#""originalURL":"""#, 400), (#""originalURL":"not a url""#, 400),
      (#""originalURL":"https://a.example","allowDuplicates":"true""#, 400),
      (#""originalURL":"https://a.example","tags":"a,b""#, 400),
      (#""originalURL":"https://a.example","utmSource":1"#, 400),
      (#""originalURL":"https://a.example","redirectType":303"#, 400),
      (#""originalURL":"https://a.example","title":null"#, 400),
      (#""originalURL":"https://a.example","domain":"other.example""#, 404),
    ])
  func refused(fields: String, status: Int) throws {
    let bench = try RuledBench(.shortio)
    let reply = try create(bench, fields)
    #expect(reply.status == status)
    #expect(reply.json?["message"]?.string?.isEmpty == false)
    #expect(reply.json?["statusCode"] == .number(JSONNumber(status)))
    #expect(bench.count == 0)
  }

  @Test("a plan that is used up is a 402")
  func quota() throws {
    let bench = try RuledBench(.shortio, links: 2) { $0.shortIO.quota = 3 }
    #expect(try create(bench, #""originalURL":"https://a.example""#).status == 200)
    #expect(try create(bench, #""originalURL":"https://b.example""#).status == 402)
    #expect(bench.count == 3)
  }

  @Test("an update changes what it names, the path too, and says which field clashes")
  func update() throws {
    let bench = try RuledBench(.shortio, links: 2)
    let id = bench.id(1)
    let reply = try bench.ask(
      "POST", "/links/\(id)",
      #"{"path":"new","originalURL":"https://n.example","title":"N","domain":"x","folderId":"f"}"#)
    #expect(reply.json?["path"] == "new")
    #expect(reply.json?["originalURL"] == "https://n.example")
    #expect(reply.json?["title"] == "N")
    #expect(reply.json?["FolderId"] == nil)
    #expect(bench.link(id)?["shortURL"] == "https://go.example.com/new")
    let conflict = try bench.ask("POST", "/links/\(id)", #"{"path":"p2"}"#)
    #expect(conflict.status == 409)
    #expect(conflict.json?["field"] == "path")
    #expect(conflict.json?["linkId"] == .string(bench.id(2)))
    let missing = try bench.ask("POST", "/links/\(bench.id(99))", #"{"title":"x"}"#)
    #expect(missing.status == 404)
    #expect(missing.json == ["message": "Link not found"])
    #expect(bench.counters.updated == 1)
  }

  @Test("null clears or is refused, and FolderId moves or is passed over, as chosen")
  func guesses() throws {
    for (nulls, status) in [(ShortIOOptions.Nulls.clear, 200), (.refuse, 400)] {
      let bench = try RuledBench(.shortio, links: 1) { $0.shortIO.nulls = nulls }
      let reply = try bench.ask("POST", "/links/\(bench.id(1))", #"{"title":null}"#)
      #expect(reply.status == status)
      #expect((bench.link(bench.id(1))?["title"] == nil) == (status == 200))
    }
    for moves in [true, false] {
      let bench = try RuledBench(.shortio, links: 1) { $0.shortIO.movesFolders = moves }
      let reply = try bench.ask("POST", "/links/\(bench.id(1))", #"{"FolderId":"f1"}"#)
      #expect((reply.json?["FolderId"] == "f1") == moves)
    }
  }

  @Test("a delete names the link, a second one is a 404 of its own shape")
  func delete() throws {
    let bench = try RuledBench(.shortio, links: 1)
    let path = "/links/\(bench.id(1))"
    #expect(
      try bench.ask("DELETE", path).json == ["success": true, "idString": .string(bench.id(1))])
    let again = try bench.ask("DELETE", path)
    #expect(again.status == 404)
    #expect(again.json == ["success": false, "error": "Link not found"])
  }

  @Test("one link is archived and brought back")
  func archive() throws {
    let bench = try RuledBench(.shortio, links: 1)
    let body = #"{"link_id":"\#(bench.id(1))"}"#
    #expect(try bench.ask("POST", "/links/archive", body).json == ["success": true])
    #expect(bench.link(bench.id(1))?["archived"] == true)
    #expect(try bench.ask("POST", "/links/unarchive", body).status == 200)
    #expect(bench.link(bench.id(1))?["archived"] == false)
    let missing = try bench.ask("POST", "/links/archive", #"{"link_id":"lnk_a_b"}"#)
    #expect(missing.status == 404)
    #expect(missing.json == ["error": "Link not found"])
  }

  @Test("a link is found by path, and by destination alone or with all others")
  func finds() throws {
    let bench = try RuledBench(.shortio, links: 3)
    let byPath = try bench.ask("GET", "/links/expand?domain=\(domain)&path=p2")
    #expect(byPath.json?["idString"] == .string(bench.id(2)))
    for query in ["domain=\(domain)&path=p9", "domain=x.example&path=p2"] {
      let missing = try bench.ask("GET", "/links/expand?\(query)")
      #expect(missing.status == 404)
      #expect(missing.json?["error"]?.string?.isEmpty == false)
    }
    #expect(try bench.ask("GET", "/links/expand?path=p2").status == 400)
    let url = "https%3A%2F%2Fexample.com%2Fpage%2F3"
    let one = try bench.ask("GET", "/links/by-original-url?domain=\(domain)&originalURL=\(url)")
    #expect(one.json?["idString"] == .string(bench.id(3)))
    let none = try bench.ask("GET", "/links/by-original-url?domain=\(domain)&originalURL=x")
    #expect(none.status == 404)
    _ = try create(bench, #""path":"q","originalURL":"https://example.com/page/3""#)
    let all = try bench.ask("GET", "/links/multiple-by-url?domain=\(domain)&originalURL=\(url)")
    #expect(all.json?["links"]?.texts("path") == ["p3", "q"])
    #expect(bench.counters.total(.find) == 3)
  }

  @Test("answers that no schema has are wrapped or bare, as chosen")
  func openForm() throws {
    let bench = try RuledBench(.shortio, links: 1) { options in
      options.shortIO.openForm = .bare
      options.shortIO.folders = [ShortIOFolder(id: "f1", domain: 101, name: "F")]
    }
    let url = "https%3A%2F%2Fexample.com%2Fpage%2F1"
    let found = try bench.ask("GET", "/links/multiple-by-url?domain=\(domain)&originalURL=\(url)")
    #expect(found.json?.array?.count == 1)
    #expect(try bench.ask("GET", "/links/folders/101").json?.texts("name") == ["F"])
    #expect(try bench.ask("GET", "/links/folders/7").json == [])
  }

  @Test("pages of a domain follow a token, newest first, and miss nothing when links go meanwhile")
  func pages() throws {
    let bench = try RuledBench(.shortio, links: 320)
    var shown: [String] = []
    var token = ""
    repeat {
      let page = try bench.ask("GET", "/api/links?domain_id=101&limit=150\(token)").json
      shown += page?["links"]?.texts("idString") ?? []
      #expect(page?["count"]?.int64 == page?["links"]?.array.map { Int64($0.count) })
      token = page?["nextPageToken"]?.string.map { "&pageToken=\($0)" } ?? ""
      // The last link of the page goes, and another one comes.
      _ = try bench.ask("DELETE", "/links/\(shown.last ?? "")")
      _ = try create(bench, #""originalURL":"https://new.example/\#(shown.count)""#)
    } while !token.isEmpty
    #expect(shown == (1...320).reversed().map { bench.id($0) })
  }

  @Test("a list has an order, a folder and dates; what it needs it says")
  func filters() throws {
    let bench = try RuledBench(.shortio, links: 60)
    func list(_ query: String) throws -> Reply {
      try bench.ask("GET", "/api/links?domain_id=101\(query)")
    }
    #expect(try list("").json?["links"]?.array?.count == 50)
    #expect(try list("&dateSortOrder=asc&limit=2").json?["links"]?.texts("path") == ["p1", "p2"])
    #expect(try list("&folderId=f").json?["links"] == [])
    #expect(try list("&idString=\(bench.id(7))").json?["links"]?.texts("path") == ["p7"])
    #expect(
      try list("&beforeDate=2024-01-01T00:00:00.003Z").json?["links"]?.texts("path") == [
        "p2", "p1",
      ])
    #expect(try list("&afterDate=2024-01-02T00:00:00.000Z").json?["links"] == [])
    for query in ["&limit=151", "&limit=0", "&pageToken=pt_!"] {
      #expect(try list(query).status == 400)
    }
    #expect(try bench.ask("GET", "/api/links").status == 400)
    let missing = try bench.ask("GET", "/api/links?domain_id=7")
    #expect(missing.status == 404)
    #expect(missing.json?["error"]?.string?.isEmpty == false)
  }

  @Test("the count of a page is the page's or the domain's, as chosen")
  func count() throws {
    for (count, number) in [(ShortIOOptions.Count.page, 2), (.total, 9)] {
      let bench = try RuledBench(.shortio, links: 9) { $0.shortIO.count = count }
      let page = try bench.ask("GET", "/api/links?domain_id=101&limit=2").json
      #expect(page?["count"] == .number(JSONNumber(number)))
    }
  }
}
