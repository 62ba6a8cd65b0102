import Bulk
import HTTP
import Providers
import TestSupport
import Testing

/// What was sent once and may still be carried out is unknown, whatever ends a row's way early.
@Suite struct EarlyEndTests {
  private static let missing = #"{"error":{"code":"not_found","message":"Link not found."}}"#
  private static let refused =
    #"{"error":{"code":"unprocessable_entity","message":"Invalid something"}}"#

  private func rows(_ count: Int) -> [String] {
    (1...count).map { #"{"url":"https://example.org/\#($0)","externalId":"own-\#($0)"}"# }
  }

  /// A Dub that loses the first create and has no link; `then` gets the later creates, by their number.
  private func losing(
    interruptsAtLookUp: Bool = false,
    then: @escaping @Sendable (ScriptedTransport, Int) -> ScriptedTransportResult
  ) -> ScriptedTransport {
    ScriptedTransport { transport, request, number in
      guard request.method == .post else {
        if interruptsAtLookUp { transport.interrupt() }
        return .json(Self.missing, status: 404)
      }
      return number == 1 ? .lost : then(transport, number)
    }
  }

  @Test("a stop between the loss of an answer and the resend", arguments: [1, 3])
  func stopBeforeResend(count: Int) async throws {
    let transport = losing(interruptsAtLookUp: true) { _, _ in .json("[]") }
    let results = try await EngineRun(Dub(), rows(count)).create(transport)
    #expect(results.count == count && results.allSatisfy { $0.outcome.status == .unknown })
    #expect(transport.count(.post) == 1)
  }

  @Test("a stop during the wait before the resend", arguments: [1, 3])
  func stopInTheWait(count: Int) async throws {
    let transport = ScriptedTransport { transport, request, number in
      if request.method == .post { return .lost }
      // The run asks once more, finds that it may go on, and waits.
      if number == count { transport.interrupt(after: 1) }
      return .json(Self.missing, status: 404)
    }
    let results = try await EngineRun(Dub(), rows(count)).create(transport)
    #expect(results.count == count && results.allSatisfy { $0.outcome.status == .unknown })
    #expect(transport.count(.post) == 1)
  }

  @Test("a stop while a resend that was refused is taken apart")
  func stopInTakingApart() async throws {
    let transport = losing { transport, number in
      if number == 3 { transport.interrupt() }
      return .json(Self.refused, status: 422)
    }
    let results = try await EngineRun(Dub(), rows(8)).create(transport)
    #expect(results.count == 8 && results.allSatisfy { $0.outcome.status == .unknown })
    #expect(transport.count(.post) == 3)
  }

  @Test(
    "a resend that is refused for what says nothing of the row",
    arguments: [
      #"401 {"error":{"code":"unauthorized","message":"Unauthorized: Invalid API key."}}"#,
      #"403 {"error":{"code":"exceeded_limit","message":"You've reached your limit."}}"#,
    ])
  func refusal(answer: String) async throws {
    let status = try #require(Int(answer.prefix(3)))
    let transport = losing { _, _ in .json(String(answer.dropFirst(4)), status: status) }
    let results = try await EngineRun(Dub(), rows(1)).create(transport)
    #expect(results.map(\.outcome.status) == [.unknown])
    #expect(results.first?.outcome.detail?.code != nil)
  }

  @Test("what was refused in this and every request has failed")
  func refusedForGood() async throws {
    let transport = losing { _, _ in .json(Self.refused, status: 422) }
    let results = try await EngineRun(Dub(), rows(2)).create(transport)
    #expect(results.map(\.outcome.status) == [.failed, .failed])
  }

  @Test("a row that is refused alone since its own link is there by now is created")
  func ownInTheWay() async throws {
    let row =
      #"{"url":"https://example.org/1","externalId":"own-1","#
      + #""collectionId":"40000000-0000-4000-8000-000000000001"}"#
    let link =
      #"{"id":"50000000-0000-4000-8000-000000000001","url":"https://example.org/1","#
      + #""externalId":"own-1"}"#
    // The first request is carried out behind the look-up.
    let transport = ScriptedTransport { _, request, number in
      if request.method == .put {
        return number == 1
          ? .lost : .json(#"{"error":{"en":"It exists"}}"#, status: 409)
      }
      return .json(number == 1 ? "[]" : "[\(link)]")
    }
    let results = try await EngineRun(Hoko(), [row]).create(transport)
    #expect(results.map(\.outcome.status) == [.created], "\(results)")
  }

  @Test("a later run of the journal claims the link that a lost request has made after all")
  func claimedLater() async throws {
    let run = try EngineRun(Dub(), rows(1))
    let first = losing(interruptsAtLookUp: true) { _, _ in .json("[]") }
    #expect(
      try await run.create(first, hasJournal: true).map(\.outcome.status) == [.unknown])

    let link =
      #"{"id":"link_1","url":"https://example.org/1","externalId":"own-1","#
      + #""createdAt":"2026-11-28T12:00:00.000Z"}"#
    let second = ScriptedTransport { _, request, _ in
      request.method == .get ? .json(link) : .json(Self.refused, status: 422)
    }
    #expect(
      try await run.create(second, hasJournal: true).map(\.outcome.status) == [.created])
    #expect(second.count(.post) == 0)
  }
}
