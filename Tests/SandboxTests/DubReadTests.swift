// The Dub stand-in's look-ups and lists (Dub dossier, sections 2, 2.1 and 10).

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DubReadTests {
  private func shownIDs(_ sandbox: Sandbox, _ query: String) throws -> [String] {
    let reply = try sandbox.ask(.dub, "GET", "/links" + query)
    #expect(reply.status == 200)
    return reply.json?.array?.compactMap { $0["id"]?.string } ?? []
  }

  private func folders() throws -> Sandbox {
    try Sandbox.forTest { options in
      options.dub.folders = [
        DubFolder(id: "f", access: .read), DubFolder(id: "mega", access: .write, isMega: true),
        DubFolder(id: "secret", access: .none),
      ]
      options.dub.links = [
        DubLink(id: "plain"), DubLink(id: "archived", isArchived: true),
        DubLink(id: "foldered", folderID: "f"), DubLink(id: "large", folderID: "mega"),
        DubLink(id: "hidden", folderID: "secret"),
        DubLink(id: "foreign", workspace: "ws_other"),
      ]
    }
  }

  @Test("an unfiltered list shows links in no folder and hides archived ones")
  func unfilteredScope() throws {
    let sandbox = try folders()
    #expect(try shownIDs(sandbox, "") == ["plain"])
    #expect(try shownIDs(sandbox, "?showArchived=true") == ["archived", "plain"])
  }

  @Test("linkIds widens the scope to readable folders that are not mega")
  func linkIDsScope() throws {
    let sandbox = try folders()
    let all = "plain,archived,foldered,large,hidden,foreign,unknown"
    #expect(try shownIDs(sandbox, "?linkIds=\(all)") == ["foldered", "plain"])
    #expect(
      try shownIDs(sandbox, "?linkIds=\(all)&showArchived=TRUE") == [
        "foldered", "archived", "plain",
      ])
    #expect(try shownIDs(sandbox, "?linkIds=\(all)&folderId=mega") == ["large"])
  }

  @Test("a filter by user does not widen the scope, one by tenant does")
  func people() throws {
    let sandbox = try folders()
    #expect(try shownIDs(sandbox, "?userId=user_sandbox") == ["plain"])
    #expect(try shownIDs(sandbox, "?userId=user_other") == [])
    #expect(try shownIDs(sandbox, "?partnerId=pn_1") == [])
    #expect(
      try sandbox.ask(.dub, "PATCH", "/links/plain", body: #"{"tenantId":"t"}"#).status == 200)
    #expect(try shownIDs(sandbox, "?tenantId=t") == ["plain"])
  }

  @Test("a folder that is not there is a 404, one without access a 403")
  func folderFilter() throws {
    let sandbox = try folders()
    #expect(try sandbox.ask(.dub, "GET", "/links?folderId=nope").status == 404)
    #expect(try sandbox.ask(.dub, "GET", "/links?folderId=secret").status == 403)
    #expect(try shownIDs(sandbox, "?folderId=unsorted") == ["plain"])
  }

  @Test("pages are of a hundred links, newest first, and never larger")
  func pages() throws {
    let sandbox = try Sandbox.forTest(links: 150)
    let first = try shownIDs(sandbox, "")
    #expect(first == (51...150).reversed().map(SeededID.dub))
    #expect(try shownIDs(sandbox, "?page=2") == (1...50).reversed().map(SeededID.dub))
    #expect(try shownIDs(sandbox, "?page=2&pageSize=2") == [148, 147].map(SeededID.dub))
    let large = try sandbox.ask(.dub, "GET", "/links?pageSize=101")
    #expect(large.status == 422)
    #expect(
      large.json?["error"]?["message"] == "too_big: pageSize: Max page size is 100.")
    #expect(try sandbox.ask(.dub, "GET", "/links?page=1001").status == 422)
  }

  @Test("cursors go by descending ID, and a deleted one is refused")
  func cursors() throws {
    let sandbox = try Sandbox.forTest(links: 5)
    let middle = SeededID.dub(3)
    #expect(try shownIDs(sandbox, "?startingAfter=\(middle)") == [2, 1].map(SeededID.dub))
    #expect(try shownIDs(sandbox, "?endingBefore=\(middle)") == [5, 4].map(SeededID.dub))
    #expect(
      try shownIDs(sandbox, "?endingBefore=\(SeededID.dub(2))&pageSize=2")
        == [4, 3].map(SeededID.dub))
    let both = try sandbox.ask(.dub, "GET", "/links?startingAfter=a&endingBefore=b")
    #expect(
      both.json?["error"]?["message"]
        == "You cannot use both startingAfter and endingBefore at the same time.")
    _ = try sandbox.ask(.dub, "DELETE", "/links/\(middle)")
    let gone = try sandbox.ask(.dub, "GET", "/links?startingAfter=\(middle)")
    #expect(gone.status == 422)
    #expect(
      gone.json?["error"]?["message"] == "Invalid cursor: the provided ID does not exist.")
  }

  @Test("a look-up takes an ID, an external ID with its prefix, or domain and key")
  func lookUp() throws {
    let sandbox = try Sandbox.forTest { options in
      options.dub.links = [
        DubLink(id: "a", externalID: "x", key: "spring"), DubLink(id: "root", key: "_root"),
      ]
    }
    for target in [
      "/links/a", "/links/ext_x", "/links/info?linkId=a", "/links/info?linkId=ext_x",
      "/links/info?externalId=ext_x", "/links/info?domain=go.example.com&key=spring",
      "/links/info?linkId=a&domain=go.example.com&key=nope",
    ] {
      #expect(try sandbox.ask(.dub, "GET", target).json?["id"] == "a", "\(target)")
    }
    let root = try sandbox.ask(.dub, "GET", "/links/info?domain=go.example.com")
    #expect(root.json?["id"] == "root")
  }

  @Test(
    "a look-up that fails says so in Dub's words",
    arguments: [
      (
        "/links/info", 400,
        "You must provide a domain and a key or a linkId or an externalId to retrieve a link."
      ),
      (
        "/links/info?externalId=x", 400,
        "Invalid externalId. Did you forget to prefix it with `ext_`?"
      ),
      ("/links/info?linkId=nope", 404, "Link not found."), ("/links/nope", 404, "Link not found."),
      ("/links/foreign", 401, "Link does not belong to workspace ws_sandbox."),
      (
        "/links/hidden", 403, "You are not allowed to perform this action on this folder."
      ), ("/links/info?domain=go.example.com&key=nope", 404, "Link not found."),
    ])
  func failedLookUp(target: String, status: Int, message: String) throws {
    let reply = try folders().ask(.dub, "GET", target)
    #expect(reply.status == status)
    #expect(reply.json?["error"]?["message"]?.string == message)
  }

  @Test("an order that there is not is refused, and every other one is taken")
  func orders() throws {
    let sandbox = try Sandbox.forTest(links: 2)
    for order in ["createdAt", "clicks", "saleAmount", "lastClicked"] {
      #expect(try shownIDs(sandbox, "?sortBy=\(order)").count == 2)
    }
    let refused = try sandbox.ask(.dub, "GET", "/links?sortBy=nope")
    #expect(refused.status == 422)
    #expect(
      refused.json?["error"]?["message"]?.string
        == "invalid_value: sortBy: Invalid option: expected one of "
        + #""createdAt"|"clicks"|"saleAmount"|"lastClicked""#)
  }

  @Test("a count is of what a list shows, and with groupBy of folders too")
  func counts() throws {
    let sandbox = try folders()
    func count(_ query: String) throws -> String? {
      let reply = try sandbox.ask(.dub, "GET", "/links/count" + query)
      return reply.status == 200 ? reply.text : "\(reply.status)"
    }
    #expect(try count("") == "1")
    #expect(try count("?showArchived=true") == "2")
    #expect(try count("?folderId=f") == "1")
    #expect(try count("?folderId=nope") == "404")
    #expect(try count("?groupBy=nope") == "422")
    #expect(
      try count("?groupBy=domain&showArchived=true") == #"[{"domain":"go.example.com","_count":3}]"#
    )
    // By folder Dub counts in all of them, whatever may be read there (`get-links-count.ts`).
    #expect(
      try count("?groupBy=folderId")
        == #"[{"folderId":"f","_count":1},{"folderId":"mega","_count":1},"#
        + #"{"folderId":"secret","_count":1},{"folderId":null,"_count":1}]"#)
  }

  @Test("the workspace's domains are listed, the primary one marked")
  func domains() throws {
    let sandbox = try Sandbox.forTest { $0.dub.domains = ["a.example", "b.example"] }
    let reply = try sandbox.ask(.dub, "GET", "/domains")
    #expect(reply.texts("slug") == ["a.example", "b.example"])
    #expect(reply.items.map { $0["primary"]?.bool } == [true, false])
    for name in [
      "id", "verified", "archived", "placeholder", "expiredUrl", "notFoundUrl", "logo",
      "assetLinks", "appleAppSiteAssociation", "createdAt", "updatedAt", "registeredDomain",
    ] { #expect(reply.items.first?[name] != nil, "\(name)") }
    #expect(try sandbox.ask(.dub, "GET", "/domains?search=b.ex").texts("slug") == ["b.example"])
    #expect(try sandbox.ask(.dub, "GET", "/domains?archived=true").items.isEmpty)
    #expect(try sandbox.ask(.dub, "GET", "/domains?pageSize=51").status == 422)
  }

  @Test("a folder says when it was made and changed")
  func folderDates() throws {
    let folder = try folders().ask(.dub, "GET", "/folders").items.first
    #expect(folder?["createdAt"]?.string == "2024-01-01T00:00:00.000Z")
    #expect(folder?["updatedAt"]?.string == "2024-01-01T00:00:00.000Z")
  }

  @Test("a link is shown with the fields of Dub's schema")
  func fields() throws {
    let sandbox = try Sandbox.forTest(links: 1)
    let link = try sandbox.ask(.dub, "GET", "/links/\(SeededID.dub(1))").json
    #expect(link?["workspaceId"] == "ws_sandbox")
    #expect(link?["shortLink"] == "https://go.example.com/s1")
    #expect(link?["createdAt"] == "2024-01-01T00:00:00.001Z")
    #expect(link?["externalId"] == .null)
    #expect(link?["tags"] == [])
    #expect(link?["linkRetentionCleanupDisabledAt"] == .null)
    #expect(link?["saleAmount"] == 0)
  }
}
