import Bulk
import Foundation
import HTTP
import Providers
import Records
import Synchronization
import TestSupport
import Testing
import Transport

typealias ScriptedTransportResult = Result<HTTPResponse, TransportError>

/// A provider that answers as a test says, without a network, and can ask the run to stop.
final class ScriptedTransport: Transport {
  /// What comes of a request; its number is that among those with its method, from 1.
  typealias Script =
    @Sendable (ScriptedTransport, _ request: HTTPRequest, _ number: Int) -> ScriptedTransportResult

  private let seen = Mutex<[HTTPRequest]>([])
  /// How often the run may still ask whether it is to stop before it is told so; `nil` for ever.
  private let patience = Mutex<Int?>(nil)
  private let script: Script

  init(_ script: @escaping Script) { self.script = script }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let number = seen.withLock { seen in
      seen.append(request)
      return seen.count { $0.method == request.method }
    }
    return try script(self, request, number).get()
  }

  /// How many requests with this method were sent.
  func count(_ method: HTTPMethod) -> Int { seen.withLock { $0.count { $0.method == method } } }

  /// Stops the run as a signal does, once it has asked so often whether one came.
  func interrupt(after questions: Int = 0) { patience.withLock { $0 = questions } }

  var signal: Int32? {
    patience.withLock { patience in
      guard let left = patience, left > 0 else { return patience == nil ? nil : 2 }
      patience = left - 1
      return nil
    }
  }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  /// An answer with this JSON.
  static func json(_ text: String, status: Int = 200) -> Self {
    .success(
      HTTPResponse(
        status: status,
        headers: [
          "Content-Type": "application/json",
          "Date": "Sat, 28 Nov 2026 12:00:00 GMT",
        ], body: [UInt8](text.utf8)))
  }

  /// No answer, though the server may have acted.
  static var lost: Self {
    .failure(TransportError(.timedOut, mayHaveReachedServer: true, detail: "no answer"))
  }
}

/// Runs of the real engine against a scripted provider.
struct EngineRun {
  let provider: any Provider
  let rows: [String]
  let folder: TemporaryDirectory

  init(_ provider: any Provider, _ rows: [String]) throws {
    self.provider = provider
    self.rows = rows
    folder = try TemporaryDirectory()
    _ = try folder.write(rows.map { $0 + "\n" }.joined(), to: "rows.ndjson")
  }

  private func planner() throws -> Planner<CreateRows> {
    let source = try InputSource(
      path: folder.file("rows.ndjson"), options: InputOptions(), temporaryDirectory: folder.path)
    let reader = try source.objectRows(RowShape(ids: .none))
    return Planner(
      CreateRows(
        reader, for: provider, try #require(provider.creation), allowsUnknown: false,
        batchSize: nil,
        words: { "\($0)" }),
      batchSize: nil)
  }

  private func options(_ transport: ScriptedTransport) -> RunOptions {
    var options = RunOptions()
    options.rows = rows.count
    options.concurrency = 1
    options.pace.retries = 3
    options.pace.atMost = RateLimit(requests: 100_000, per: .seconds(1))
    options.interruption = { transport.signal }
    return options
  }

  /// The results of changes to the end of the run; with a journal it goes on where the one before stopped.
  func update(
    _ transport: ScriptedTransport, hasJournal: Bool = false
  ) async throws -> [RowResult] {
    let source = try InputSource(
      path: folder.file("rows.ndjson"), options: InputOptions(), temporaryDirectory: folder.path)
    let modification = try #require(provider.modification)
    var planner = Planner(
      UpdateRows(
        try source.objectRows(RowShape(ids: .required)), for: provider, modification,
        allowsUnknown: false, batchSize: nil, words: { "\($0)" }), batchSize: nil)
    let writer = hasJournal ? try await journal("update", for: &planner) : nil
    guard let key = APIKey("key") else { return [] }
    let engine = Engine(
      provider, key: key, transport: transport, options: options(transport), journal: writer,
      trace: nil)
    var results: [RowResult] = []
    _ = await engine.update(planner, by: modification, batchSize: nil, backup: nil) {
      results += $0
      return true
    }
    return results
  }

  /// A journal that a planner goes by, ready for another run.
  private func journal<Rows>(
    _ operation: String, for planner: inout Planner<Rows>
  ) async throws -> JournalWriter {
    let job = JournalJob(operation: operation, provider: provider.name, address: "")
    let file = try JournalFile(path: folder.file("journal"), job: job, ignoringNotFound: false)
    planner.follow(file)
    try await planner.lookAhead()
    return try file.begin(process: 1, time: Int(Date().timeIntervalSince1970))
  }

  /// The results of creates to the end of the run; with a journal it goes on where the one before stopped.
  func create(
    _ transport: ScriptedTransport, onConflict: OnConflict = .fail, mostFailures: Int? = nil,
    hasJournal: Bool = false
  ) async throws -> [RowResult] {
    var planner = try planner()
    let writer = hasJournal ? try await journal("create", for: &planner) : nil
    guard let key = APIKey("key") else { return [] }
    var options = options(transport)
    options.mostFailures = mostFailures
    let engine = Engine(
      provider, key: key, transport: transport, options: options, journal: writer, trace: nil)
    var results: [RowResult] = []
    _ = await engine.create(
      planner, by: try #require(provider.creation), onConflict: onConflict
    ) {
      results += $0
      return true
    }
    return results
  }
}
