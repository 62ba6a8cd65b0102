// The Dub stand-in's single create, change and upsert (Dub dossier, sections 2, 5.1, 8 and 10).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubChangeTests {
  private func bench(_ change: (inout DubOptions) -> Void = { _ in }) throws -> DubBench {
    try DubBench { options in
      options.links = [
        DubLink(id: "a", externalID: "a1", key: "a", url: "https://a.example", tags: ["t1"]),
        DubLink(id: "b", externalID: "b1", key: "b", url: "https://b.example/"),
      ]
      change(&options)
    }
  }

  @Test("a single create is a 200 with the link")
  func create() throws {
    let bench = try bench()
    let reply = try bench.createOne(
      #"{"url":"https://n.example","key":"n","tagNames":["spring"],"folderId":"open"}"#)
    #expect(reply.status == 200)
    #expect(reply.json?["shortLink"] == "https://go.example.com/n")
    #expect(reply.json?["tagId"] == "t1")
    #expect(reply.json?["folderId"] == "open")
    #expect(bench.sandbox.counters(of: .dub).total(.createOne) == 1)
  }

  @Test(
    "a single create that fails has a status and Dub's words",
    arguments: [
      (
        #"{"url":"https://n.example","key":"A"}"#, 409,
        "conflict Duplicate key: This short link already exists."
      ),
      (
        #"{"url":"https://n.example","externalId":"A1"}"#, 409,
        "conflict A link with this externalId already exists in this workspace."
      ),
      (
        #"{"url":"https://n.example","domain":"x.example"}"#, 403,
        "forbidden Domain does not belong to workspace."
      ), (#"{"url":"invalid"}"#, 422, "unprocessable_entity Invalid destination URL"),
      (
        #"{"url":"https://n.example","tagIds":["no"]}"#, 422,
        "unprocessable_entity Invalid tagIds detected: no"
      ),
      (#"{"url":"https://n.example","folderId":"no"}"#, 404, "not_found Folder not found."),
      (
        #"{"url":"https://n.example","folderId":"shut"}"#, 403,
        "forbidden You are not allowed to perform this action on this folder."
      ),
      (
        #"{"key":"n"}"#, 422,
        "unprocessable_entity invalid_type: url: Invalid input: expected string, received undefined"
      ),
    ])
  func createFails(body: String, status: Int, problem: String) throws {
    let bench = try bench()
    let reply = try bench.createOne(body)
    #expect(reply.status == status)
    #expect(reply.problem == problem)
    #expect(bench.count == 2)
  }

  @Test("a utm field of 256 characters is refused as in Dub's own test")
  func longUTM() throws {
    let text = String(repeating: "x", count: 256)
    let reply = try bench().createOne("{\"url\":\"https://n.example\",\"utm_source\":\"\(text)\"}")
    #expect(reply.status == 422)
    #expect(
      reply.problem
        == "unprocessable_entity too_big: utm_source: Too big: expected string to have <=255 characters"
    )
  }

  @Test(
    "utm fields and ref are merged into the URL, which is then written anew",
    arguments: [
      (#""url":"https://example.com""#, "https://example.com"),
      (#""url":"https://example.com","utm_source":"x""#, "https://example.com/?utm_source=x"),
      (
        #""url":"HTTPS://Example.com:443/a b?q=1#f","utm_medium":"1+2+3 é","ref":"r""#,
        "https://example.com/a%20b?q=1&utm_medium=1+2%2B3+%C3%A9&ref=r#f"
      ),
      (
        #""url":"https://e.example/?utm_source=a&z=1","utm_source":null"#,
        "https://e.example/?z=1"
      ),
      (
        #""url":"https://e.example/?utm_source=a","utm_source":"b""#,
        "https://e.example/?utm_source=b"
      ),
      (#""url":"example.com/x","utm_term":"""#, "https://example.com/x"),
    ])
  func utmMerge(fields: String, url: String) throws {
    let reply = try bench().createOne("{\(fields)}")
    #expect(reply.json?["url"]?.string == url)
  }

  @Test("the utm columns follow the URL, its other parameters do not become columns")
  func utmColumns() throws {
    let reply = try bench().createOne(#"{"url":"https://n.example/?utm_source=a&title=x&foo=1"}"#)
    #expect(reply.status == 200)
    #expect(reply.json?["utm_source"] == "a")
    #expect(reply.json?["title"] == .null)
  }

  @Test("a change of a single link changes key, domain and external ID as well")
  func change() throws {
    let bench = try bench()
    let reply = try bench.changeOne(
      "ext_a1", #"{"key":"new","domain":"two.example.com","externalId":"a2","comments":"x"}"#)
    #expect(reply.status == 200)
    #expect(reply.json?["shortLink"] == "https://two.example.com/new")
    #expect(reply.json?["comments"] == "x")
    #expect(reply.json?["tagId"] == "t1")
    #expect(bench.link("ext_a1") == nil)
    #expect(bench.link("ext_a2")?["id"] == "a")
    #expect(bench.sandbox.counters(of: .dub).total(.updateOne) == 1)
    let put = try bench.sandbox.ask(.dub, "PUT", "/links/a", body: #"{"comments":"y"}"#)
    #expect(put.json?["comments"] == "y")
    #expect(
      try bench.sandbox.ask(.dub, "GET", "/links/info?domain=go.example.com&key=a").status == 404)
  }

  @Test(
    "a change that fails says so in Dub's words",
    arguments: [
      ("a", #"{"key":"B"}"#, 409, "conflict Duplicate key: This short link already exists."),
      (
        "a", #"{"externalId":"B1"}"#, 409,
        "conflict A link with this externalId already exists in this workspace."
      ), ("nope", "{}", 404, "not_found Link not found."),
      ("a", #"{"folderId":"nope"}"#, 404, "not_found Folder not found."),
      ("a", #"{"key":"a b"}"#, 422, "unprocessable_entity Invalid key."),
    ])
  func changeFails(id: String, body: String, status: Int, problem: String) throws {
    let bench = try bench()
    let reply = try bench.changeOne(id, body)
    #expect(reply.status == status)
    #expect(reply.problem == problem)
    #expect(bench.sandbox.counters(of: .dub).updated == 0)
  }

  @Test("another project in a change is a 403")
  func project() throws {
    #expect(try bench().changeOne("a", #"{"projectId":"other"}"#).status == 403)
  }

  @Test("a key in another case is the link's own and is changed")
  func ownKey() throws {
    #expect(try bench().changeOne("a", #"{"key":"A"}"#).json?["key"] == "A")
  }

  @Test(
    "a change that changes nothing shows the raw row",
    arguments: ["{}", #"{"key":"a","archived":false}"#])
  func noChange(body: String) throws {
    let bench = try bench()
    let reply = try bench.changeOne("a", body)
    #expect(reply.status == 200)
    #expect(reply.json?["saleAmount"] == "0")
    for name in ["tags", "tagId", "webhookIds", "qrCode", "workspaceId", "identifier"] {
      #expect(reply.json?[name] == nil, "\(name)")
    }
    for name in ["lastLeadAt", "lastConversionAt", "partnerGroupDefaultLinkId"] {
      #expect(reply.json?[name] == .null, "\(name)")
    }
    #expect(bench.sandbox.counters(of: .dub).updated == 0)
  }

  @Test(
    "a utm-only change rewrites the URL, a URL-only one keeps the link's utm fields, empty text clears"
  )
  func changedUTM() throws {
    let bench = try bench()
    func url(_ body: String) throws -> String? {
      try bench.changeOne("a", body).json?["url"]?.string
    }
    #expect(try url(#"{"utm_source":"s"}"#) == "https://a.example/?utm_source=s")
    #expect(bench.link("a")?["utm_source"] == "s")
    #expect(try url(#"{"utm_source":"s"}"#) == "https://a.example/?utm_source=s")
    #expect(
      try url(#"{"url":"https://n.example/p?utm_medium=m"}"#) == "https://n.example/p?utm_source=s")
    #expect(try url(#"{"url":"https://n.example","utm_source":""}"#) == "https://n.example")
    #expect(bench.link("a")?["utm_source"] == .null)
  }

  @Test("a new URL loses utm parameters that neither link nor request has as fields")
  func strippedUTM() throws {
    let reply = try bench().changeOne(
      "a", #"{"url":"https://n.example/?utm_source=x&utm_medium=y&z=1"}"#)
    #expect(reply.json?["url"] == "https://n.example/?z=1")
  }

  @Test("an upsert changes the link of that URL, in any case, and renames its key")
  func upsert() throws {
    let bench = try bench()
    let reply = try bench.upsert(
      #"{"url":"HTTPS://A.example","key":"renamed","comments":"x"}"#)
    #expect(reply.status == 200)
    #expect(reply.json?["id"] == "a")
    #expect(reply.json?["shortLink"] == "https://go.example.com/renamed")
    #expect(bench.count == 2)
    #expect(bench.sandbox.counters(of: .dub).total(.upsert) == 1)
  }

  @Test("an upsert does not look at key or external ID: it makes a link, or is a conflict")
  func upsertMatchesURLAlone() throws {
    let bench = try bench()
    let made = try bench.upsert(#"{"url":"https://n.example","key":"n"}"#)
    #expect(made.json?["key"] == "n")
    #expect(bench.count == 3)
    #expect(try bench.upsert(#"{"url":"https://m.example","key":"n"}"#).status == 409)
    #expect(try bench.upsert(#"{"url":"https://m.example","externalId":"a1"}"#).status == 409)
    #expect(bench.count == 3)
  }

  @Test("an upsert with utm fields does not find the link that it made")
  func upsertWithUTM() throws {
    let bench = try bench()
    for count in [3, 4] {
      _ = try bench.upsert(#"{"url":"https://u.example","utm_source":"s"}"#)
      #expect(bench.count == count)
    }
  }

  @Test(
    "an upsert that changes nothing shows the link, tags included; of several the oldest is taken")
  func upsertUnchanged() throws {
    let bench = try bench {
      $0.links.append(DubLink(id: "late", key: "late", url: "https://a.example"))
    }
    let reply = try bench.upsert(#"{"url":"https://a.example"}"#)
    #expect(reply.json?["id"] == "a")
    #expect(reply.json?["tagId"] == "t1")
    #expect(bench.sandbox.counters(of: .dub).updated == 0)
  }

  @Test("folders and tags are listed in pages, folders without access left out")
  func resources() throws {
    let bench = try bench()
    let folders = try bench.sandbox.ask(.dub, "GET", "/folders")
    #expect(folders.texts("id") == ["open", "shut"])
    #expect(folders.texts("accessLevel") == ["write", "read"])
    #expect(folders.items[0]["type"] == "default")
    let tags = try bench.sandbox.ask(.dub, "GET", "/tags?pageSize=1&page=2")
    #expect(tags.json == [["id": "t2", "name": "Summer", "color": "red"]])
    #expect(
      try bench.sandbox.ask(.dub, "GET", "/folders?pageSize=51").problem
        == "unprocessable_entity too_big: pageSize: Max page size is 50.")
    #expect(try bench.sandbox.ask(.dub, "GET", "/tags?pageSize=101").status == 422)
    #expect(try bench.sandbox.ask(.dub, "GET", "/tags?page=\(Int.max)").json == [])
  }

  @Test("lists filter by tag, tenant and domain, and widen to folders then")
  func filters() throws {
    let bench = try bench()
    _ = try bench.create(
      """
      [{"url":"https://x.example","key":"x","tenantId":"ten","folderId":"open"},
       {"url":"https://y.example","key":"y","domain":"two.example.com","tagIds":["t2"]}]
      """)
    func keys(_ query: String) throws -> [String] {
      try bench.sandbox.ask(.dub, "GET", "/links?" + query).texts("key")
    }
    #expect(try keys("tenantId=ten") == ["x"])
    #expect(try keys("tagIds=t1,t2") == ["y", "a"])
    #expect(try keys("tagNames=SPRING") == ["a"])
    #expect(try keys("tagId=t2") == ["y"])
    #expect(try keys("domain=two.example.com") == ["y"])
    #expect(try keys("domain=go.example.com") == ["x", "b", "a"])
    #expect(try keys("search=x.example") == ["x"])
  }
}
