// What the stand-ins that are kept by rules have in common: keys, limits, faults, seeds, choices.

import HTTP
import Records
import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct RuledStandInTests {
  static let providers: [SandboxProvider] = [.yourls, .shortio, .shlink, .kutt, .rebrandly, .bitly]

  /// A read that changes nothing, with its operation, and the same with a key that is none.
  private static func read(_ bench: RuledBench, key: String? = nil) throws -> Reply {
    let header = key.map { bench.keyHeader.replacing(SandboxKey.full(bench.provider), with: $0) }
    let path =
      switch bench.provider {
      case .yourls: "?action=db-stats&format=json&signature=\(key ?? SandboxKey.full(.yourls))"
      case .shortio: "/api/domains"
      case .shlink: "/short-urls"
      case .kutt: "/links"
      case .rebrandly: "/links/count"
      default: "/groups"
      }
    return try bench.ask("GET", path, headers: [header ?? bench.keyHeader])
  }

  @Test("the key opens, another does not, and each says so in its own way", arguments: providers)
  func keys(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, links: 3)
    #expect(try Self.read(bench).status == 200)
    let reply = try Self.read(bench, key: "another")
    let words: [SandboxProvider: (Int, String)] = [
      .yourls: (403, "Please log in"), .shortio: (401, "Unauthorized"),
      .shlink: (401, "Provided API key does not exist or is invalid."),
      .kutt: (401, "Unauthorized."), .rebrandly: (401, "Unauthorized"), .bitly: (403, "FORBIDDEN"),
    ]
    #expect(reply.status == words[provider]?.0)
    let said = ["message", "detail", "error"].compactMap { reply.json?[$0]?.string }
    #expect(said == [words[provider]?.1])
  }

  @Test("seeded links are there, in form and in order", arguments: providers)
  func seeds(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, links: 200) {
      $0.ids[provider] = [SeededID.text(900, of: provider)]
    }
    let ids = bench.sandbox.ids(of: provider)
    #expect(ids == (Array(1...200) + [900]).map { SeededID.text($0, of: provider) })
    #expect(Set(ids).count == 201)
    #expect(bench.sandbox.holds(ids[200], at: provider))
    #expect(
      bench.link(ids[41])?.members.contains { $0.value == "https://example.com/page/42" } == true)
    #expect(bench.sandbox.links(of: provider).count == 201)
    var options = SandboxOptions()
    try options.addIDs(listedIn: ids.joined(separator: "\n"), of: provider)
    #expect(options.ids[provider] == ids)
  }

  @Test("a line that no provider would give is no ID")
  func badIDs() {
    for (provider, text) in [
      (SandboxProvider.shortio, "12345"), (.kutt, "x"), (.bitly, "hash"), (.yourls, "a b"),
    ] {
      var options = SandboxOptions()
      #expect(throws: IDListError(line: 1, text: text)) {
        try options.addIDs(listedIn: text, of: provider)
      }
    }
  }

  @Test("a chosen limit counts all calls, and a 429 has the provider's hints", arguments: providers)
  func limited(provider: SandboxProvider) throws {
    let limit = RateLimit(1, per: .longest, kind: .rollingLog)
    let bench = try RuledBench(provider, limit: .custom(limit))
    let first = try Self.read(bench)
    #expect(first.status == 200)
    let second = try Self.read(bench)
    #expect(second.status == 429)
    let sends = provider == .shortio || provider == .rebrandly
    #expect((first["X-RateLimit-Limit"] == "1") == sends)
    #expect((second["X-RateLimit-Remaining"] == "0") == sends)
    #expect((second["Retry-After"] != nil) == (provider == .shortio))
    let isPage = [.yourls, .shlink, .kutt].contains(provider)
    #expect(second["Content-Type"]?.hasPrefix("text/html") == isPage)
  }

  @Test("headers and hints come as chosen", arguments: providers)
  func chosenHeaders(provider: SandboxProvider) throws {
    let limit = RateLimit(1, per: .longest, kind: .rollingLog)
    let loud = try RuledBench(provider, limit: .custom(limit)) { options in
      options.rateHeaders = .all
      options.retryAfter = .year
    }
    #expect(try Self.read(loud)["X-RateLimit-Remaining"] == "0")
    #expect(try Self.read(loud)["Retry-After"] == "31536000")
    let silent = try RuledBench(provider, limit: .custom(limit)) { options in
      options.rateHeaders = .none
      options.retryAfter = .none
    }
    _ = try Self.read(silent)
    let reply = try Self.read(silent)
    #expect(reply.status == 429)
    #expect(reply["X-RateLimit-Limit"] == nil)
    #expect(reply["Retry-After"] == nil)
  }

  @Test("faults befall them, and what was done is recorded", arguments: providers)
  func faults(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider, links: 1) { options in
      options.faults = [FaultRule(.answer(.init(status: 503), acts: false))]
      options.faults[0].provider = provider
      options.faults[0].choice = .first(1)
    }
    #expect(try Self.read(bench).status == 503)
    #expect(try Self.read(bench).status == 200)
    #expect(bench.counters.total() == 2)
    #expect(bench.counters.count(of: 503) == 1)
    #expect(bench.counters.created + bench.counters.updated + bench.counters.deleted == 0)
  }

  @Test("paths that lead nowhere say so", arguments: providers)
  func unknownPath(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider)
    let reply = try bench.sandbox.send(
      provider, "GET", "/nowhere/at/all", headers: [bench.keyHeader])
    #expect(reply.status == (provider == .yourls ? 302 : 404))
    #expect(bench.counters.total(.other) == 1)
  }

  @Test("bytes that are no request are refused in the provider's way", arguments: providers)
  func badRequest(provider: SandboxProvider) throws {
    let bench = try RuledBench(provider)
    let client = try RawClient(port: bench.sandbox.port(of: provider))
    client.send("nonsense\r\n\r\n")
    #expect(try client.reply().status == 400)
  }

  @Test("choices have names that differ, and take what they say they take")
  func choices() throws {
    let names = SandboxChoice.all.map(\.name)
    #expect(Set(names).count == names.count)
    for choice in SandboxChoice.all {
      #expect(SandboxProvider(rawValue: String(choice.name.prefix { $0 != "." })) != nil)
      var options = SandboxOptions()
      for value in choice.values + [choice.usual] where !value.hasPrefix("some of ") {
        try options.choose("\(choice.name)=\(value == "a number" ? "3" : value)")
      }
      #expect(throws: OptionTextError.self) { try options.choose("\(choice.name)=nonsense") }
    }
    var options = SandboxOptions()
    try options.choose("yourls.plugins=delete,edit")
    #expect(options.yourls.plugins == [.delete, .edit])
    try options.choose("yourls.plugins=")
    #expect(options.yourls.plugins == [])
    try options.choose("shlink.delete-threshold=none")
    #expect(options.shlink.deleteThreshold == nil)
    try options.choose("shortio.moves-folders=yes")
    #expect(options.shortIO.movesFolders)
    for text in ["", "yourls", "dub.x=1", "yourls.charset=64", "yourls.private=maybe"] {
      #expect(throws: OptionTextError.self) { try options.choose(text) }
    }
  }
}
