// Which of a provider's limits counts a call, by the limit that the answer names.

import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct DocumentedLimitTests {
  @Test("Short.io's calls have four limits")
  func shortIO() throws {
    let bench = try RuledBench(.shortio, limit: .provider)
    let calls = [
      ("POST", "/links", "50"), ("POST", "/links/bulk", "5"), ("DELETE", "/links/delete_bulk", "1"),
      ("GET", "/api/domains", "20"), ("GET", "/links/lnk_a_b", "20"),
      ("POST", "/links/lnk_a_b", "20"),
      ("DELETE", "/links/lnk_a_b", "20"), ("POST", "/links/archive_bulk", "20"),
      ("POST", "/tags/bulk", "20"),
    ]
    for (method, path, limit) in calls {
      #expect(try bench.ask(method, path, "{}")["X-RateLimit-Limit"] == limit, "\(path)")
    }
  }

  @Test("whether Short.io's other bulk calls share the limit of bulk creates is a choice")
  func bulkTogether() throws {
    for (together, limit) in [(false, "20"), (true, "5")] {
      let bench = try RuledBench(.shortio, limit: .provider) { options in
        options.shortIO.countsBulkTogether = together
      }
      for path in ["/links/archive_bulk", "/links/unarchive_bulk", "/tags/bulk"] {
        #expect(try bench.ask("POST", path, "{}")["X-RateLimit-Limit"] == limit)
      }
    }
  }

  @Test("Rebrandly has one limit for its bulk creates and another for the rest")
  func rebrandly() throws {
    let bench = try RuledBench(.rebrandly, limit: .provider)
    #expect(try bench.ask("GET", "/links")["X-RateLimit-Limit"] == "10")
    #expect(try bench.ask("POST", "/links", "{}")["X-RateLimit-Limit"] == "10")
    #expect(try bench.ask("PUT", "/links", "[]")["X-RateLimit-Limit"] == "1")
  }

  @Test("the flood guard of a public YOURLS counts creates; a private one has none")
  func floodGuard() throws {
    for (isPrivate, limit) in [(true, nil), (false, "1" as String?)] {
      let bench = try RuledBench(.yourls, limit: .provider) { options in
        options.yourls.isPrivate = isPrivate
        options.rateHeaders = .all
      }
      let create = try bench.form(["action": "shorturl", "url": "https://a.example"])
      #expect(create.status == 200)
      #expect(create["X-RateLimit-Limit"] == limit)
      #expect(try bench.form(["action": "db-stats"])["X-RateLimit-Limit"] == nil)
    }
  }

  @Test("Shlink and Kutt have no limits", arguments: [SandboxProvider.shlink, .kutt])
  func unlimited(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, limit: .provider) { $0.rateHeaders = .all }
    let path = provider == .shlink ? "/short-urls" : "/links"
    #expect(try bench.ask("GET", path)["X-RateLimit-Limit"] == nil)
  }

  @Test("Bitly has five at once, and says so in either of two ways")
  func bitly() async throws {
    for (status, form) in [(429, BitlyOptions.RateStatus.tooMany), (403, .forbidden)] {
      let bench = try RuledBench(.bitly, limit: .provider) { options in
        options.bitly.rateStatus = form
        var rule = FaultRule(.hang(acts: true))
        rule.choice = .first(5)
        options.faults = [rule]
      }
      let waiting = try (0..<5).map { _ in
        let client = try RawClient(port: bench.sandbox.port(of: .bitly))
        client.send("GET /v4/groups HTTP/1.1\r\nHost: x\r\n\(bench.keyHeader)\r\n\r\n")
        return client
      }
      #expect(try await Patience.wait { bench.counters.total() == 5 })
      let reply = try bench.ask("GET", "/groups")
      #expect(reply.status == status)
      #expect(reply["X-Ratelimit-Reason"] == (status == 403 ? "RATE_LIMIT_EXCEEDED" : nil))
      #expect(reply["Retry-After"] == nil)
      withExtendedLifetime(waiting) {}
    }
  }
}
