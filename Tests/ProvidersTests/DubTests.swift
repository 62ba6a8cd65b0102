import HTTP
import Providers
import Testing

@Suite struct DubTests {
  private let dub = Dub()
  private let rateHeaders: HTTPHeaders = ["X-RateLimit-Limit": "60"]
  private let ids = ["link_1", "link_2"].map { LinkID($0) }

  private let deletion: any Deletion

  init() throws { deletion = try #require(dub.deletion) }

  /// What the answer to a list of IDs, or where there is one alone and `isList` does not say otherwise, to the
  /// read of that link tells.
  private func look(
    _ reply: Reply, for ids: [LinkID], isList: Bool = false
  ) throws -> Answer<[Sighting]> {
    let reading = dub.reading
    let reads = isList ? reading.reads(of: ids) : reading.exactReads(of: ids)
    return try reading.read(reply, of: #require(reads.first))
  }

  @Test("IDs and external IDs go into one comma-separated list, encoded")
  func request() {
    let request = deletion.request(for: ["link_1", "ext_a+b/ü"].map { LinkID($0) })
    #expect(request.method == .delete && request.body == nil && !request.isRepeatable)
    #expect(request.target == "/links/bulk?linkIds=link_1,ext_a%2Bb%2F%C3%BC")
  }

  @Test("the documented answer is a count")
  func count() {
    let report = deletion.read(answer(200, #"{"deletedCount":2}"#), for: ids).content
    #expect(report?.count == 2 && report?.rows == [.untold, .untold])
  }

  @Test(
    "a success that holds no count of the links that were sent is a lost answer",
    arguments: [
      "", "{}", "[]", #"{"deletedCount":-1}"#, #"{"deletedCount":3}"#, #"{"deletedCount":1.5}"#,
      #"{"deletedCount":"2"}"#,
      #"{"deletedCount":2"#, "<html>",
    ])
  func unreadable(body: String) {
    #expect(deletion.read(answer(200, body), for: ids).isFault)
  }

  @Test(
    "errors that speak of the key or its workspace stop the run",
    arguments: [
      (401, "unauthorized", "Unauthorized: Invalid API key."),
      (403, "forbidden", "The provided key does not have the required permissions"),
      (404, "not_found", "Workspace not found."), (409, "invite_pending", "pending"),
      (410, "invite_expired", "expired"),
    ])
  func keyRefused(status: Int, code: String, message: String) {
    let body = #"{"error":{"code":"\#(code)","message":"\#(message)","doc_url":"https://dub.co"}}"#
    let read = deletion.read(answer(status, body), for: ids)
    #expect(read.stop == .keyRefused(Refusal(code, message)))
  }

  @Test("a 404 that is not Dub's means that something else answers there")
  func wrongAddress() {
    let read = deletion.read(page(404, "<h1>"), for: ids)
    guard case .wrongAddress = read.stop else {
      Issue.record("read as \(read)")
      return
    }
  }

  @Test(
    "an answer in nobody's form is not believed at once, whatever its status, but for a 401 and a 407",
    arguments: [302, 400, 402, 403, 404, 405, 409, 418, 422])
  func strays(status: Int) {
    #expect(deletion.read(page(status, "<h1>"), for: ids).stray != nil)
    for status in [401, 407] {
      let read = deletion.read(page(status, "<h1>"), for: ids)
      #expect(read.stop != nil && read.stray == nil)
    }
  }

  @Test("a page with status 500 is a fault whose message does not repeat the page")
  func faultyPage() {
    let reply = page(500, "<h1>secret</h1>", ["Content-Type": "text/html; charset=utf-8"])
    guard case .fault(let why) = deletion.read(reply, for: ids) else {
      Issue.record("not a fault")
      return
    }
    #expect(why.code == "http_500" && why.message.contains("text/html"))
    #expect(!why.message.contains("secret"))
  }

  @Test("a redirect is never followed: it would carry the key away")
  func redirect() {
    let read = deletion.read(page(308, "", ["Location": "http://x/"]), for: ids)
    #expect(read.stop == .redirected(to: "http://x/"))
  }

  @Test("414 and 413 mean too much in one request", arguments: [413, 414])
  func tooLarge(status: Int) {
    guard case .tooLarge = deletion.read(page(status), for: ids) else {
      Issue.record("not too large")
      return
    }
  }

  @Test("the list is asked for archived links too, by up to 100 IDs; external IDs one by one")
  func lookUpRequests() {
    let ids = (0..<150).map { LinkID("link_\($0)") } + [LinkID("ext_7")]
    let reads = dub.reading.reads(of: ids)
    #expect(reads.map(\.ids.count) == [100, 50, 1])
    #expect(reads.flatMap(\.places) == Array(ids.indices))
    #expect(
      reads[0].request.target.hasPrefix("/links?showArchived=true&pageSize=100&linkIds=link_0,"))
    #expect(reads[2].request.target == "/links/info?externalId=ext_7")
  }

  @Test("a link that the list does not show may be in a folder that it leaves out")
  func notSeen() throws {
    let ids = [LinkID("link_A"), LinkID("link_b")]
    let read = try look(answer(200, #"[{"id":"link_a"}]"#), for: ids, isList: true)
    #expect(read.seen == [.there("link_a"), .notSeen])
  }

  @Test(
    "a link that was not asked for shows that the filter was not applied, which no resend mends")
  func filterNotApplied() throws {
    let read = try look(
      answer(200, #"[{"id":"link_z"}]"#), for: [LinkID("link_a")], isList: true)
    guard case .refused(let why, _) = read else {
      Issue.record("read as \(read)")
      return
    }
    #expect(why.code == "filter_ignored")
  }

  @Test("a 401 may be about another workspace's link or about the key")
  func foreignLink() throws {
    let body = #"{"error":{"code":"unauthorized","message":"Link does not belong to workspace"}}"#
    let id = LinkID("ext_1")
    #expect(try look(answer(401, body, rateHeaders), for: [id]).content == [.notThere])
    let key = #"{"error":{"code":"unauthorized","message":"Unauthorized: Invalid API key."}}"#
    #expect(try look(answer(401, key), for: [id]).stop != nil)
  }

  @Test("a single look-up is exact, for what the list did not show too")
  func info() throws {
    let id = LinkID("ext_1")
    let missing = answer(404, #"{"error":{"code":"not_found","message":"Link not found."}}"#)
    #expect(try look(missing, for: [id]).content == [.notThere])
    let there = answer(200, #"{"id":"link_9","externalId":"1","saleAmount":"0"}"#)
    #expect(try look(there, for: [id]).seen == [.there("link_9")])
    let own = dub.reading.exactReads(of: [LinkID("link_7"), id]).map(\.request.target)
    #expect(own == ["/links/info?linkId=link_7", "/links/info?externalId=ext_1"])
    let seen = answer(200, #"{"id":"link_7"}"#)
    #expect(try look(seen, for: [LinkID("link_7")]).seen == [.there("link_7")])
  }

  @Test(
    "a link that was not asked for, or an ID that would name others, is never deleted in its place",
    arguments: [
      #"{"id":"link_victim","externalId":"else"}"#, #"{"id":"link_victim"}"#,
      #"{"id":"a,b","externalId":"mine"}"#, #"{"id":"ext_x","externalId":"mine"}"#,
    ])
  func otherLink(body: String) throws {
    #expect(try look(answer(200, body), for: [LinkID("ext_mine")]).content == nil)
  }

  @Test("a link in a folder that the key cannot read is there")
  func unreadableFolder() throws {
    let body = #"{"error":{"code":"forbidden","message":"You are not allowed"}}"#
    let id = LinkID("link_1")
    #expect(
      try look(answer(403, body, rateHeaders), for: [id]).content
        == [.there(ShownLink(id: "link_1"))])
  }

  @Test("IDs are equal byte by byte, not when they look the same")
  func equality() {
    #expect(LinkID("ext_\u{E9}") != LinkID("ext_e\u{301}"))
    #expect(LinkID("a") == LinkID("a") && LinkID("a") != LinkID("b"))
  }

  @Test(
    "a refusal that Dub does not document stops the run instead of being blamed on rows",
    arguments: [402, 406, 415, 418, 451])
  func undocumented(status: Int) {
    let read = deletion.read(page(status), for: ids)
    guard case .refused = read.stop else {
      Issue.record("read as \(read)")
      return
    }
  }
}
