import Bulk
import HTTP
import Providers
import Records
import TestSupport
import Testing

/// Rows whose names are taken, and the bound on failures beside them.
@Suite struct ConflictTests {
  private let rows = (1...16).map {
    #"{"url":"https://example.org/\#($0)","domain":"go.example","key":"k\#($0)"}"#
  }

  /// A Dub that refuses every batch with the row `k1` whole, for something that it does not name, and where the keys
  /// from `k5` to `k12` are taken.
  private static let dub: ScriptedTransport.Script = { _, request, _ in
    guard request.method == .post, let body = request.body,
      let links = try? JSONValue(parsing: body).array
    else { return .json(#"{"error":{"code":"not_found","message":"No link."}}"#, status: 404) }
    let keys = links.compactMap { $0["key"]?.string }
    if keys.contains("k1") {
      let why = #"{"error":{"code":"unprocessable_entity","message":"Invalid something"}}"#
      return .json(why, status: 422)
    }
    return .json("[" + links.map(answer).joined(separator: ",") + "]")
  }

  private static func answer(to link: JSONValue) -> String {
    guard let key = link["key"]?.string, let url = link["url"]?.string else { return "{}" }
    let names = #""url":"\#(url)","domain":"go.example","key":"\#(key)""#
    if let number = Int(key.dropFirst()), (5...12).contains(number) {
      return #"{"link":{\#(names)},"error":"Duplicate key","code":"conflict"}"#
    }
    return #"{"id":"link_\#(key)","shortLink":"https://go.example/\#(key)",\#(names)}"#
  }

  @Test(
    "rows that are skipped, or get another slug, are no failures in a batch that is taken apart")
  func noFailures() async throws {
    for policy in [OnConflict.skip, .suffix] {
      let results = try await EngineRun(Dub(), rows).create(
        ScriptedTransport(Self.dub), onConflict: policy, mostFailures: 3)
      let statuses = results.map(\.outcome.status)
      let taken: Status = policy == .skip ? .skipped : .created
      let expected = (1...16).map { number -> Status in
        number == 1 ? .failed : (5...12).contains(number) ? taken : .created
      }
      #expect(statuses == expected, "\(policy) \(statuses)")
    }
  }

  @Test("where they are failures, the bound holds inside the batch")
  func failures() async throws {
    let results = try await EngineRun(Dub(), rows).create(
      ScriptedTransport(Self.dub), mostFailures: 3)
    #expect(results.contains { $0.outcome.status == .notAttempted })
  }

  @Test("the bound holds inside a stretch of rows that are many requests")
  func stretch() async throws {
    let rows = (1...60).map {
      #"{"originalURL":"https://example.org/\#($0)","domain":"go.example","folderId":"f\#($0)"}"#
    }
    let transport = ScriptedTransport { _, _, _ in
      .json(#"{"message":"Folder not found","success":false,"statusCode":404}"#, status: 404)
    }
    let results = try await EngineRun(ShortIO(), rows).create(transport, mostFailures: 3)
    #expect(results.count { $0.outcome.status == .failed } == 3)
    #expect(results.count == 60 && transport.count(.post) == 3)
  }
}
