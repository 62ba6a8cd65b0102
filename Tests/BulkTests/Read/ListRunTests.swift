import Bulk
import HTTP
import Providers
import Records
import Testing
import Transport

/// Lists by the real engine, of which a test says what comes of each request.
@Suite struct ListRunTests {
  /// A list of Dub's or Hoko's, and what it gave.
  private struct Outcome {
    var ids: [String] = []
    var end: ListEnd
    var requests: Int
  }

  private func list(
    _ provider: any Provider, filter: LinkFilter = LinkFilter(), limit: Int? = nil,
    lanes: Int = 2, taking most: Int = .max, _ script: @escaping ScriptedTransport.Script
  ) async throws -> Outcome {
    let transport = ScriptedTransport(script)
    var options = RunOptions()
    options.concurrency = lanes
    options.pace.retries = 0
    options.pace.atMost = RateLimit(requests: 100_000, per: .seconds(1))
    let key = try #require(APIKey("key"))
    let engine = Engine(provider, key: key, transport: transport, options: options, trace: nil)
    let listing = try #require(provider.reading.listing(filter, lanes: lanes))
    var ids: [String] = []
    let end = await engine.list(listing, filter, limit: limit) { links in
      ids += links.compactMap(\.id)
      return ids.count < most
    }
    return Outcome(ids: ids, end: end, requests: transport.count(.get))
  }

  /// A workspace of Dub's with links in no folder and in folders; `count` is what the provider counts in each.
  private static func dub(
    _ folders: [String: [String]], count: [String: Int]? = nil,
    refusing refused: String? = nil
  ) -> ScriptedTransport.Script {
    let counts = count ?? folders.mapValues(\.count)
    return { _, request, _ in
      let target = request.target
      if target.hasPrefix("/folders") {
        let names = folders.keys.filter { !$0.isEmpty }.sorted()
        return .json("[" + names.map { #"{"id":"\#($0)"}"# }.joined(separator: ",") + "]")
      }
      if target.hasPrefix("/links/count") {
        let groups = counts.map { name, count in
          #"{"folderId":\#(name.isEmpty ? "null" : "\"\(name)\""),"_count":\#(count)}"#
        }
        return .json("[" + groups.joined(separator: ",") + "]")
      }
      let folder = folders.keys.first { !$0.isEmpty && target.contains("folderId=\($0)") } ?? ""
      if folder == refused {
        return .json(
          #"{"error":{"code":"not_found","message":"Folder not found."}}"#, status: 404)
      }
      let links = (folders[folder] ?? []).map { id in
        #"{"id":"\#(id)","url":"https://e.example/\#(id)","archived":\#(id.hasSuffix("9"))}"#
      }
      return .json("[" + links.joined(separator: ",") + "]")
    }
  }

  private static let folders = ["": ["a1", "a9"], "fold_1": ["b1"], "fold_2": []]

  @Test("parts are the unfoldered links and those of each folder, and the counts agree")
  func whole() async throws {
    let outcome = try await list(Dub(), Self.dub(Self.folders))
    #expect(outcome.ids.sorted() == ["a1", "a9", "b1"] && outcome.end.links == 3)
    #expect(outcome.end.total == 3 && outcome.end.doubts.isEmpty && outcome.end.stop == nil)
    // Folders, a count, and a page of each part.
    #expect(outcome.requests == 5)
  }

  @Test(
    "a filter is held against each link, and what it leaves out is listed for the counts all the same"
  )
  func filtered() async throws {
    var filter = LinkFilter()
    filter.archived = .only
    let outcome = try await list(Dub(), filter: filter, Self.dub(Self.folders))
    #expect(outcome.ids == ["a9"] && outcome.end.doubts.isEmpty)
  }

  @Test("a count that stays and is not what was listed is a doubt, of the part that it is of")
  func doubt() async throws {
    let counts = ["": 2, "fold_1": 1_500, "fold_9": 4]
    let outcome = try await list(Dub(), Self.dub(Self.folders, count: counts))
    #expect(
      outcome.end.doubts.sorted() == [
        "the folder fold_1: 1 were listed, and the provider counts 1,500",
        "the provider counts 4 links in folders that this key cannot list: fold_9",
      ])
    #expect(!outcome.end.sawChange)
  }

  @Test("a count that changes meanwhile explains what differs")
  func change() async throws {
    let asked = Counter()
    let before = Self.dub(Self.folders, count: ["": 5, "fold_1": 1])
    let after = Self.dub(Self.folders, count: ["": 3, "fold_1": 1])
    let outcome = try await list(Dub()) { transport, request, number in
      let isAgain = request.target.hasPrefix("/links/count") && asked.next() > 1
      return (isAgain ? after : before)(transport, request, number)
    }
    #expect(outcome.end.sawChange && outcome.end.doubts.isEmpty && outcome.end.total == 4)
  }

  @Test("a part that is refused is told of, and the others come")
  func refused() async throws {
    let outcome = try await list(Dub(), Self.dub(Self.folders, refusing: "fold_1"))
    #expect(outcome.ids.sorted() == ["a1", "a9"] && outcome.end.stop == nil)
    #expect(outcome.end.refusals.map(\.part) == ["the folder fold_1"])
    #expect(outcome.end.refusals.first?.why.message == "Folder not found.")
  }

  @Test("a page that does not come stops the list")
  func outOfReach() async throws {
    let folders = Self.dub(Self.folders)
    let outcome = try await list(Dub()) { transport, request, number in
      request.target.contains("folderId=fold_1")
        ? .json("{}", status: 503) : folders(transport, request, number)
    }
    guard case .outOfReach? = outcome.end.stop else {
      Issue.record("\(String(describing: outcome.end.stop))")
      return
    }
  }

  /// A workspace of Hoko's with so many links.
  private static func hoko(_ count: Int) -> ScriptedTransport.Script {
    { _, request, _ in
      let numbers = request.target.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
      guard numbers.count == 2 else { return .json("[]") }
      let places = numbers[1]..<max(numbers[1], min(count, numbers[1] + numbers[0]))
      let links = places.isEmpty ? [] : places.map(Self.hokoLink)
      return .json("[" + links.joined(separator: ",") + "]")
    }
  }

  private static func hokoLink(_ place: Int) -> String {
    let digits = String(place + 1_000_000_000_000).dropFirst()
    let made =
      "2026-01-\(10 + place / 1_000)T00:00:00.\(String(place % 1_000 + 1_000).dropFirst())Z"
    return
      #"{"id":"00000000-0000-4000-8000-\#(digits)","url":"https://e.example/","createdAt":"\#(made)"}"#
  }

  @Test("links of a list that keeps an order come in it, pages side by side", arguments: [1, 8])
  func ordered(lanes: Int) async throws {
    let outcome = try await list(Hoko(), lanes: lanes, Self.hoko(5_500))
    #expect(outcome.ids.count == 5_500 && outcome.ids == outcome.ids.sorted())
    #expect(outcome.end.doubts.isEmpty && outcome.requests < 6 + lanes)
  }

  @Test("a limit cuts the page that it lies in, and nothing is asked for behind it")
  func limit() async throws {
    let outcome = try await list(Hoko(), limit: 1_200, lanes: 1, Self.hoko(9_000))
    #expect(outcome.ids.count == 1_200 && outcome.end.links == 1_200 && outcome.requests == 2)
    let none = try await list(Hoko(), limit: 0, Self.hoko(9_000))
    #expect(none.ids.isEmpty && none.requests == 0 && none.end.stop == nil)
  }

  @Test("when links can no longer be written nothing more is asked for")
  func closed() async throws {
    let outcome = try await list(Hoko(), lanes: 1, taking: 1, Self.hoko(9_000))
    // The next page is asked for while one is printed.
    #expect(outcome.ids.count == 999 && outcome.requests <= 2)
    #expect(outcome.end.stop == .outputClosed)
  }
}
