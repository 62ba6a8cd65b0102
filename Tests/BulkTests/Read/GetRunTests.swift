import Bulk
import HTTP
import Providers
import Records
import Synchronization
import TestSupport
import Testing
import Transport

/// How often something was asked for.
final class Counter: Sendable {
  private let count = Mutex(0)

  /// The number of this time, from 1.
  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// Reads of single links by the real engine, of which a test says what comes of each request.
@Suite struct GetRunTests {
  private func get(
    _ provider: any Provider, _ ids: [String], _ script: @escaping ScriptedTransport.Script
  ) async throws -> (results: [RowResult], requests: Int) {
    let folder = try TemporaryDirectory()
    _ = try folder.write(ids.map { $0 + "\n" }.joined(), to: "ids.txt")
    var input = InputOptions()
    input.format = .lines
    let source = try InputSource(
      path: folder.file("ids.txt"), options: input, temporaryDirectory: folder.path)
    let transport = ScriptedTransport(script)
    var options = RunOptions()
    options.rows = ids.count
    options.concurrency = 2
    options.pace.retries = 0
    options.pace.atMost = RateLimit(requests: 100_000, per: .seconds(1))
    let key = try #require(APIKey("key"))
    let engine = Engine(provider, key: key, transport: transport, options: options, trace: nil)
    var results: [RowResult] = []
    let planner = Planner(
      GetRows(try IDRowReader([source]), for: provider), batchSize: nil)
    _ = await engine.get(planner) {
      results += $0
      return true
    }
    return (results, transport.count(.get) + transport.count(.post))
  }

  private static func links(_ ids: some Sequence<String>) -> String {
    "[" + ids.map { #"{"id":"\#($0)","url":"https://e.example/"}"# }.joined(separator: ",") + "]"
  }

  /// The IDs that a list of Dub's is asked for.
  private static func asked(_ target: String) -> [String] {
    guard let range = target.firstRange(of: "linkIds=") else { return [] }
    return target[range.upperBound...].prefix { $0 != "&" }.split(separator: ",").map(String.init)
  }

  @Test("IDs travel by the hundred, in the order of the rows, and one that stands twice once")
  func hundreds() async throws {
    let ids = (1...250).map { "link_\($0)" } + ["link_1"]
    let (results, requests) = try await get(Dub(), ids) { _, request, _ in
      .json(Self.links(Self.asked(request.target).reversed()))
    }
    #expect(results.map { $0.outcome.link?.id } == ids && requests == 3)
  }

  @Test("what the large reads do not show is looked for in the folders that they leave out")
  func hidden() async throws {
    let (results, requests) = try await get(Dub(), ["link_1", "link_2", "link_3"]) {
      _, request, _ in
      let target = request.target
      if target.hasPrefix("/folders") {
        return .json(#"[{"id":"fold_1","type":"default"},{"id":"fold_m","type":"mega"}]"#)
      }
      let isMega = target.contains("folderId=fold_m")
      return .json(Self.links(Self.asked(target).filter { $0 == (isMega ? "link_2" : "link_1") }))
    }
    #expect(results.map(\.outcome.status) == [.unchanged, .unchanged, .notFound])
    #expect(results.last?.outcome.detail?.code == "not_found" && requests == 3)
  }

  @Test("names are read one by one, and a link that the key may not read is no missing one")
  func names() async throws {
    let ids = ["go.example/a", "ext_7", "go.example/b"]
    let (results, _) = try await get(Dub(), ids) { _, request, _ in
      if request.target.contains("key=a") {
        return .json(
          #"{"id":"link_a","domain":"go.example","key":"a","shortLink":"https://go.example/a"}"#)
      }
      if request.target.contains("externalId") {
        let why = "You don't have permission to access this folder."
        return .json(#"{"error":{"code":"forbidden","message":"\#(why)"}}"#, status: 403)
      }
      return .json(#"{"error":{"code":"not_found","message":"Link not found."}}"#, status: 404)
    }
    #expect(results.first?.outcome.link?.id == "link_a")
    #expect(results.last?.outcome.status == .notFound)
    #expect(results[1].outcome.status != .notFound && results[1].outcome.link == nil)
  }

  @Test("where a read does not come, its rows fail and the others are there")
  func failed() async throws {
    let ids = (1...200).map { "link_\($0)" }
    let (results, _) = try await get(Dub(), ids) { _, request, _ in
      let asked = Self.asked(request.target)
      return asked.first == "link_1" ? .json("{}", status: 500) : .json(Self.links(asked))
    }
    #expect(results.count == 200)
    #expect(
      results.prefix(100).allSatisfy { $0.outcome.link == nil && $0.outcome.status != .unchanged })
  }

  private static func hokoID(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(1_000_000_000_000 + number).dropFirst()
  }

  @Test("rows that are many are looked up in one list of all")
  func listed() async throws {
    let ids = (1...150).map(Self.hokoID)
    let (results, requests) = try await get(Hoko(), ids) { _, request, _ in
      let skip = request.target.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }.last
      let numbers = skip == 0 ? Array(1...140) : []
      let links = numbers.map { number in
        #"{"id":"\#(Self.hokoID(number))","createdAt":"2026-01-01T00:00:00.\#(100 + number)Z"}"#
      }
      return .json("[" + links.joined(separator: ",") + "]")
    }
    #expect(results.prefix(140).allSatisfy { $0.outcome.link != nil } && requests == 1)
    #expect(results.suffix(10).allSatisfy { $0.outcome.status == .notFound })
  }
}
