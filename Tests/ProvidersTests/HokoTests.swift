import Foundation
import HTTP
import Providers
import Testing

@Suite struct HokoTests {
  private let hoko = Hoko()
  private static let sample = "550e8400-e29b-41d4-a716-446655440000"
  private let id = LinkID(sample)
  private let invalid = #"{"error":{"en":"Invalid request","ar":"طلب غير صالح"}}"#
  private let deletion: any Deletion

  init() throws { deletion = try #require(hoko.deletion) }

  @Test("the request is the documented one, a bare array, and may not be repeated blindly")
  func request() {
    let request = deletion.request(for: [LinkID(Self.sample)])
    #expect(request.method == .delete && request.target == "/api/links" && !request.isRepeatable)
    #expect(request.body == [UInt8](#"["550e8400-e29b-41d4-a716-446655440000"]"#.utf8))
    #expect(request.headers["Content-Type"] == "application/json")
  }

  @Test("deletedIds is a set, in any letter case")
  func deletedIDs() {
    let read = deletion.read(
      answer(200, #"{"deletedIds":["\#(Self.sample.uppercased())"]}"#), for: [id])
    #expect(read.content?.rows == [.done()] && read.content?.count == nil)
  }

  @Test("a 400 in Hoko's form refuses the batch for some row, anything else like it stops the run")
  func refused() {
    guard case .refused(let why, _) = deletion.read(answer(400, invalid), for: [id]) else {
      Issue.record("not refused")
      return
    }
    #expect(why == Refusal("http_400", "Invalid request"))
    for status in [400, 402, 415, 422] {
      #expect(deletion.read(page(status, "<h1>"), for: [id]).stop != nil)
    }
    #expect(deletion.refusedAlone(why) == .notFound)
    for other in [Refusal("http_422", "Invalid request"), Refusal("http_400", "Some other reason")]
    {
      #expect(deletion.refusedAlone(other) == nil)
    }
  }

  @Test("a 403 names the scopes that the key lacks")
  func scopes() {
    let body =
      #"{"error":{"en":"Missing required scopes","ar":"x"},"missingScopes":["linksWrite"]}"#
    let read = deletion.read(answer(403, body), for: [id])
    #expect(
      read.stop == .keyRefused(Refusal("http_403", "Missing required scopes (linksWrite)")))
  }

  @Test("the wait of a 429 stands in its body")
  func retryAfter() {
    let body = #"{"error":{"en":"Rate limit exceeded","ar":"x"},"retryAfter":60}"#
    guard case .rateLimited(let seconds) = deletion.read(answer(429, body), for: [id]) else {
      Issue.record("not rate-limited")
      return
    }
    #expect(seconds == 60)
  }

  @Test(
    "only a hyphenated UUID is an ID",
    arguments: [
      "", "550e8400e29b41d4a716446655440000", "{550e8400-e29b-41d4-a716-446655440000}",
      "550e8400-e29b-41d4-a716-44665544000g", "550e8400-e29b-41d4-a716-4466554400000",
      "５50e8400-e29b-41d4-a716-4466554400",
    ])
  func invalidIDs(text: String) {
    #expect(throws: InvalidID.self) { try hoko.linkID(text) }
  }

  @Test(
    "IDs go out in lower case, as in Hoko's samples, so that rows that differ in case are one link")
  func lowerCase() throws {
    #expect(try hoko.linkID(Self.sample.uppercased()) == LinkID(Self.sample))
  }

  @Test("a single look-up takes an array, a lone object and a 400 alike")
  func lookUp() throws {
    let reading = hoko.reading
    let read = try #require(reading.reads(of: [id]).first)
    let object = #"{"id":"\#(Self.sample)"}"#
    #expect(reading.read(answer(200, "[\(object)]"), of: read).seen == [.there(Self.sample)])
    #expect(reading.read(answer(200, object), of: read).seen == [.there(Self.sample)])
    #expect(reading.read(answer(200, "[]"), of: read).content == [.notThere])
    #expect(reading.read(answer(400, invalid), of: read).content == [.notThere])
    #expect(reading.read(answer(200, #"[{"id":"other"}]"#), of: read).content == nil)
  }
}

/// Walks over all links of a workspace.
@Suite struct HokoWalkTests {
  private func id(_ index: Int) -> String {
    "00000000-0000-0000-0000-" + String(format: "%012d", index)
  }

  /// Walks over a list that may change between two pages; the server gives at most `most` a page.
  private func walk(
    _ links: [Int], most: Int = .max, change: (inout [Int], Int) -> Void = { _, _ in }
  ) throws -> Walked {
    var links = links
    var page = 0
    return try Walked(Hoko().reading) { request in
      let query = Dictionary(
        uniqueKeysWithValues: request.target.split(separator: "?")[1].split(separator: "&").map {
          let pair = $0.split(separator: "=")
          return (String(pair[0]), String(pair[1]))
        })
      let skip = try #require(Int(query["skip"] ?? ""))
      let take = try #require(Int(query["take"] ?? ""))
      #expect(query["sort"] == "asc" && take == 10_000)
      let body = links.dropFirst(skip).prefix(min(take, most)).map { #"{"id":"\#(id($0))"}"# }
      page += 1
      change(&links, page)
      return answer(200, "[" + body.joined(separator: ",") + "]")
    }
  }

  @Test(
    "a walk finds all links, and proves that the others are not there",
    arguments: [0, 9_999, 10_000, 10_001, 25_000])
  func whole(count: Int) throws {
    let walked = try walk(Array(0..<count))
    for index in [0, 9_998, 9_999, 10_000, 24_999] {
      #expect(walked.seen(id(index)) == (index < count ? .there(id(index)) : .notThere))
    }
  }

  @Test("a server that gives fewer links a page than it is asked for is walked to its end")
  func clamped() throws {
    let walked = try walk(Array(0..<2_500), most: 1_000)
    #expect(walked.seen(id(2_499)) == .there(id(2_499)))
    #expect(walked.seen(id(2_500)) == .notThere)
  }

  @Test("a link deleted by others between two pages shifts the rest, so nothing is proved missing")
  func shifted() throws {
    let walked = try walk(Array(0..<25_000)) { links, page in
      if page == 1 { links.removeFirst() }
    }
    #expect(walked.seen(id(1)) == .there(id(1)))
    #expect(walked.seen(id(30_000)) == .notSeen)
  }
}
