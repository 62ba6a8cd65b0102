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
