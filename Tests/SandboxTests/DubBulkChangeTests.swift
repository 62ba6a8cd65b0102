// The Dub stand-in's PATCH /links/bulk and its traps (Dub dossier, sections 0, 1.3, 8 and 10).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubBulkChangeTests {
  private func bench(_ change: (inout DubOptions) -> Void = { _ in }) throws -> DubBench {
    try DubBench { options in
      options.links = [
        DubLink(id: "a", externalID: "A1", key: "a", url: "https://a.example", tags: ["t1"]),
        DubLink(id: "b", externalID: "b1", key: "b", url: "https://b.example"),
        DubLink(id: "c", key: "c"), DubLink(id: "other", externalID: "o1", workspace: "ws_other"),
      ]
      change(&options)
    }
  }

  @Test("the page's example: two links archived and tagged")
  func pageExample() throws {
    let bench = try bench()
    let reply = try bench.change(
      #"{"linkIds":["a","b"],"data":{"archived":true,"tagIds":["t2"]}}"#)
    #expect(reply.status == 200)
    #expect(reply.texts("tagId") == ["t2", "t2"])
    #expect(reply.items.allSatisfy { $0["archived"] == true })
    #expect(bench.link("c")?["archived"] == false)
    #expect(bench.sandbox.counters(of: .dub).updated == 2)
    #expect(bench.sandbox.counters(of: .dub).total(.update) == 1)
  }

  @Test("the answer is in the order of the state, then what was not found as it was sent")
  func order() throws {
    let reply = try bench().change(
      #"{"linkIds":["c","nope","a","c","other","nope"],"data":{"comments":"x"}}"#)
    #expect(reply.texts("id") == ["a", "c", "-", "-", "-"])
    #expect(
      reply.items.dropFirst(2).map { $0["link"]?["id"] } == ["nope", "other", "nope"])
    #expect(
      reply.items[2] == [
        "error": "Link not found", "code": "not_found", "link": ["id": "nope"],
      ])
  }

  @Test("external IDs must be bare; in another case one is changed and reported as not found")
  func externalIDs() throws {
    let bench = try bench()
    let reply = try bench.change(
      #"{"externalIds":["ext_b1","b1","a1"],"data":{"comments":"x"}}"#)
    #expect(reply.texts("id") == ["a", "b", "-", "-"])
    #expect(reply.items.dropFirst(2).map { $0["link"]?["id"] } == ["ext_b1", "a1"])
    #expect(bench.link("a")?["comments"] == "x")
  }

  @Test("beside link IDs external IDs are reported as not found, unless they are those links' own")
  func bothKinds() throws {
    let bench = try bench()
    let reply = try bench.change(
      #"{"linkIds":["a"],"externalIds":["A1","b1"],"data":{"comments":"x"}}"#)
    #expect(reply.items.map { $0["link"]?["id"] } == [nil, "b1"])
    #expect(bench.link("b")?["comments"] == .null)
  }

  @Test("without any ID the answer is a text")
  func noIDs() throws {
    let reply = try bench().change(#"{"linkIds":[],"data":{}}"#)
    #expect(reply.status == 200)
    #expect(reply.json == "No links to update")
  }

  @Test(
    "the schema refuses the whole request",
    arguments: [
      (
        #"{"linkIds":["a"]}"#,
        "invalid_type: data: Invalid input: expected object, received undefined"
      ),
      (#"{"linkIds":["a"],"data":{"url":"nonsense"}}"#, "custom: data.url: Invalid URL"),
      (
        #"{"linkIds":"a","data":{}}"#,
        "invalid_type: linkIds: Invalid input: expected array, received string"
      ),
      (
        #"{"linkIds":["a"],"data":{"archived":null}}"#,
        "invalid_type: data.archived: Invalid input: expected boolean, received null"
      ),
    ])
  func schema(body: String, message: String) throws {
    let reply = try bench().change(body)
    #expect(reply.status == 422)
    #expect(reply.problem == "unprocessable_entity \(message)")
  }

  @Test("a hundred IDs are taken, one more is not", arguments: ["linkIds", "externalIds"])
  func batchLimit(name: String) throws {
    let ids = (1...101).map { "\"x\($0)\"" }
    let reply = try bench().change("{\"\(name)\":[\(ids.joined(separator: ","))],\"data\":{}}")
    #expect(reply.status == 422)
    #expect(
      reply.problem
        == "unprocessable_entity too_big: \(name): You can only update up to 100 links at a time.")
    let fits = try bench().change(
      "{\"\(name)\":[\(ids.dropLast().joined(separator: ","))],\"data\":{}}")
    #expect(fits.items.count == 100)
  }

  @Test("key, domain and external ID are no fields of it and change nothing")
  func strippedFields() throws {
    let bench = try bench()
    let reply = try bench.change(
      #"{"linkIds":["a"],"data":{"key":"z","domain":"dub.sh","externalId":"z"}}"#)
    #expect(reply.texts("shortLink") == ["https://go.example.com/a"])
    #expect(bench.link("a")?["externalId"] == "A1")
  }

  @Test("tags replace the set, an empty list or a null tagId clears it, IDs win over names")
  func tags() throws {
    let bench = try bench()
    func tags(_ data: String) throws -> [String] {
      let reply = try bench.change("{\"linkIds\":[\"a\"],\"data\":\(data)}")
      return reply.items.first?["tags"]?.array?.compactMap { $0["id"]?.string } ?? ["?"]
    }
    #expect(try tags(#"{"comments":"x"}"#) == ["t1"])
    #expect(try tags(#"{"tagNames":["summer"]}"#) == ["t2"])
    #expect(try tags(#"{"tagIds":["t1"],"tagNames":["summer"]}"#) == ["t1"])
    #expect(try tags(#"{"tagId":null}"#) == [])
    #expect(try tags(#"{"tagIds":"t1,t2"}"#) == ["t1", "t2"])
    #expect(try tags(#"{"tagIds":[]}"#) == [])
  }

  @Test(
    "names that do not exist refuse the whole request",
    arguments: [
      (#"{"tagIds":["x","t1"]}"#, 422, "unprocessable_entity Invalid tagIds detected: x"),
      (#"{"tagNames":["x"]}"#, 422, "unprocessable_entity Invalid tagNames detected: x"),
      (
        #"{"tagNames":["spring","Spring"]}"#, 422,
        "unprocessable_entity Invalid tagNames detected: "
      ), (#"{"webhookIds":["x"]}"#, 422, "unprocessable_entity Invalid webhookIds detected: x"),
      (#"{"folderId":"x"}"#, 404, "not_found Folder not found."),
      (
        #"{"folderId":"shut"}"#, 403,
        "forbidden You are not allowed to perform this action on this folder."
      ),
    ])
  func names(data: String, status: Int, problem: String) throws {
    let bench = try bench()
    let reply = try bench.change("{\"linkIds\":[\"a\"],\"data\":\(data)}")
    #expect(reply.status == status)
    #expect(reply.problem == problem)
    #expect(bench.sandbox.counters(of: .dub).updated == 0)
  }

  @Test(
    "an unknown parameter of a new URL fails the whole request",
    arguments: ["foo", "ref", "clicks"])
  func unknownParameter(name: String) throws {
    let bench = try bench()
    let reply = try bench.change(
      #"{"linkIds":["a","b"],"data":{"url":"https://n.example/?\#(name)=1"}}"#)
    #expect(reply.status == 500)
    #expect(
      reply.problem
        == "internal_server_error An internal server error occurred. Please contact our support if the problem persists."
    )
    #expect(bench.link("a")?["url"] == "https://a.example")
  }

  @Test("a parameter that is a column's name overwrites that column of every link")
  func parameterOverwrites() throws {
    let bench = try bench()
    let url = "https://n.example/?title=T&password=p&utm_source=s"
    let reply = try bench.change(#"{"linkIds":["a","b"],"data":{"url":"\#(url)"}}"#)
    #expect(reply.texts("url") == [url, url])
    #expect(reply.texts("title") == ["T", "T"])
    #expect(bench.link("b")?["password"] == "p")
    #expect(bench.link("b")?["utm_source"] == "s")
  }

  @Test(
    "?key= changes the key and leaves the short link; the second link collides and fails it all")
  func parameterKey() throws {
    let bench = try bench()
    let one = try bench.change(#"{"linkIds":["a"],"data":{"url":"https://n.example/?key=z"}}"#)
    #expect(one.texts("key") == ["z"])
    #expect(one.texts("shortLink") == ["https://go.example.com/a"])
    let two = try bench.change(
      #"{"linkIds":["b","c"],"data":{"url":"https://n.example/?key=y"}}"#)
    #expect(two.status == 500)
    #expect(bench.link("b")?["key"] == "y")
    #expect(bench.link("c")?["key"] == "c")
  }

  @Test("?id= changes even the ID")
  func parameterID() throws {
    let bench = try bench()
    let reply = try bench.change(#"{"linkIds":["a"],"data":{"url":"https://n.example/?id=q"}}"#)
    #expect(reply.texts("id") == ["q"])
    #expect(bench.sandbox.ids(of: .dub) == ["q", "b", "c", "other"])
    #expect(bench.link("ext_A1")?["id"] == "q")
  }

  @Test("utm fields change their columns and not the URL; ref is no column")
  func utm() throws {
    let bench = try bench()
    let reply = try bench.change(#"{"linkIds":["a"],"data":{"utm_source":"s"}}"#)
    #expect(reply.texts("utm_source") == ["s"])
    #expect(reply.texts("url") == ["https://a.example"])
    let moved = try bench.change(#"{"linkIds":["a"],"data":{"url":"https://n.example"}}"#)
    #expect(moved.texts("url") == ["https://n.example"])
    #expect(moved.texts("utm_source") == ["s"])
    #expect(try bench.change(#"{"linkIds":["a"],"data":{"ref":"r"}}"#).status == 500)
  }

  @Test("a date in ISO is taken, a natural one is a 500, what is none is refused by row")
  func dates() throws {
    let bench = try bench()
    let exact = try bench.change(#"{"linkIds":["a"],"data":{"expiresAt":"2030-02-01"}}"#)
    #expect(exact.texts("expiresAt") == ["2030-02-01T00:00:00.000Z"])
    #expect(try bench.change(#"{"linkIds":["a"],"data":{"expiresAt":"tomorrow"}}"#).status == 500)
    let wrong = try bench.change(#"{"linkIds":["a"],"data":{"expiresAt":"mustard"}}"#)
    #expect(wrong.items[0]["error"] == "Invalid expiration date.")
    let cleared = try bench.change(#"{"linkIds":["a"],"data":{"expiresAt":null}}"#)
    #expect(cleared.items[0]["expiresAt"] == .null)
  }

  @Test("Dub's own test: own domain, git.new and an unknown ID")
  func gitNew() throws {
    let bench = try bench {
      $0.links.append(
        DubLink(id: "g", key: "g", domain: "git.new", url: "https://github.com/dubinc/dub"))
    }
    let reply = try bench.change(
      #"{"linkIds":["a","g","xxx"],"data":{"url":"https://example.com/n","tagIds":["t1"]}}"#)
    #expect(reply.texts("url") == ["https://example.com/n", "-", "-"])
    #expect(
      reply.items[1] == [
        "error": "Link not found", "code": "not_found", "link": ["id": "xxx"],
      ])
    #expect(
      reply.items[2]["error"]
        == "Invalid destination URL. You can only create git.new short links for URLs with the domain \"github.com\"."
    )
    #expect(reply.items[2]["link"]?["id"] == "g")
  }

  @Test("an error item shows the raw row, whose saleAmount is text; old fields can fail an edit")
  func rawRows() throws {
    let bench = try bench {
      $0.links += [
        DubLink(id: "s", folderID: "shut"),
        DubLink(id: "gone", key: "gone", domain: "sold.example"),
      ]
    }
    let reply = try bench.change(#"{"linkIds":["s","gone"],"data":{"comments":"x"}}"#)
    #expect(
      reply.items.map { $0["error"] } == [
        "You don't have permission to update links in this folder: shut",
        "Domain does not belong to workspace.",
      ])
    #expect(reply.texts("code") == ["forbidden", "forbidden"])
    for item in reply.items {
      #expect(item["link"]?["saleAmount"] == "0")
      #expect(item["link"]?["qrCode"] == nil)
      #expect(item["link"]?["partnerGroupDefaultLinkId"] == .null)
    }
  }
}
