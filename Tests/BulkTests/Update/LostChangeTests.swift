import Bulk
import HTTP
import Providers
import TestSupport
import Testing

/// A change that may have been made is unknown, whatever ends its way early.
@Suite struct LostChangeTests {
  private let rows = (1...4).map { #"{"id":"link_\#($0)","comments":"new"}"# }

  @Test("a stop between a lost answer and the halves of a request that turned out too long")
  func stopBeforeHalves() async throws {
    let transport = ScriptedTransport { transport, _, number in
      if number == 1 { return .lost }
      transport.interrupt()
      return .json("{}", status: 413)
    }
    let results = try await EngineRun(Dub(), rows).update(transport)
    #expect(results.count == 4 && results.allSatisfy { $0.outcome.status == .unknown })
    #expect(transport.count(.patch) == 2)
  }

  @Test("a stop before a row is sent alone that the answer has left out")
  func stopBeforeLeftOut() async throws {
    let transport = ScriptedTransport { transport, _, _ in
      transport.interrupt()
      return .json(#"[{"id":"link_1"},{"id":"link_2"},{"id":"link_4"}]"#)
    }
    let results = try await EngineRun(Dub(), rows).update(transport)
    #expect(
      results.map(\.outcome.status) == [.updated, .updated, .unconfirmed, .updated], "\(results)")
  }

  @Test("a row that an earlier run did, and that is to be done again, is unknown until it is")
  func overtaken() async throws {
    let run = try EngineRun(
      Dub(), [#"{"id":"ext_a","comments":"1"}"#, #"{"id":"link_1","comments":"2"}"#])
    let first = ScriptedTransport { _, _, number in
      number == 1
        ? .json(#"[{"error":"No","code":"forbidden","link":{"id":"link_9","externalId":"a"}}]"#)
        : .json(#"[{"id":"link_1"}]"#)
    }
    #expect(
      try await run.update(first, hasJournal: true).map(\.outcome.status) == [.failed, .updated])
    // The first row may be of the same link, and has to be done before the second.
    let second = ScriptedTransport { _, _, _ in .json("[]") }
    second.interrupt()
    let results = try await run.update(second, hasJournal: true)
    #expect(results.map(\.outcome.status) == [.notAttempted, .unknown], "\(results)")
    #expect(results.last?.outcome.detail?.code == "in_doubt" && second.count(.patch) == 0)
    let refusing = ScriptedTransport { _, request, number in
      request.method == .get || number == 1
        ? .json("[]") : .json(#"{"error":{"code":"forbidden","message":"No"}}"#, status: 422)
    }
    let refused = try await run.update(refusing, hasJournal: true)
    #expect(refused.last?.outcome.status == .unknown, "\(refused)")
    let third = ScriptedTransport { _, _, number in
      .json(number == 1 ? #"[{"id":"link_1","externalId":"a"}]"# : #"[{"id":"link_1"}]"#)
    }
    #expect(
      try await run.update(third, hasJournal: true).map(\.outcome.status) == [.updated, .updated])
  }

  @Test("what was not sent was not attempted")
  func notSent() async throws {
    let transport = ScriptedTransport { transport, _, _ in
      transport.interrupt()
      return .json("{}", status: 413)
    }
    let results = try await EngineRun(Dub(), rows).update(transport)
    #expect(results.count == 4 && results.allSatisfy { $0.outcome.status == .notAttempted })
  }
}
