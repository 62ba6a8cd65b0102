// The Short.io stand-in's calls for many links (others-2.md, section 1).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct ShortIOBulkTests {
  private func create(_ bench: RuledBench, _ rows: [String], more: String = "") throws -> Reply {
    let links = rows.joined(separator: ",")
    return try bench.ask(
      "POST", "/links/bulk", #"{"domain":"go.example.com"\#(more),"links":[\#(links)]}"#)
  }

  private func row(_ number: Int) -> String {
    #"{"path":"r\#(number)","originalURL":"https://a.example/\#(number)"}"#
  }

  private func many(_ bench: RuledBench, _ method: String, _ path: String, _ ids: [String]) throws
    -> Reply
  {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    return try bench.ask(method, path, #"{"tag":"t","link_ids":[\#(list)]}"#)
  }

  @Test("the answer is an array with an error in the place of what failed; the others are made")
  func created() throws {
    let bench = try RuledBench(.shortio)
    let reply = try create(
      bench, [row(1), #"{"path":"x","originalURL":"nonsense"}"#, "7", row(2), row(1)])
    #expect(reply.status == 200)
    let items = reply.items
    #expect(items.map { $0["success"] } == [true, false, false, true, true])
    #expect(items.map { $0["status"] } == [nil, 400, 400, nil, nil])
    #expect(items[1]["error"]?.string?.isEmpty == false)
    #expect(items.map { $0["duplicate"] } == [false, nil, nil, false, true])
    #expect(items[4]["idString"] == items[0]["idString"])
    #expect(bench.count == 2)
    #expect(bench.counters.total(.create) == 1)
  }

  @Test("folder and duplicates are said once for all, or by the row")
  func together() throws {
    let bench = try RuledBench(.shortio)
    let url = #"{"originalURL":"https://a.example"}"#
    let merged = try create(bench, [url, url], more: #","folderId":"f1""#).items
    #expect(merged.map { $0["FolderId"] } == ["f1", "f1"])
    #expect(bench.count == 1)
    _ = try create(bench, [url, url], more: #","allowDuplicates":true"#)
    #expect(bench.count == 3)
    _ = try create(bench, [#"{"originalURL":"https://a.example","allowDuplicates":true}"#, url])
    #expect(bench.count == 4)
  }

  @Test("1,000 links are taken in one call, one more is refused")
  func most() throws {
    let bench = try RuledBench(.shortio)
    #expect(try create(bench, (1...1001).map(row)).status == 400)
    #expect(bench.count == 0)
    #expect(try create(bench, (1...1000).map(row)).items.count == 1000)
    #expect(try create(bench, []).status == 400)
    #expect(
      try bench.ask("POST", "/links/bulk", #"{"domain":"x.example","links":[{}]}"#).status == 404)
  }

  @Test("the order of the answer, and its length, are as chosen")
  func order() throws {
    for (order, paths) in [(ShortIOOptions.Order.kept, ["r1", "r2"]), (.reversed, ["r2", "r1"])] {
      let bench = try RuledBench(.shortio) { $0.shortIO.order = order }
      #expect(try create(bench, [row(1), row(2)]).texts("path") == paths)
    }
    let bench = try RuledBench(.shortio) { $0.shortIO.shortAnswerAfter = 1 }
    let counts = try [1, 3, 5].map { try create(bench, [row($0), row($0 + 1)]).items.count }
    #expect(counts == [2, 1, 2])
    #expect(bench.count == 6)
  }

  @Test("a used-up plan is an error of the rows beyond it")
  func quota() throws {
    let bench = try RuledBench(.shortio) { $0.shortIO.quota = 1 }
    let items = try create(bench, [row(1), row(2)]).items
    #expect(items[1] == ["error": "Link limit is reached", "status": 402, "success": false])
  }

  @Test("150 IDs are taken by deletes and archives, and one flag answers for all")
  func deleted() throws {
    let bench = try RuledBench(.shortio, links: 152)
    let ids = bench.sandbox.ids(of: .shortio)
    for (method, path) in [
      ("DELETE", "/links/delete_bulk"), ("POST", "/links/archive_bulk"),
      ("POST", "/links/unarchive_bulk"),
    ] {
      let reply = try many(bench, method, path, Array(ids.prefix(151)))
      #expect(reply.status == 400)
      #expect(reply.json?["error"]?.string?.isEmpty == false)
    }
    #expect(try many(bench, "POST", "/links/archive_bulk", [ids[151]]).json == ["success": true])
    #expect(bench.link(ids[151])?["archived"] == true)
    #expect(try many(bench, "POST", "/links/unarchive_bulk", [ids[151]]).status == 200)
    #expect(bench.link(ids[151])?["archived"] == false)
    let reply = try many(bench, "DELETE", "/links/delete_bulk", Array(ids.prefix(150)))
    #expect(reply.json == ["success": true])
    #expect(bench.sandbox.ids(of: .shortio) == Array(ids.suffix(2)))
    #expect(bench.counters.deleted == 150)
  }

  @Test(
    "what unknown IDs do to a bulk call is as chosen", arguments: ShortIOOptions.UnknownIDs.allCases
  )
  func unknown(choice: ShortIOOptions.UnknownIDs) throws {
    let bench = try RuledBench(.shortio, links: 2) { $0.shortIO.unknownIDs = choice }
    let reply = try many(
      bench, "DELETE", "/links/delete_bulk", [bench.id(1), bench.id(99), bench.id(2)])
    #expect(reply.status == (choice == .notFound ? 404 : 200))
    if choice != .notFound { #expect(reply.json?["success"] == .bool(choice == .passedOver)) }
    #expect((reply.json?["error"] != nil) == (choice != .passedOver))
    #expect(bench.count == (choice == .passedOver || choice == .reported ? 0 : 2))
  }

  @Test(
    "IDs that are none refuse the call",
    arguments: [#"{"link_ids":[]}"#, #"{"link_ids":["7"]}"#, #"{"links":["lnk_a_b"]}"#, "[]", ""])
  func badIDs(body: String) throws {
    let bench = try RuledBench(.shortio, links: 1)
    #expect(try bench.ask("DELETE", "/links/delete_bulk", body).status == 400)
    #expect(bench.count == 1)
  }

  @Test("a tag is added to any number of links, once to each")
  func tags() throws {
    let bench = try RuledBench(.shortio, links: 200)
    let ids = bench.sandbox.ids(of: .shortio)
    for _ in 0..<2 { #expect(try many(bench, "POST", "/tags/bulk", ids).status == 200) }
    #expect(bench.sandbox.links(of: .shortio).allSatisfy { $0["tags"] == ["t"] })
    #expect(try bench.ask("POST", "/tags/bulk", #"{"link_ids":["\#(ids[0])"]}"#).status == 400)
  }
}
