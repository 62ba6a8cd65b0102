// The Dub stand-in's bulk create: what is made, dropped and in what order it is answered (Dub dossier,
// sections 1.1, 1.2 and 8).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubCreateTests {
  @Test("the page's example: two links with domain and key")
  func pageExample() throws {
    let bench = try DubBench()
    let reply = try bench.create(
      """
      [{"url": "https://google.com", "domain": "dub.sh", "key": "google"},
       {"url": "https://github.com", "domain": "dub.sh", "key": "github"}]
      """)
    #expect(reply.status == 200)
    #expect(reply.texts("shortLink") == ["https://dub.sh/google", "https://dub.sh/github"])
    #expect(reply.texts("url") == ["https://google.com", "https://github.com"])
    for name in ["expiresAt", "expiredUrl", "password", "title", "comments", "geo", "tagId"] {
      #expect(reply.items.first?[name] == .null, "\(name)")
    }
    #expect(reply.items.first?["tags"] == [])
    #expect(reply.items.first?["saleAmount"] == 0)
    #expect(reply.texts("qrCode")[0] == "https://api.dub.co/qr?url=https://dub.sh/google?qr=1")
    #expect(bench.sandbox.counters(of: .dub).created == 2)
    #expect(bench.sandbox.counters(of: .dub).total(.create) == 1)
  }

  @Test("a link that is made can be found by ID, key and external ID, and read back by the test")
  func found() throws {
    let bench = try DubBench()
    let made = try bench.create(#"[{"url":"https://a.example","key":"a","externalId":"ext_7"}]"#)
    let id = made.texts("id")[0]
    #expect(id.hasPrefix("link_") && id.utf8.count == 31)
    #expect(made.items[0]["externalId"] == "7")
    for target in [
      "/links/\(id)", "/links/ext_7", "/links/info?domain=go.example.com&key=A",
      "/links/info?externalId=ext_7", "/links/info?linkId=\(id)",
    ] {
      #expect(try bench.sandbox.ask(.dub, "GET", target).json == made.items[0], "\(target)")
    }
    #expect(bench.link("ext_7").map(JSONValue.object) == made.items[0])
    #expect(bench.sandbox.links(of: .dub).map(JSONValue.object) == made.items)
  }

  @Test("without a domain the primary one is taken, without a key seven random characters")
  func defaults() throws {
    let bench = try DubBench()
    let reply = try bench.create(
      """
      [{"url":"https://a.example"}, {"url":"https://a.example","key":""},
       {"url":"https://a.example","prefix":"/p/","keyLength":12}]
      """)
    let keys = reply.texts("key")
    #expect(keys[0].utf8.count == 7 && keys[1].utf8.count == 7 && keys[0] != keys[1])
    #expect(keys[2].hasPrefix("p/") && keys[2].utf8.count == 14)
    #expect(Set(reply.texts("domain")) == ["go.example.com"])
  }

  @Test("created links come first in input order, then the refused by step, each in input order")
  func layout() throws {
    let bench = try DubBench { $0.links = [DubLink(id: "x", key: "taken")] }
    let reply = try bench.create(
      """
      [{"url":"https://a.example","key":"f","folderId":"nope"},
       {"url":"https://a.example","key":"t","tagIds":["zz"]},
       {"url":"https://a.example","key":"one"},
       {"url":"https://a.example","key":"taken"},
       {"url":"https://a.example","domain":"else.example","key":"d"},
       {"url":"https://a.example","key":"w","webhookIds":["wh_9"]},
       {"url":"https://a.example","key":"two"},
       {"url":"https://a.example","key":"n","tagNames":"spring,what"},
       {"url":"https://a.example","key":"r","folderId":"shut"}]
      """)
    #expect(reply.status == 200)
    #expect(reply.texts("key").prefix(2) == ["one", "two"])
    #expect(
      reply.items.dropFirst(2).map {
        "\($0["code"]?.string ?? "") \($0["error"]?.string ?? "")"
      } == [
        "conflict Duplicate key: This short link already exists.",
        "forbidden Domain does not belong to workspace.",
        "unprocessable_entity Invalid tagIds detected: zz",
        "unprocessable_entity Invalid tagNames detected: what",
        "unprocessable_entity Invalid folderId detected: nope",
        "forbidden You don't have write access to the folder: shut",
        "unprocessable_entity Invalid webhookIds detected: wh_9",
      ])
    #expect(bench.count == 3)
  }

  @Test(
    "an early error shows the parsed input, a late one the processed link, keys in another order")
  func errorLinks() throws {
    let bench = try DubBench()
    let reply = try bench.create(
      """
      [{"url":"example.com","domain":"else.example","externalId":"ext_1","tagNames":"a, b",
        "folderId":"","utm_source":" ","what":1},
       {"url":"https://a.example","tagIds":"zz","utm_source":"s","keyLength":9}]
      """)
    #expect(reply.items.count == 2)
    let early = reply.items[0].object
    #expect(early?.members.map(\.name) == ["link", "error", "code"])
    #expect(
      early?["link"] == [
        "url": "https://example.com/", "domain": "else.example", "externalId": "1",
        "tagNames": ["a", "b"], "folderId": nil, "utm_source": nil,
      ])
    let late = reply.items[1].object
    #expect(late?.members.map(\.name) == ["error", "code", "link"])
    #expect(late?["link"]?["url"] == "https://a.example/?utm_source=s")
    #expect(late?["link"]?["domain"] == "go.example.com")
    #expect(late?["link"]?["key"]?.string?.utf8.count == 9)
    #expect(late?["link"]?["projectId"] == "sandbox")
    for name in ["id", "utm_source", "keyLength"] {
      #expect(late?["link"]?[name] == nil, "\(name)")
    }
  }

  @Test("an external ID that exists, or stands twice, in any case, is dropped without a word")
  func droppedExternalIDs() throws {
    let bench = try DubBench { $0.links = [DubLink(id: "x", externalID: "Old")] }
    let reply = try bench.create(
      """
      [{"url":"https://a.example","externalId":"old"},
       {"url":"https://b.example","externalId":"new"},
       {"url":"https://c.example","externalId":"ext_new"}]
      """)
    #expect(reply.status == 200)
    #expect(reply.texts("url") == ["https://b.example"])
    #expect(reply.items.allSatisfy { $0["error"] == nil })
    #expect(bench.count == 2)
  }

  @Test(
    "keys that are one after normalisation are dropped without a word",
    arguments: [
      (#"{"url":"https://a.example","key":"Foo"}"#, #"{"url":"https://b.example","key":"foo"}"#),
      (#"{"url":"https://a.example","key":"a"}"#, #"{"url":"https://b.example","key":"/a/"}"#),
      (
        #"{"url":"https://a.example","key":"a"}"#,
        #"{"url":"https://b.example","key":"a","domain":"go.example.com"}"#
      ),
    ])
  func droppedKeys(first: String, second: String) throws {
    let bench = try DubBench()
    let reply = try bench.create("[\(first),\(second)]")
    #expect(reply.status == 200)
    #expect(reply.texts("url") == ["https://a.example"])
    #expect(bench.count == 1)
  }

  @Test("rows with one URL make as many links")
  func sameURL() throws {
    let bench = try DubBench()
    let rows = Array(repeating: #"{"url":"https://a.example"}"#, count: 100)
    #expect(try bench.create("[\(rows.joined(separator: ","))]").items.count == 100)
    #expect(bench.count == 100)
  }

  @Test("a row that loses the race is dropped, and the other request's link has its tags")
  func lostRace() throws {
    let bench = try DubBench { $0.lostRaceEvery = 2 }
    let reply = try bench.create(
      """
      [{"url":"https://a.example","key":"a"},
       {"url":"https://b.example","key":"b","tagIds":["t1"],"externalId":"mine"},
       {"url":"https://c.example"}]
      """)
    #expect(reply.texts("key").prefix(2) == ["a", "b"])
    #expect(reply.items[1]["url"] != "https://b.example")
    #expect(reply.items[1]["externalId"] == .null)
    #expect(reply.items[1]["tagId"] == "t1")
    #expect(bench.link("ext_mine") == nil)
    #expect(bench.count == 3)
    #expect(bench.sandbox.counters(of: .dub).created == 2)
  }

  @Test("tags come in the order given, IDs before names, and rows do not mix")
  func tags() throws {
    let reply = try DubBench().create(
      """
      [{"url":"https://a.example","tagIds":["t2","t1"]},
       {"url":"https://b.example","tagNames":["SUMMER"]},
       {"url":"https://c.example","tagIds":"t2","tagNames":"spring"},
       {"url":"https://d.example"}]
      """)
    let ids = reply.items.map { $0["tags"]?.array?.compactMap { $0["id"]?.string } ?? [] }
    #expect(ids == [["t2", "t1"], ["t2"], ["t2", "t1"], []])
    #expect(reply.texts("tagId") == ["t2", "t2", "t2", "-"])
    #expect(
      reply.items[1]["tags"] == [["id": "t2", "name": "Summer", "color": "red"]])
  }

  @Test("Dub's own test: unknown tags refuse two rows and the third is made")
  func unknownTags() throws {
    let reply = try DubBench().create(
      """
      [{"url":"https://a.example","tagIds":["no"]},
       {"url":"https://b.example","tagIds":["t1","x","y"]}, {"url":"https://c.example"}]
      """)
    #expect(reply.items.count == 3)
    #expect(reply.items.filter { $0["id"] != nil }.map { $0["url"] } == ["https://c.example"])
    #expect(
      reply.items.compactMap { $0["error"]?.string } == [
        "Invalid tagIds detected: no", "Invalid tagIds detected: x, y",
      ])
  }

  @Test(
    "an owner's unknown folder is stored, and the link is out of reach of single calls and lists")
  func danglingFolder() throws {
    let bench = try DubBench { $0.role = .owner }
    let made = try bench.create(#"[{"url":"https://a.example","folderId":"typo","key":"a"}]"#)
    let id = made.texts("id")[0]
    #expect(made.items[0]["folderId"] == "typo")
    for (method, body) in [("GET", nil), ("PATCH", "{}"), ("DELETE", nil)] {
      let reply = try bench.sandbox.ask(.dub, method, "/links/\(id)", body: body)
      #expect(reply.problem == "not_found Folder not found.", "\(method)")
    }
    #expect(try bench.sandbox.ask(.dub, "GET", "/links?search=example").items == [])
    #expect(
      try bench.change(#"{"linkIds":["\#(id)"],"data":{"folderId":null}}"#).items.count == 1)
    #expect(try bench.sandbox.ask(.dub, "GET", "/links/\(id)").status == 200)
  }

  @Test("fields are kept and shown: dates in ISO, long texts cut, null as null")
  func fields() throws {
    let long = String(repeating: "x", count: 241)
    let reply = try DubBench().create(
      """
      [{"url":"https://a.example","title":"\(long)","description":"\(long)","password":"p",
        "expiresAt":"2030-01-31T10:30:00+02:00","expiredUrl":"b.example","geo":{"DE":"https://d.example"},
        "ios":"https://i.example","archived":true,"trackConversion":true,"comments":null,
        "tenantId":"t","testVariants":[{"url":"https://v.example","percentage":40},
        {"url":"https://w.example","percentage":60}]}]
      """)
    let link = try #require(reply.items.first)
    #expect(link["title"]?.string == String(repeating: "x", count: 117) + "...")
    #expect(link["description"]?.string?.utf8.count == 240)
    #expect(link["expiresAt"] == "2030-01-31T08:30:00.000Z")
    #expect(link["expiredUrl"] == "https://b.example/")
    #expect(link["geo"] == ["DE": "https://d.example"])
    #expect(link["password"] == "p")
    #expect(link["archived"] == true)
    #expect(link["testVariants"]?.array?.count == 2)
  }

  @Test("natural dates are taken, and what is no date is not")
  func naturalDates() throws {
    let reply = try DubBench().create(
      """
      [{"url":"https://a.example","expiresAt":"tomorrow"},
       {"url":"https://b.example","expiresAt":"in 3 days"},
       {"url":"https://c.example","expiresAt":"mustard"}]
      """)
    #expect(reply.items.prefix(2).allSatisfy { $0["expiresAt"]?.string?.hasSuffix("Z") == true })
    #expect(reply.items.last?["error"] == "Invalid expiration date.")
  }
}
