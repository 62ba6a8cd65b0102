// What the Dub stand-in refuses of a create: the whole request or one row (Dub dossier, sections 1.1,
// 1.2, 1.4 and 5.1).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubCreateRefusalTests {
  @Test(
    "the schema refuses the whole request and names the first problem only",
    arguments: [
      ("[]", "too_small: : No links created – you must provide at least one link."),
      ("{}", "invalid_type: : Invalid input: expected array, received object"),
      ("[{}]", "invalid_type: [0].url: Invalid input: expected string, received undefined"),
      (
        #"[{"url":null}]"#, "invalid_type: [0].url: Invalid input: expected string, received null"
      ),
      ("[1]", "invalid_type: [0]: Invalid input: expected object, received number"),
      (
        #"[{"url":"u","archived":"yes"}]"#,
        "invalid_type: [0].archived: Invalid input: expected boolean, received string"
      ),
      (
        #"[{"url":"u","proxy":null}]"#,
        "invalid_type: [0].proxy: Invalid input: expected boolean, received null"
      ),
      (#"[{"url":"u"},{"url":"u","ios":"no"}]"#, "custom: [1].ios: Invalid URL"),
      (#"[{"url":"u","geo":{"DE":"no"}}]"#, "custom: [0].geo.DE: Invalid URL"),
      (#"[{"url":"u","expiredUrl":"no"}]"#, "custom: [0].expiredUrl: Invalid URL"),
      (
        #"[{"url":"u","externalId":""}]"#,
        "too_small: [0].externalId: Too small: expected string to have >=1 characters"
      ),
      (
        #"[{"url":"u","keyLength":2}]"#,
        "too_small: [0].keyLength: Too small: expected number to be >=3"
      ),
    ])
  func schema(body: String, message: String) throws {
    let bench = try DubBench()
    let reply = try bench.create(body)
    #expect(reply.status == 422)
    #expect(reply.problem == "unprocessable_entity \(message)")
    #expect(bench.count == 0)
  }

  @Test("a key of 190 characters is taken, one of 191 refuses the batch with its index")
  func keyLength() throws {
    let bench = try DubBench()
    let key = String(repeating: "k", count: 190)
    let row = #"{"url":"https://a.example"}"#
    let reply = try bench.create("[\(row),\(row),\(row),{\"url\":\"u\",\"key\":\"\(key)k\"}]")
    #expect(reply.status == 422)
    #expect(
      reply.problem
        == "unprocessable_entity too_big: [3].key: Too big: expected string to have <=190 characters"
    )
    #expect(bench.count == 0)
    #expect(try bench.create("[{\"url\":\"https://a.example\",\"key\":\"\(key)\"}]").status == 200)
  }

  @Test("a hundred rows are taken, one more is not")
  func batchLimit() throws {
    let bench = try DubBench()
    let rows = Array(repeating: #"{"url":"https://a.example"}"#, count: 101)
    let reply = try bench.create("[\(rows.joined(separator: ","))]")
    #expect(reply.status == 422)
    #expect(
      reply.problem
        == "unprocessable_entity too_big: : You can only create up to 100 links at a time.")
    #expect(bench.count == 0)
  }

  @Test("a body that is no JSON is a 400 in Dub's words", arguments: ["", "[", "nope"])
  func notJSON(body: String) throws {
    let reply = try DubBench().create(body)
    #expect(reply.status == 400)
    #expect(
      reply.problem
        == "bad_request Invalid JSON format in request body. Please ensure the request body is a valid JSON object."
    )
  }

  @Test("rows with literally the same domain and key refuse the batch; all but the last are listed")
  func duplicates() throws {
    let bench = try DubBench()
    let reply = try bench.create(
      """
      [{"url":"https://a.example","key":"a"}, {"url":"https://b.example","key":"a"},
       {"url":"https://c.example","domain":"d.example","key":"k"},
       {"url":"https://c.example","domain":"d.example","key":"k"},
       {"url":"https://c.example","domain":"d.example","key":"k"}]
      """)
    #expect(reply.status == 400)
    #expect(
      reply.problem == "bad_request Duplicate links found: undefined/a, d.example/k, d.example/k")
    #expect(bench.count == 0)
  }

  @Test(
    "a row is refused in Dub's words, with HTTP 200",
    arguments: [
      (#""url":"""#, "bad_request", "Missing destination URL"),
      (#""url":"nonsense""#, "unprocessable_entity", "Invalid destination URL"),
      (
        #""url":"https://a.example/?key=1","domain":"dub.sh""#, "unprocessable_entity",
        "Malicious URL detected"
      ),
      (#""url":"https://a.example","key":"a b""#, "unprocessable_entity", "Invalid key."),
      (#""url":"https://a.example","key":"_x""#, "unprocessable_entity", "Invalid key."),
      (#""url":"https://a.example","key":"x.php""#, "unprocessable_entity", "Invalid key."),
      (#""url":"https://a.example","key":".well-known/x""#, "unprocessable_entity", "Invalid key."),
      (#""url":"https://a.example","key":"/""#, "unprocessable_entity", "Invalid key."),
      (
        #""url":"https://a.example","key":"robots.txt""#, "forbidden",
        "robots.txt is a reserved path and cannot be used as a short link."
      ),
      (
        #""url":"https://a.example","key":"TAKEN""#, "conflict",
        "Duplicate key: This short link already exists."
      ),
      (
        #""url":"https://a.example","domain":"Go.example.com""#, "forbidden",
        "Domain does not belong to workspace."
      ),
      (
        #""url":"https://a.example","domain":"git.new""#, "unprocessable_entity",
        "Invalid destination URL. You can only create git.new short links for URLs with the domain \"github.com\"."
      ),
      (
        #""url":"https://a.example","proxy":true,"image":"data:image/png;base64,xx""#,
        "unprocessable_entity",
        "You cannot upload custom link preview images with bulk link creation."
      ),
      (
        #""url":"https://a.example","testVariants":[{"url":"https://v.example","percentage":50},{"url":"https://w.example","percentage":50}]"#,
        "unprocessable_entity", "Conversion tracking must be enabled to use A/B testing."
      ),
    ])
  func row(fields: String, code: String, message: String) throws {
    let bench = try DubBench { $0.links = [DubLink(id: "x", key: "taken")] }
    let reply = try bench.create("[{\(fields)},{\"url\":\"https://good.example\"}]")
    #expect(reply.status == 200)
    #expect(reply.texts("url")[0] == "https://good.example")
    #expect(reply.items[1]["code"]?.string == code)
    #expect(reply.items[1]["error"]?.string == message)
  }

  @Test("a key that a foreign workspace has is taken too")
  func foreignKey() throws {
    let bench = try DubBench { $0.links = [DubLink(id: "x", key: "a", workspace: "ws_other")] }
    let reply = try bench.create(#"[{"url":"https://a.example","key":"a"}]"#)
    #expect(reply.items[0]["code"] == "conflict")
    let info = "/links/info?domain=go.example.com&key=a"
    #expect(try bench.sandbox.ask(.dub, "GET", info).status == 401)
  }

  @Test("keys outside ASCII are stored in punycode, label by label")
  func punycode() throws {
    let bench = try DubBench()
    let reply = try bench.create(
      """
      [{"url":"https://a.example","key":"münchen"}, {"url":"https://b.example","key":"😀"},
       {"url":"https://c.example","key":"a.ü"}]
      """)
    #expect(reply.texts("key") == ["xn--mnchen-3ya", "xn--e28h", "a.xn--tda"])
    let info = "/links/info?domain=go.example.com&key="
    #expect(try bench.sandbox.ask(.dub, "GET", info + "xn--mnchen-3ya").status == 200)
    #expect(try bench.sandbox.ask(.dub, "GET", info + "m%C3%BCnchen").status == 404)
  }

  @Test("what a plan does not have is refused by row, webhooks refuse the whole request")
  func plan() throws {
    let bench = try DubBench { $0.plan = .free }
    let reply = try bench.create(
      """
      [{"url":"https://a.example","password":"p","ios":"https://i.example"},
       {"url":"https://a.example","trackConversion":true},
       {"url":"https://a.example","proxy":false}]
      """)
    #expect(
      reply.items.compactMap { $0["error"]?.string } == [
        "You can only use password protection and iOS targeting on a Pro plan and above. Upgrade to Pro to use these features.",
        "You can only use conversion tracking on a Business plan and above. Upgrade to Business to use these features.",
      ])
    #expect(bench.count == 1)
    let webhooks = try bench.create(#"[{"url":"https://a.example","webhookIds":["wh_1"]}]"#)
    #expect(webhooks.status == 403)
    #expect(
      webhooks.problem
        == "forbidden You can only use webhooks on a Business plan and above. Upgrade to Business to use this feature."
    )
    #expect(bench.count == 1)
  }

  @Test("a batch above the quota is exceeded_limit, a smaller one fits, then it is forbidden")
  func quota() throws {
    let bench = try DubBench {
      $0.quota = 3
      $0.plan = .free
    }
    let row = #"{"url":"https://a.example"}"#
    let words =
      "You've reached your monthly limit of 3 links on the Free plan. Go yearly for 12x usage upfront, or upgrade for higher limits."
    let four = try bench.create("[\(row),\(row),\(row),\(row)]")
    #expect(four.status == 403)
    #expect(four.problem == "exceeded_limit \(words)")
    #expect(bench.count == 0)
    #expect(try bench.create("[\(row),\(row)]").status == 200)
    #expect(try bench.createOne(row).status == 200)
    // Before the body is read, and whatever was deleted since.
    _ = try bench.sandbox.ask(.dub, "DELETE", "/links/\(bench.sandbox.ids(of: .dub)[0])")
    for body in ["[\(row)]", "nope"] {
      let full = try bench.create(body)
      #expect(full.status == 403)
      #expect(full.problem == "forbidden \(words)")
    }
    #expect(try bench.createOne(row).problem == "forbidden \(words)")
    #expect(try bench.upsert(#"{"url":"https://u.example"}"#).status == 200)
  }

  @Test("dropped rows count against the quota; an enterprise has none")
  func droppedRowsCount() throws {
    let body = #"[{"url":"https://a.example","key":"a"},{"url":"https://b.example","key":"A"}]"#
    let bench = try DubBench { $0.quota = 2 }
    #expect(try bench.create(body).items.count == 1)
    #expect(try bench.create(#"[{"url":"https://c.example"}]"#).status == 403)
    let large = try DubBench {
      $0.quota = 0
      $0.plan = .enterprise
    }
    #expect(try large.create(body).status == 200)
  }

  @Test("a key without links.write may not create or change")
  func missingScope() throws {
    let bench = try DubBench(links: 1)
    let key = "Bearer \(SandboxKey.dubReadOnly)"
    for (method, target) in [
      ("POST", "/links"), ("POST", "/links/bulk"), ("PATCH", "/links/bulk"),
      ("PUT", "/links/upsert"), ("PATCH", "/links/\(SeededID.dub(1))"),
    ] {
      let reply = try bench.sandbox.ask(.dub, method, target, key: key, body: "[]")
      #expect(reply.problem?.contains("'links.write'") == true, "\(method) \(target)")
    }
  }

  @Test("faults befall creates: the link is made and the answer lost")
  func faults() throws {
    let rule = try FaultRule(parsing: "dub create first=1 act-then-status=500")
    let sandbox = try Sandbox.forTest { $0.faults = [rule] }
    let body = #"[{"url":"https://a.example","key":"a"}]"#
    #expect(try sandbox.ask(.dub, "POST", "/links/bulk", body: body).status == 500)
    #expect(sandbox.linkCount(of: .dub) == 1)
    let again = try sandbox.ask(.dub, "POST", "/links/bulk", body: body)
    #expect(again.items[0]["code"] == "conflict")
  }
}
