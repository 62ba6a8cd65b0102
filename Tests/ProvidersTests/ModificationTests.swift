import HTTP
import Providers
import Records
import Testing

/// Changes at each provider: the request, and what its answer says of each link.
@Suite struct ModificationTests {
  private let dub: any Modification

  init() throws { dub = try #require(Dub().modification) }

  private func edits(_ ids: [String], _ change: JSONObject) throws -> [Edit] {
    try ids.map { try dub.edit(LinkID($0), change, allowingUnknown: false) }
  }

  private func text(_ request: HTTPRequest) -> String {
    request.method.rawValue + " " + request.target + " "
      + String(decoding: request.body ?? [], as: UTF8.self)
  }

  @Test("Dub's bulk change names link IDs as they are and external IDs without their prefix")
  func requests() throws {
    let own = try edits(["link_1", "link_2"], ["archived": true])
    #expect(
      text(dub.request(for: own))
        == #"PATCH /links/bulk {"linkIds":["link_1","link_2"],"data":{"archived":true}}"#)
    let external = try edits(["ext_a", "ext_ext_b"], ["archived": true])
    #expect(
      text(dub.request(for: external))
        == #"PATCH /links/bulk {"externalIds":["a","ext_b"],"data":{"archived":true}}"#)
    let alone = try edits(["ext_a/b"], ["key": "k"])
    #expect(text(dub.request(for: alone)) == #"PATCH /links/ext_a%2Fb {"key":"k"}"#)
    #expect(dub.request(for: own).isRepeatable && alone[0].group == nil)
  }

  @Test(
    "a link that is found by an external ID in other letters is changed, whatever is said besides")
  func otherLetters() throws {
    let edits = try edits(["ext_OWN", "ext_gone"], ["archived": true])
    let report = dub.read(
      answer(
        200,
        #"""
        [{"id":"link_1","externalId":"own"},
         {"error":"Link not found","code":"not_found","link":{"id":"OWN"}},
         {"error":"Link not found","code":"not_found","link":{"id":"gone"}}]
        """#), for: edits
    ).content
    #expect(report?.done[0]?.id == "link_1" && report?.notFound.keys.sorted() == [1])
  }

  @Test(
    "what the bulk call gets wrong travels alone",
    arguments: [
      (["url": "https://e.org/?a=1"], true), (["url": "https://e.org/?utm_source=x"], true),
      (["url": "https://e.org/#a"], true), (["expiresAt": "tomorrow"], true),
      (["expiresAt": nil], false), (["expiresAt": "2030-01-01T00:00:00Z"], false),
      (["ref": "x"], true), (["utm_term": nil], true), (["externalId": "x"], true),
      (["domain": "d.co"], true), (["tagIds": []], false), (["comments": "?"], false),
    ] as [(JSONObject, Bool)])
  func alone(change: JSONObject, isAlone: Bool) throws {
    #expect(try (edits(["link_1"], change)[0].group == nil) == isAlone)
  }

  @Test("Dub's documented answer: updated, not found and refused, told by their IDs")
  func report() throws {
    let edits = try edits(["link_a", "link_b", "xxx", "LINK_C"], ["archived": true])
    let body = """
      [{"id":"link_c"},{"id":"link_a"},
       {"error":"Link not found","code":"not_found","link":{"id":"xxx"}},
       {"error":"Invalid destination URL.","code":"unprocessable_entity","link":{"id":"link_b"}}]
      """
    let report = try #require(dub.read(answer(200, body), for: edits).content)
    #expect(report.done.mapValues(\.id) == [0: "link_a", 3: "link_c"])
    #expect(Set(report.notFound.keys) == [2])
    #expect(report.refused[1]?.code == "unprocessable_entity")
  }

  @Test("an external ID that is not found is named in the place of an ID, without its prefix")
  func externalNotFound() throws {
    let edits = try edits(["ext_a", "ext_b"], ["archived": true])
    let body = """
      [{"id":"link_1","externalId":"b"},
       {"error":"Link not found","code":"not_found","link":{"id":"a"}}]
      """
    let report = try #require(dub.read(answer(200, body), for: edits).content)
    #expect(Set(report.done.keys) == [1] && Set(report.notFound.keys) == [0])
  }

  @Test("a change that no link can have refuses every row at once")
  func aboutTheChange() throws {
    let edits = try edits(["link_a", "link_b"], ["tagIds": ["x"]])
    for (status, code, words) in [
      (422, "unprocessable_entity", "Invalid tagIds detected: x"),
      (404, "not_found", "Folder not found."),
      (403, "forbidden", "You are not allowed to perform this action on this folder."),
    ] {
      let body = #"{"error":{"code":"\#(code)","message":"\#(words)"}}"#
      let report = dub.read(answer(status, body, ["X-RateLimit-Limit": "60"]), for: edits).content
      #expect(report?.refused.count == 2, "\(words)")
    }
  }

  @Test(
    "an answer of other links proves nothing",
    arguments: [#"[{"id":"other"}]"#, "[1]", "{}]", #""No links to update""#, "<html>"])
  func unreadable(body: String) throws {
    let edits = try edits(["link_a", "link_b"], ["archived": true])
    #expect(dub.read(answer(200, body), for: edits).isFault)
  }

  @Test("Hoko's answer is in the order of the request, and another order is no answer")
  func hoko() throws {
    let hoko = try #require(Hoko().modification)
    let ids = ["550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001"]
    let edits = try ids.map {
      try hoko.edit(LinkID($0), ["utm": ["source": nil]], allowingUnknown: false)
    }
    #expect(edits[0].group == edits[1].group)
    #expect(
      text(hoko.request(for: [edits[0]]))
        == #"PUT /api/links [{"id":"\#(ids[0])","utm":{"source":null}}]"#)
    let body = #"[{"id":"\#(ids[0].uppercased())"},{"id":"\#(ids[1])"}]"#
    #expect(hoko.read(answer(200, body), for: edits).content?.done.count == 2)
    #expect(hoko.read(answer(200, body), for: edits.reversed()).isFault)
    #expect(hoko.read(answer(200, "[]"), for: edits).isFault)
  }

  @Test("ShortPen changes one link a request; a 404 in its form is about the link")
  func shortPen() throws {
    let pen = try #require(ShortPen().modification)
    let edit = try pen.edit(LinkID("501"), ["title": "x"], allowingUnknown: false)
    #expect(text(pen.request(for: [edit])) == #"PUT /v1/links {"url_id":501,"title":"x"}"#)
    let missing = #"{"success":false,"status_code":404,"message":"Link not found"}"#
    #expect(pen.read(answer(404, missing), for: [edit]).content?.notFound.count == 1)
    let done = #"{"success":true,"status_code":200,"data":{"link":"https://p.co/x"}}"#
    #expect(pen.read(answer(200, done), for: [edit]).content?.done.count == 1)
  }
}
