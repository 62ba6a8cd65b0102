import HTTP
import Providers
import Records
import TestSupport
import Testing

/// What of a row a link does not hold yet, and what the provider's own upsert tells.
@Suite struct UpsertionTests {
  private let dub: any Modification

  init() throws { dub = try #require(Dub().modification) }

  private func changed(_ link: JSONObject, _ row: JSONObject) -> [String] {
    dub.change(of: link, to: row).members.map(\.name)
  }

  @Test(
    "a destination is the same where Dub only writes it in another form",
    arguments: [
      (["url": "https://e.org/"], ["url": "e.org"]),
      (["url": "https://e.org/?a=%ZZ"], ["url": "https://e.org/?a=%ZZ"]),
      (["url": "https://e.org/a"], ["url": "e.org/a"]),
      (
        ["url": "https://e.org/?utm_source=a+b", "utm_source": "a b"],
        ["url": "https://E.org", "utm_source": "a b"]
      ),
      (
        ["url": "https://e.org/?q=1&utm_source=x", "utm_source": "x"], ["url": "https://e.org/?q=1"]
      ),
      (["url": "https://e.org/?ref=r"], ["url": "https://e.org", "ref": "r"]),
      (["url": "https://e.org"], ["url": "https://e.org", "utm_term": ""]),
      (["url": "https://e.org/?utm_term=x"], ["url": "https://e.org", "utm_term": " x "]),
      (["url": "https://xn--mnchen-3ya.example/stra%C3%9Fe"], ["url": "münchen.example/straße"]),
      (["url": "https://MÜNCHEN.example:443/straße"], ["url": "https://münchen.example/straße"]),
      (["url": "https://e.org/b%20c"], ["url": " https://e.org/a/../b c\n"]),
      (
        ["url": "https://e.org/b%20c?utm_term=x", "utm_term": "x"],
        ["url": "https://e.org/b c", "utm_term": "x"]
      ),
    ] as [(JSONObject, JSONObject)])
  func same(link: JSONObject, row: JSONObject) {
    #expect(changed(link, row).isEmpty)
  }

  @Test(
    "a destination that differs is sent with all that is merged into it",
    arguments: [
      (["url": "https://e.org/a"], ["url": "https://e.org/A"]),
      (["url": "https://e.org/?q=1"], ["url": "https://e.org/?q=2"]),
      (["url": "https://e.org/?a=1&b=2"], ["url": "https://e.org/?b=2&a=1"]),
      (["url": "http://e.org/"], ["url": "https://e.org/"]),
      (["url": "https://e.org/#a"], ["url": "https://e.org/#b"]),
      (
        ["url": "https://e.org/?utm_source=x", "utm_source": "x"],
        ["url": "https://e.org/", "utm_source": "y"]
      ),
      (
        ["url": "https://e.org/?utm_source=x", "utm_source": "x"],
        ["url": "https://e.org/", "utm_source": nil]
      ),
      (["url": "https://e.org/?ref=r"], ["url": "https://e.org"]),
      (["url": "https://e.org/?q=a+b"], ["url": "https://e.org/?q=a%20b"]),
      (["url": "https://e.org/c\u{E9}"], ["url": "https://e.org/ce\u{301}"]),
      (["url": "https://User@e.org/"], ["url": "https://user@e.org/"]),
      (["url": "https://e.org/?x=1&&y"], ["url": "https://e.org/?x=1&y="]),
      (["domain": "e.org"], ["url": "https://e.org"]),
    ] as [(JSONObject, JSONObject)])
  func different(link: JSONObject, row: JSONObject) {
    #expect(changed(link, row) == row.members.map(\.name))
  }

  @Test("fields are compared as Dub keeps them, and only those that differ are sent")
  func fields() {
    let link: JSONObject = [
      "url": "https://e.org", "domain": "go.e.org", "key": "xn--grn-ioa", "externalId": "a",
      "archived": false, "title": nil, "comments": "e\u{301}",
      "tags": [["id": "t1", "name": "One"], ["id": "t2", "name": "Two"]],
    ]
    let same: JSONObject = [
      "url": "https://e.org", "domain": "GO.e.org", "key": "/grün/", "externalId": "ext_a",
      "archived": false, "title": nil, "tagIds": " t2, t1", "folderId": "", "password": nil,
    ]
    #expect(changed(link, same).isEmpty)
    let other: JSONObject = [
      "url": "https://e.org", "archived": true, "title": "", "comments": "\u{E9}",
      "tagNames": ["one"], "externalId": "A", "geo": ["DE": "https://e.de"],
    ]
    #expect(changed(link, other) == other.members.map(\.name).filter { $0 != "url" })
    // Which of two ways to name tags wins is not the same in every call.
    let both = changed(
      link, ["url": "https://e.org", "tagIds": ["t1", "t2"], "tagNames": "One,Two"])
    #expect(both == ["tagIds", "tagNames"])
  }

  @Test("moments, texts that are cut and targets are compared as Dub writes them")
  func forms() {
    let long = String(repeating: "a", count: 300)
    let link: JSONObject = [
      "url": "https://e.org", "expiresAt": "2027-01-31T11:00:00.000Z",
      "title": .string(long.prefix(117) + "..."), "description": .string(long.prefix(237) + "..."),
      "ios": "https://e.org/", "expiredUrl": "https://e.org/%C3%BC",
    ]
    let same: JSONObject = [
      "url": "https://e.org", "expiresAt": "2027-01-31T12:00+01:00", "title": .string(long),
      "description": .string(long), "ios": "e.org", "expiredUrl": "https://e.org/ü",
    ]
    #expect(changed(link, same).isEmpty)
    let other: JSONObject = [
      "url": "https://e.org", "expiresAt": "2027-01-31T12:00Z", "title": .string("b" + long),
      "ios": "https://e.org/a",
    ]
    #expect(changed(link, other) == ["expiresAt", "title", "ios"])
  }

  @Test(
    "a change that left everything it names as it was has changed nothing, unless it is not shown")
  func asBefore() {
    let link: JSONObject = [
      "url": "https://e.org/?ref=a", "title": "t", "tags": [["id": "t1"]], "comments": nil,
    ]
    let changes: [(JSONObject, Bool)] = [
      (["title": "T"], true), (["tagNames": "x", "ref": "A"], true), (["password": "p"], false),
      (["title": "T", "video": "v"], false), (["comments": ""], true), (["image": nil], true),
    ]
    for (change, isAsBefore) in changes {
      #expect(dub.isAsBefore(link, link, by: change) == isAsBefore, "\(change)")
    }
    let changed = link.merging(["title": "T", "url": "https://e.org/?ref=b"])
    #expect(!dub.isAsBefore(link, changed, by: ["title": "T"]))
    #expect(!dub.isAsBefore(link, changed, by: ["ref": "b"]))
  }

  @Test("ShortPen's forms: a scheme that is added, and parameters without the empty ones")
  func shortPen() throws {
    let link: JSONObject = ["url": "https://e.org/", "params": ["a": "1"], "title": "t"]
    let modification = try #require(ShortPen().modification)
    let change = modification.change(
      of: link, to: ["url": "E.org", "param": ["a": "1", "b": ""], "title": "t", "tag_ids": [1]])
    #expect(change.members.map(\.name) == ["tag_ids"])
    #expect(!modification.isAsBefore(link, ["link": "https://s/x"], by: ["title": "t"]))
  }

  @Test("Hoko's objects are compared member by member, and what is not shown is sent")
  func hoko() throws {
    let link: JSONObject = ["url": "https://e.org", "utm": ["source": "a", "term": "b"]]
    let change = try #require(Hoko().modification).change(
      of: link, to: ["url": "https://E.org/", "utm": ["source": "a"], "title": "t"])
    #expect(change.members.map(\.name) == ["title"])
  }

  @Test("what Dub's upsert did is told by the dates of the link, on the server's own clock")
  func dates() throws {
    let call = try #require(Dub().upsertion?.call(for: .url))
    let row = try #require(Dub().creation).link(
      ["url": "https://e.org"], row: 1, allowingUnknown: false)
    func status(_ made: String, _ changed: String, since: Duration = .seconds(1)) throws -> Status?
    {
      let body =
        #"{"id":"link_1","url":"https://e.org","createdAt":"2026-11-20T\#(made).000Z","updatedAt":"2026-11-20T\#(changed).000Z"}"#
      let response = HTTPResponse(
        status: 200, headers: ["Date": "Fri, 20 Nov 2026 12:00:00 GMT"], body: [UInt8](body.utf8))
      let reply = Reply(response, sinceFirst: since)
      guard case .done(_, let status) = call.read(reply, for: [row]).content?.rows.first else {
        return nil
      }
      return status
    }
    #expect(try status("11:59:59", "11:59:59") == .created)
    #expect(try status("12:00:02", "12:00:02") == .created)
    #expect(try status("11:00:00", "11:59:58") == .updated)
    #expect(try status("11:00:00", "11:30:00") == .unchanged)
    #expect(try status("11:30:00", "11:30:00", since: .seconds(1_800)) == .created)
    // Too near to tell, from another clock, or no dates.
    #expect(try status("11:59:50", "11:59:50") == .updated)
    // The one before, just now, from a second run.
    #expect(try status("11:59:58", "11:59:58", since: .milliseconds(10)) == .updated)
    #expect(try status("12:10:00", "12:10:00") == .updated)
    #expect(try status("garbage!", "11:30:00") == .updated)
    let foreign = page(200, #"{"id":"l","url":"https://e.org","externalId":"b"}"#)
    let named = try #require(Dub().creation).link(
      ["url": "https://e.org", "externalId": "a"], row: 1, allowingUnknown: false)
    #expect(call.read(foreign, for: [named]).isFault)
    // What became of the URL is no matter.
    let link = ShownLink(
      id: "l", externalID: "b",
      object: ["id": "l", "url": "https://e.org", "externalId": "b"])
    #expect(call.read(foreign, for: [row]).content?.rows == [.done(link, as: .updated)])
  }

  @Test("a match by URL never goes where the upsert would not find the link again")
  func parameters() throws {
    let row: JSONObject = ["url": "https://e.org", "ref": "x"]
    let creation = try #require(Dub().creation)
    let link = try creation.link(row, row: 1, allowingUnknown: false)
    #expect(throws: InvalidLink.self) { try creation.name(of: link, by: .url) }
    let upsertion = try #require(Dub().upsertion)
    #expect(upsertion.call(for: .externalID) == nil && upsertion.call(for: .key) == nil)
    #expect(upsertion.call(for: .id) == nil)
  }
}
