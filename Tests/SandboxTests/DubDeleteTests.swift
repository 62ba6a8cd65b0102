// The Dub stand-in's deletes, as the pages and the dossier have them (sections 1.5, 2 and 10).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubDeleteTests {
  private func delete(_ sandbox: Sandbox, _ query: String) throws -> Reply {
    try sandbox.ask(.dub, "DELETE", "/links/bulk" + query)
  }

  @Test("two real IDs and an unknown one are a count of two")
  func countsRealIDs() throws {
    let sandbox = try Sandbox.forTest(links: 3)
    let ids = [SeededID.dub(1), "link_unknown", SeededID.dub(3)]
    let reply = try delete(sandbox, "?linkIds=" + ids.joined(separator: ","))
    #expect(reply.status == 200)
    #expect(reply.json == ["deletedCount": 2])
    #expect(sandbox.ids(of: .dub) == [SeededID.dub(2)])
    #expect(sandbox.counters(of: .dub).deleted == 2)
  }

  @Test("a repeated delete is a count of zero")
  func repeatedIsZero() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    _ = try delete(sandbox, "?linkIds=" + SeededID.dub(1))
    #expect(try delete(sandbox, "?linkIds=" + SeededID.dub(1)).json == ["deletedCount": 0])
  }

  @Test("IDs are trimmed, encoded commas separate, duplicates collapse")
  func splitsTheList() throws {
    let sandbox = try Sandbox.forTest(links: 3)
    let list = "%20\(SeededID.dub(1))+%2C\(SeededID.dub(2)),,\(SeededID.dub(1))"
    #expect(try delete(sandbox, "?linkIds=" + list).json == ["deletedCount": 2])
    #expect(sandbox.linkCount(of: .dub) == 1)
  }

  @Test("the last linkIds parameter wins")
  func lastParameterWins() throws {
    let sandbox = try Sandbox.forTest(links: 2)
    let query = "?linkIds=\(SeededID.dub(1))&linkIds=\(SeededID.dub(2))"
    #expect(try delete(sandbox, query).json == ["deletedCount": 1])
    #expect(sandbox.ids(of: .dub) == [SeededID.dub(1)])
  }

  @Test("ext_ names an external ID, and only its first prefix is taken off")
  func externalIDs() throws {
    let sandbox = try Sandbox.forTest { options in
      options.dub.links = [
        DubLink(id: "a", externalID: "order-1"), DubLink(id: "b", externalID: "ext_2"),
        DubLink(id: "c", externalID: "2"),
      ]
    }
    let reply = try delete(sandbox, "?linkIds=ext_order-1,ext_ext_2")
    #expect(reply.json == ["deletedCount": 2])
    #expect(sandbox.ids(of: .dub) == ["c"])
    #expect(sandbox.holds("ext_2", at: .dub))
  }

  @Test("a plus sign in an external ID must be sent as %2B")
  func plusIsABlank() throws {
    let sandbox = try Sandbox.forTest { $0.dub.links = [DubLink(id: "a", externalID: "1+1")] }
    #expect(try delete(sandbox, "?linkIds=ext_1+1").json == ["deletedCount": 0])
    #expect(try delete(sandbox, "?linkIds=ext_1%2B1").json == ["deletedCount": 1])
  }

  @Test("foreign, root and foldered links without write permission are skipped in silence")
  func skipsInSilence() throws {
    let sandbox = try Sandbox.forTest { options in
      options.dub.folders = [
        DubFolder(id: "open", access: .write), DubFolder(id: "shut", access: .read),
      ]
      options.dub.links = [
        DubLink(id: "foreign", workspace: "ws_other"), DubLink(id: "root", key: "_root"),
        DubLink(id: "open", folderID: "open"), DubLink(id: "shut", folderID: "shut"),
        DubLink(id: "lost", folderID: "no-such-folder"),
        DubLink(id: "archived", isArchived: true),
      ]
    }
    let reply = try delete(sandbox, "?linkIds=foreign,root,open,shut,lost,archived")
    #expect(reply.json == ["deletedCount": 2])
    #expect(sandbox.ids(of: .dub) == ["foreign", "root", "shut", "lost"])
  }

  @Test(
    "a delete without IDs is a 400 in Dub's words", arguments: ["", "?linkIds=", "?linkIds=%20,"])
  func withoutIDs(query: String) throws {
    let reply = try delete(try Sandbox.forTest(links: 1), query)
    #expect(reply.status == 400)
    #expect(reply.json?["error"]?["code"] == "bad_request")
    #expect(
      reply.json?["error"]?["message"]
        == "Please provide linkIds to delete. You may use `linkId` or `externalId` prefixed with `ext_` as comma separated values."
    )
    #expect(
      reply.json?["error"]?["doc_url"]
        == "https://dub.co/docs/api-reference/errors#bad-request")
  }

  @Test("more than a hundred IDs are taken, as no maximum is enforced")
  func moreThanAHundred() throws {
    let sandbox = try Sandbox.forTest(links: 150)
    let ids = sandbox.ids(of: .dub).joined(separator: ",")
    #expect(try delete(sandbox, "?linkIds=" + ids).json == ["deletedCount": 150])
  }

  @Test("a target above 14,000 bytes is a 414 page of HTML and deletes nothing")
  func longTarget() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let query = "?linkIds=\(SeededID.dub(1)),"
    let fitting = query + String(repeating: "x", count: 14_000 - 11 - query.utf8.count)
    let reply = try delete(sandbox, fitting + "x")
    #expect(reply.status == 414)
    #expect(reply["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(reply["X-RateLimit-Limit"] == nil)
    #expect(sandbox.linkCount(of: .dub) == 1)
    #expect(try delete(sandbox, fitting).json == ["deletedCount": 1])
  }

  @Test("a single delete answers with the ID, then 404")
  func singleDelete() throws {
    let sandbox = try Sandbox.forTest { options in
      options.dub.links = [
        DubLink(id: "a", externalID: "x"), DubLink(id: "root", key: "_root"),
        DubLink(id: "foreign", workspace: "ws_other"),
      ]
    }
    #expect(try sandbox.ask(.dub, "DELETE", "/links/ext_x").json == ["id": "a"])
    let gone = try sandbox.ask(.dub, "DELETE", "/links/a")
    #expect(gone.status == 404)
    #expect(gone.json?["error"]?["message"] == "Link not found.")
    let root = try sandbox.ask(.dub, "DELETE", "/links/root")
    #expect(root.status == 403)
    #expect(
      root.json?["error"]?["message"]
        == "You can't delete a custom domain link. You can delete the domain instead.")
    #expect(try sandbox.ask(.dub, "DELETE", "/links/foreign").status == 401)
    #expect(sandbox.ids(of: .dub) == ["root", "foreign"])
  }
}
