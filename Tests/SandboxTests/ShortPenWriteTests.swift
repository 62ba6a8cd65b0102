// The ShortPen stand-in's generate and edit (ShortPen dossier, sections 5 to 9).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct ShortPenWriteTests {
  private func sandbox(_ change: (inout ShortPenOptions) -> Void = { _ in }) throws -> Sandbox {
    try Sandbox.forTest(links: 2) { options in
      options.shortPen.domains += [
        ShortPenDomain(id: 2, name: "two.example.com"),
        ShortPenDomain(id: 3, name: "off.example.com", isActive: false),
      ]
      options.shortPen.folders = [ShortPenResource(id: 10, name: "Spring")]
      options.shortPen.tags = [ShortPenResource(id: 20, name: "red")]
      change(&options.shortPen)
    }
  }

  private func generate(_ sandbox: Sandbox, _ body: String) throws -> Reply {
    try sandbox.ask(.shortpen, "POST", "/v1/generate", body: body)
  }

  private func edit(_ sandbox: Sandbox, _ body: String, _ method: String = "PUT") throws -> Reply {
    try sandbox.ask(.shortpen, method, "/v1/links", body: body)
  }

  private func newest(_ sandbox: Sandbox) throws -> JSONValue? {
    try sandbox.ask(.shortpen, "GET", "/v1/links").json?["data"]?.array?.last
  }

  @Test("a create is a 200 with the short link and no ID; the list shows the link")
  func create() throws {
    let sandbox = try sandbox()
    let reply = try generate(
      sandbox,
      """
      {"url":"a.example/x","domain_id":2,"custom_slug":"spring","title":"T","folder_id":10,
       "tag_ids":[20],"redirect_type":302,"param":{"a":"1","b":""}}
      """)
    #expect(reply.status == 200)
    #expect(
      reply.json == [
        "success": true, "status_code": 200,
        "data": [
          "link": "https://two.example.com/spring", "short_url": "https://two.example.com/spring",
          "created": true, "qr": nil,
        ], "message": "",
      ])
    let link = try newest(sandbox)
    #expect(link?["url"] == "https://a.example/x")
    #expect(link?["link"] == "https://two.example.com/spring")
    #expect(link?["title"] == "T")
    #expect(link?["folder_id"] == 10)
    #expect(link?["redirect_type"] == 302)
    #expect(link?["domain_id"] == 2)
    #expect(link?["params"] == ["a": "1"])
    let id = try #require(link?["id"]?.int64)
    #expect(sandbox.link(String(id), at: .shortpen).map(JSONValue.object) == link)
    #expect(sandbox.counters(of: .shortpen).created == 1)
    #expect(sandbox.counters(of: .shortpen).total(.create) == 1)
  }

  @Test("a slug is one link's per domain, a generated one is new")
  func slugs() throws {
    let sandbox = try sandbox()
    let body = #"{"url":"https://a.example","domain_id":1,"custom_slug":"s"}"#
    #expect(try generate(sandbox, body).status == 200)
    #expect(try generate(sandbox, body).status == 400)
    #expect(
      try generate(sandbox, body.replacing("\"domain_id\":1", with: "\"domain_id\":2")).status
        == 200)
    let plain = #"{"url":"https://a.example","domain_id":1}"#
    let links = try (1...2).map { _ in
      try generate(sandbox, plain).json?["data"]?["link"]?.string ?? ""
    }
    #expect(Set(links).count == 2)
    #expect(sandbox.linkCount(of: .shortpen) == 6)
  }

  @Test("a slug is free again once its link is deleted")
  func freedSlug() throws {
    let sandbox = try sandbox()
    let body = #"{"url":"https://a.example","domain_id":1,"custom_slug":"s"}"#
    _ = try generate(sandbox, body)
    let id = try #require(try newest(sandbox)?["id"]?.int64)
    _ = try sandbox.ask(.shortpen, "DELETE", "/v1/links", body: "{\"url_id\":\(id)}")
    #expect(try generate(sandbox, body).status == 200)
  }

  @Test(
    "a create that lacks or misses something is a 400 in the envelope",
    arguments: [
      "", "[]", "{}", #"{"url":"https://a.example"}"#, #"{"domain_id":1}"#,
      #"{"url":"https://a.example","domain_id":3}"#, #"{"url":"https://a.example","domain_id":9}"#,
      #"{"url":"https://a.example","domain_id":"1"}"#, #"{"url":1,"domain_id":1}"#,
      #"{"url":"https://a.example","domain_id":1,"folder_id":99}"#,
      #"{"url":"https://a.example","domain_id":1,"tag_ids":[99]}"#,
      #"{"url":"https://a.example","domain_id":1,"workspace_id":99}"#,
      #"{"url":"https://a.example","domain_id":1,"redirect_type":303}"#,
      #"{"url":"https://a.example","domain_id":1,"enable_tracking":true}"#,
      #"{"url":"https://a.example","domain_id":1,"with_password":true}"#,
      #"{"url":"https://a.example","domain_id":1,"r":256}"#,
      #"{"url":"https://a.example","domain_id":1,"custom_slug":null}"#,
    ])
  func invalid(body: String) throws {
    let sandbox = try sandbox()
    let reply = try generate(sandbox, body)
    #expect(reply.status == 400)
    #expect(reply.json?["success"] == false)
    #expect(reply.json?["status_code"] == 400)
    #expect(sandbox.linkCount(of: .shortpen) == 2)
  }

  @Test("a QR code comes where it is asked for")
  func code() throws {
    let reply = try generate(
      try sandbox(), #"{"url":"https://a.example","domain_id":1,"generate_qr":true}"#)
    #expect(reply.json?["data"]?["qr"]?.string?.hasPrefix("iVBOR") == true)
  }

  @Test("an edit changes what it names and leaves the rest", arguments: ["PUT", "PATCH"])
  func edit(method: String) throws {
    let sandbox = try sandbox()
    let first = try edit(sandbox, #"{"url_id":501,"title":"new","hide_referer":true}"#, method)
    #expect(first.status == 200)
    #expect(first.json?["data"]?["link"] == "https://pen.example.com/sdx")
    let second = try edit(sandbox, #"{"url_id":501,"url":"https://n.example"}"#, method)
    #expect(second.status == 200)
    let link = sandbox.link("501", at: .shortpen)
    #expect(link?["title"] == "new")
    #expect(link?["hide_referer"] == true)
    #expect(link?["url"] == "https://n.example")
    #expect(sandbox.ids(of: .shortpen) == ["501", "502"])
    #expect(sandbox.counters(of: .shortpen).updated == 2)
    #expect(sandbox.counters(of: .shortpen).total(.update) == 2)
  }

  @Test("an edit of domain and slug makes another short link and frees the old one")
  func move() throws {
    let sandbox = try sandbox()
    let reply = try edit(sandbox, #"{"url_id":501,"domain_id":2,"custom_slug":"moved"}"#)
    #expect(reply.json?["data"]?["link"] == "https://two.example.com/moved")
    #expect(sandbox.link("501", at: .shortpen)?["url"] == "https://example.com/page/501")
    let body = #"{"url":"https://a.example","domain_id":1,"custom_slug":"sdx"}"#
    #expect(try generate(sandbox, body).status == 200)
    #expect(try edit(sandbox, #"{"url_id":502,"domain_id":2,"custom_slug":"moved"}"#).status == 400)
    #expect(try edit(sandbox, #"{"url_id":501,"custom_slug":"moved"}"#).status == 200)
  }

  @Test(
    "an edit without one ID or without a field is a 400, of an unknown link a 404",
    arguments: [
      (#"{"title":"x"}"#, 400), (#"{"url_id":[501],"title":"x"}"#, 400),
      (#"{"url_id":"501","title":"x"}"#, 400), (#"{"url_id":501}"#, 400),
      (#"{"url_id":9,"title":"x"}"#, 404), (#"{"url_id":501,"redirect_type":1}"#, 400),
    ])
  func badEdit(body: String, status: Int) throws {
    let sandbox = try sandbox()
    let reply = try edit(sandbox, body)
    #expect(reply.status == status)
    #expect(reply.json?["success"] == false)
    #expect(sandbox.counters(of: .shortpen).updated == 0)
  }

  @Test("a used-up plan refuses creates in the words that were chosen, and the account says so")
  func quota() throws {
    let sandbox = try sandbox { options in
      options.quota = 1
      options.quotaWords = "No more links this month."
    }
    let body = #"{"url":"https://a.example","domain_id":1}"#
    #expect(try generate(sandbox, body).status == 200)
    let reply = try generate(sandbox, body)
    #expect(reply.status == 429)
    #expect(reply.json?["message"] == "No more links this month.")
    #expect(reply["Retry-After"] == nil)
    let me = try sandbox.ask(.shortpen, "POST", "/v1/me")
    #expect(me.json?["data"]?["enabledFeatures"]?["links"]?["remaining"] == 0)
    #expect(sandbox.linkCount(of: .shortpen) == 3)
  }

  @Test("domains, folders and tags are listed")
  func resources() throws {
    let sandbox = try sandbox()
    func listed(_ name: String) throws -> [JSONValue] {
      let body = "{\"resource\":\"\(name)\"}"
      return try sandbox.ask(.shortpen, "POST", "/v1/get", body: body).json?["data"]?.array ?? []
    }
    #expect(try listed("domain").map { $0["id"] } == [1, 2, 3])
    #expect(try listed("domain").map { $0["is_default"] } == [true, false, false])
    #expect(try listed("domain").map { $0["active"] } == [true, true, false])
    #expect(try listed("folder") == [["id": 10, "name": "Spring"]])
    #expect(try listed("tag").first?["name"] == "red")
    #expect(try listed("pixel") == [])
  }
}
