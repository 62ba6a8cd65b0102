import Records
import Sandbox
import TestSupport
import Testing

/// Whatever befalls creates, no link is made twice and no result lies.
@Suite(.inTurn) struct CreateFaultTests {
  private static let faults = [
    "percent=20 seed=1 act-then-close", "percent=20 seed=2 act-then-status=500",
    "percent=20 seed=3 cut", "percent=20 seed=4 close", "percent=10 seed=5 hang",
    "percent=10 seed=6 act-then-hang", "percent=20 seed=7 status=503 header=\"Retry-After: 0\"",
    "percent=20 seed=8 act-then-status=200 body=\"<html>\"",
  ]

  /// Rows that can be asked for by external ID or key, and rows that cannot.
  static func row(_ number: Int, at provider: SandboxProvider) -> JSONObject {
    var row: JSONObject = ["url": .string("https://example.org/p/\(number)?n=\(number)")]
    let id = JSONValue.string("own-\(number)")
    switch provider {
    case .dub:
      row.append("comments", .string("row \(number)"))
      switch number % 4 {
      case 0: row.append("key", .string("Key\(number)"))
      case 1: row.append("externalId", id)
      case 2:
        row.append("externalId", id)
        row.append("key", .string("Both/\(number)"))
      default: break
      }
    case .hoko:
      row.append("title", .string("row \(number)"))
      row.append("collectionId", .string(HokoCollection.first.id.text))
      if number % 4 != 3 { row.append("externalId", id) }
    case .shortpen:
      row.append("title", .string("row \(number)"))
      row.append("domain_id", 1)
      if number % 4 != 3 { row.append("custom_slug", .string("slug\(number)")) }
    default: break
    }
    return row
  }

  static func mark(of provider: SandboxProvider) -> String {
    provider == .dub ? "comments" : "title"
  }

  @Test("one kind of fault at a time", arguments: SandboxProvider.ofLinkctl, faults)
  func truth(provider: SandboxProvider, fault: String) async throws {
    try await check(provider, ["POST \(fault)", "PUT \(fault)"])
  }

  @Test("every kind of fault at once, on look-ups too", arguments: SandboxProvider.ofLinkctl)
  func all(provider: SandboxProvider) async throws {
    try await check(
      provider, Self.faults.map { $0.replacing(/percent=\d+/, with: "percent=3") })
  }

  private func check(_ provider: SandboxProvider, _ faults: [String]) async throws {
    var options = SandboxOptions()
    options.links = 5
    options.limit = .none
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    let rehearsal = try Rehearsal(provider, options)
    let rows = (1...(provider == .shortpen ? 80 : 300)).map { Self.row($0, at: provider) }
    let creation = try await rehearsal.run(
      "create", rows,
      options: ["--batch-size", provider == .shortpen ? "1" : "20"]
        + ["--timeout", "2", "--retries", "8", "--rate", "10000/s"])
    rehearsal.expectTruth(creation, mark: Self.mark(of: provider))
    for (row, result) in zip(rows, creation.results) {
      let canBeAsked =
        row["externalId"] != nil || row["key"] != nil || row["custom_slug"] != nil
      if canBeAsked { #expect(result.status == "created", "\(result)") }
      #expect(result.status != "failed", "\(result)")
    }
    let unknown = creation.count("unknown")
    #expect(creation.count("created") + unknown == rows.count, "\(creation.figures)")
    #expect(creation.run.status == (unknown > 0 ? 4 : 0), "\(creation.run.errors)")
  }

  @Test("a key that is lost in a race is another's link, and the row has failed")
  func lostRace() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.lostRaceEvery = 7
    let rehearsal = try Rehearsal(.dub, options)
    let rows = (1...300).map { Self.row($0, at: .dub) }
    let creation = try await rehearsal.run("create", rows, options: ["--batch-size", "50"])
    expectRaces(rehearsal, creation)
  }

  @Test("a key that is lost is named, and costs the rows beside it nothing")
  func lostRaceAlone() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.lostRaceEvery = 2
    let rehearsal = try Rehearsal(.dub, options)
    // Both keys and external IDs; the second row loses its key to another request.
    let rows = [2, 6, 3, 7, 5].map { Self.row($0, at: .dub) }
    let creation = try await rehearsal.run("create", rows)
    expectRaces(rehearsal, creation)
    #expect(
      creation.results.map(\.status) == ["created", "failed", "created", "created", "created"])
    #expect(rehearsal.counters.total(.create) == 1)
  }

  /// The rivals' links bear no row's mark; a row that lost has failed for the conflict.
  private func expectRaces(_ rehearsal: Rehearsal, _ creation: LinkRun) {
    let made = rehearsal.newLinks(by: "comments")
    let rivals = made[""] ?? []
    #expect(!rivals.isEmpty)
    let taken = Set(rivals.compactMap { $0["key"]?.string?.lowercased() })
    for (row, result) in zip(creation.rows, creation.results) {
      let hasLost = row["key"]?.string.map { taken.contains($0.lowercased()) } ?? false
      let links = made[row["comments"]?.string ?? "?"] ?? []
      #expect(links.count == (hasLost ? 0 : 1))
      #expect(result.status == (hasLost ? "failed" : "created"), "\(result)")
      #expect(result.code == (hasLost ? "conflict" : nil), "\(result)")
      if !hasLost { #expect(result.link?["id"] == links.first?["id"]) }
    }
  }

  @Test("a link with the row's external ID and URL that was there before is not called created")
  func older() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.links = [
      DubLink(id: "link_old", externalID: "own-1", url: "https://example.org/1")
    ]
    options.faults = [try FaultRule(parsing: "create first=1 act-then-close")]
    let rehearsal = try Rehearsal(.dub, options)
    let rows: [JSONObject] = (1...2).map {
      [
        "url": .string("https://example.org/\($0)"), "externalId": .string("own-\($0)"),
        "comments": .string("row \($0)"),
      ]
    }
    let creation = try await rehearsal.run("create", rows)
    #expect(creation.results.map(\.status) == ["failed", "created"], "\(creation.results)")
    #expect(creation.results.first?.code == "conflict")
    #expect(rehearsal.counters.created == 1)
  }

  @Test("a link with the same key and nearly the same URL that was there before is not the row's")
  func nearlySame() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.links = [
      DubLink(id: "link_old", key: "promo", url: "https://example.org/p?campaign=1")
    ]
    options.faults = [try FaultRule(parsing: "create first=1 act-then-close")]
    let rehearsal = try Rehearsal(.dub, options)
    let row: JSONObject = [
      "url": "https://example.org/p?campaign=2", "key": "promo", "domain": .string(DubLink.domain),
      "comments": "row 1",
    ]
    let creation = try await rehearsal.run("create", [row])
    rehearsal.expectTruth(creation, mark: "comments")
    #expect(creation.results.map(\.status) == ["failed"], "\(creation.results)")
  }

  @Test(
    "keys outside ASCII are told from the form in which Dub keeps them", arguments: [false, true])
  func oddKeys(isLost: Bool) async throws {
    var options = SandboxOptions()
    options.limit = .none
    if isLost { options.faults = [try FaultRule(parsing: "create first=1 act-then-close")] }
    let rehearsal = try Rehearsal(.dub, options)
    let keys = ["🚀", "grüße/ünïcode", "日本語", "/Slashes/", "a.b-c_d", "e\u{301}", "👩‍👩‍👧"]
    let rows: [JSONObject] = keys.enumerated().map { index, key in
      [
        "url": .string("https://example.org/\(index)"), "key": .string(key),
        "comments": .string("row \(index)"),
      ]
    }
    let creation = try await rehearsal.run("create", rows)
    #expect(creation.count("created") == keys.count, "\(creation.results)")
    let made = rehearsal.newLinks(by: "comments")
    for (row, result) in zip(rows, creation.results) {
      let links = made[row["comments"]?.string ?? ""] ?? []
      #expect(links.count == 1 && links.first?["id"] == result.link?["id"])
    }
    #expect(rehearsal.counters.total(.create) == 1)
  }
}
