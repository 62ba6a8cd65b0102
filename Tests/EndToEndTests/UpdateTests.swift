import Records
import Sandbox
import TestSupport
import Testing

/// Changes: each link ends with its own row's, in few requests.
@Suite(.inTurn) struct UpdateTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, _ links: Int = 20,
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    try change(&options)
    return try Rehearsal(provider, options)
  }

  private func row(_ id: String, _ change: JSONObject) -> JSONObject {
    JSONObject([JSONObject.Member("id", .string(id))] + change.members)
  }

  /// Compares a field of every link that a row names with what the row says.
  private func expectOwn(
    _ field: String, _ rehearsal: Rehearsal, _ rows: [JSONObject],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let wrong = rows.filter { row in
      let id = row["id"]?.string ?? ""
      return rehearsal.sandbox.link(id, at: rehearsal.provider)?[field] != row[field]
    }
    #expect(
      wrong.isEmpty, "\(wrong.count): \(wrong.prefix(3).map { JSONValue.object($0).text })",
      sourceLocation: sourceLocation)
  }

  @Test("10,000 rows with 37 changes scattered over them take at most 137 requests")
  func thirtySeven() async throws {
    let rehearsal = try rehearsal(.dub, 10_000)
    var random = SeededGenerator(seed: 37)
    let rows = rehearsal.ids(1...10_000).map { id in
      let number = Int.random(in: 1...37, using: &random)
      return row(id, ["comments": .string("change \(number)"), "archived": .bool(number > 18)])
    }
    let input = rows.map { JSONValue.object($0).text + "\n" }.joined()
    let run = try await rehearsal.linkctl.run(
      ["update", "--input", "-", "-o", "json"], environment: rehearsal.environment, input: input)
    #expect(run.status == 0, "\(run.errors)")
    let summary = try JSONValue(parsing: [UInt8](run.output.utf8))["summary"]
    let requests = try #require(summary?["requests"]?.int64)
    print("10,000 updates, 37 changes: \(requests) requests")
    #expect(requests <= 137 && summary?["updated"]?.int64 == 10_000)
    #expect(rehearsal.counters.total() == Int(requests))
    #expect(rehearsal.counters.updated == 10_000)
    expectOwn("comments", rehearsal, rows)
    expectOwn("archived", rehearsal, rows)
  }

  @Test("a change whose kept-alive connection dies is sent again by linkctl alone, and counted")
  func deadConnections() async throws {
    let rehearsal = try rehearsal {
      $0.faults = [try FaultRule(parsing: "update after=1 every=3 act-then-close")]
    }
    let rows = rehearsal.ids(1...20).map { row($0, ["comments": .string("of \($0)")]) }
    let input = rows.map { JSONValue.object($0).text + "\n" }.joined()
    let run = try await rehearsal.linkctl.run(
      ["update", "--input", "-", "-o", "json", "-c", "1", "--batch-size", "1"],
      environment: rehearsal.environment, input: input)
    #expect(run.status == 0, "\(run.errors)")
    let summary = try JSONValue(parsing: [UInt8](run.output.utf8))["summary"]
    let resends = try #require(summary?["resends"]?.int64)
    #expect(rehearsal.counters.total() == summary?["requests"]?.int64.map { Int($0) })
    #expect(resends > 0 && summary?["requests"]?.int64 == 20 + resends)
    expectOwn("comments", rehearsal, rows)
  }

  @Test("of rows that change one link the last has the last word", arguments: [true, false])
  func lastWord(isFar: Bool) async throws {
    let rehearsal = try rehearsal()
    let ids = rehearsal.ids(1...3)
    var texts = [(0, "first"), (1, "other"), (0, "second"), (0, "first")]
    if isFar { texts.insert(contentsOf: (0..<150).map { (2, "far \($0)") }, at: 3) }
    let rows = texts.map { row(ids[$0.0], ["comments": .string($0.1)]) }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == rows.count, "\(update.figures)")
    let comments = ids.map { rehearsal.sandbox.link($0, at: .dub)?["comments"]?.string }
    #expect(comments == ["first", "other", isFar ? "far 149" : nil])
  }

  @Test("a link that rows name by its ID and by its external ID ends as the last of them says")
  func twoNames() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = (1...50).map { DubLink(id: "link_n\($0)", externalID: "n\($0)") }
    }
    let rows = (1...50).flatMap { number in
      let names = ["link_n\(number)", "ext_n\(number)"]
      return (number % 2 == 0 ? names : names.reversed()).enumerated().map { index, name in
        row(name, ["comments": .string("\(number): \(index)")])
      }
    }
    let update = try await rehearsal.run("update", rows, options: ["--rate", "10000/s"])
    #expect(update.count("updated") == 100, "\(update.figures)")
    #expect(rehearsal.counters.total() == 100 && rehearsal.counters.updated == 100)
    for number in 1...50 {
      let link = rehearsal.sandbox.link("link_n\(number)", at: .dub)
      #expect(link?["comments"] == .string("\(number): 1"))
    }
  }

  @Test(
    "rows follow the external ID that an earlier row gives to their link", arguments: [false, true])
  func renamed(keepsBackup: Bool) async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = [
        DubLink(id: "link_a", externalID: "a"), DubLink(id: "link_b", externalID: "b"),
      ]
    }
    let changes: [(String, JSONObject)] = [
      ("ext_b", ["externalId": "c"]), ("ext_a", ["externalId": "b", "comments": "1"]),
      ("ext_b", ["comments": "2"]), ("link_a", ["externalId": "d"]), ("ext_d", ["title": "3"]),
      ("ext_c", ["title": "4"]),
    ]
    let folder = try TemporaryDirectory()
    let update = try await rehearsal.run(
      "update", changes.map { row($0.0, $0.1) },
      options: ["--rate", "10000/s"] + (keepsBackup ? ["--backup", folder.file("backup")] : []))
    #expect(update.count("updated") == changes.count, "\(update.results)")
    #expect(rehearsal.counters.updated == changes.count)
    let links = ["link_a", "link_b"].map { rehearsal.sandbox.link($0, at: .dub) }
    #expect(links[0]?["externalId"] == "d" && links[1]?["externalId"] == "c")
    #expect(links[0]?["comments"] == "2" && links[0]?["title"] == "3")
    #expect(links[1]?["title"] == "4")
  }

  @Test("lost answers do not give an earlier row the last word under another name")
  func twoNamesLost() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = (1...8).map { DubLink(id: "link_n\($0)", externalID: "n\($0)") }
      $0.faults = [try FaultRule(parsing: "update percent=25 seed=3 act-then-close")]
    }
    let rows = (1...8).flatMap { number in
      ["ext_n\(number)", "link_n\(number)"].enumerated().map { index, name in
        row(name, ["comments": .string("\(number): \(index)")])
      }
    }
    let update = try await rehearsal.run("update", rows, options: ["--rate", "10000/s"])
    #expect(update.count("updated") == 16, "\(update.figures)")
    for number in 1...8 {
      let link = rehearsal.sandbox.link("link_n\(number)", at: .dub)
      #expect(link?["comments"] == .string("\(number): 1"))
    }
  }

  @Test("equal rows with another one between them, under another name, are not one")
  func notEqualAfterAll() async throws {
    let rehearsal = try rehearsal { $0.dub.links = [DubLink(id: "link_a", externalID: "a")] }
    let rows = [("link_a", "1"), ("ext_a", "2"), ("link_a", "1")].map {
      row($0.0, ["comments": .string($0.1)])
    }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == 3, "\(update.figures)")
    #expect(rehearsal.sandbox.link("link_a", at: .dub)?["comments"] == "1")
  }

  @Test("one change for links of both kinds of IDs takes no more requests than the kinds need")
  func oneChange() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = (1...20).map { DubLink(id: "link_n\($0)", externalID: "n\($0)") }
    }
    let rows = (1...20).flatMap { ["link_n\($0)", "ext_n\($0)"] }.map {
      row($0, ["archived": true])
    }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == 40 && rehearsal.counters.total() == 2, "\(update.figures)")
  }

  @Test("equal rows for one link share a request, and each has its result")
  func equalRows() async throws {
    let rehearsal = try rehearsal()
    let rows = [1, 1, 2, 1].map { row(rehearsal.ids([$0])[0], ["archived": true]) }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == 4 && rehearsal.counters.total() == 1)
  }

  @Test("texts that only look the same are different changes, for one link and for two")
  func lookalikes() async throws {
    let rehearsal = try rehearsal()
    let ids = rehearsal.ids(1...2)
    let texts = ["\u{E9}", "e\u{301}"]
    let rows =
      [row(ids[0], ["comments": .string(texts[0])])]
      + ids.map { row($0, ["comments": .string(texts[1])]) }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == 3)
    for id in ids {
      let comments = rehearsal.sandbox.link(id, at: .dub)?["comments"]?.string ?? ""
      #expect(Array(comments.utf8) == Array(texts[1].utf8))
    }
    let apart = zip(ids, texts).map { row($0, ["comments": .string($1)]) }
    _ = try await rehearsal.run("update", apart)
    for (id, text) in zip(ids, texts) {
      let comments = rehearsal.sandbox.link(id, at: .dub)?["comments"]?.string ?? ""
      #expect(Array(comments.utf8) == Array(text.utf8))
    }
  }

  @Test("external IDs go bare into the bulk change, and each kind of ID in requests of its own")
  func externalIDs() async throws {
    let rehearsal = try rehearsal {
      $0.ids[.dub] = ["ext_one", "ext_two", "ext_ext_three", "ext_Four"]
    }
    let ids = ["ext_one", "ext_two", "ext_ext_three", "ext_Four", "ext_none"]
    let rows = (ids + rehearsal.ids(1...2)).map { row($0, ["comments": "new"]) }
    let update = try await rehearsal.run("update", rows)
    let statuses = update.results.map(\.status)
    #expect(statuses[..<4].allSatisfy { $0 == "updated" } && statuses[4] == "not_found")
    #expect(statuses[5...].allSatisfy { $0 == "updated" })
    #expect(rehearsal.counters.total(.update) == 2 && rehearsal.counters.total() == 2)
    expectOwn("comments", rehearsal, rows.filter { $0["id"] != "ext_none" })
  }

  @Test("a change that the bulk call gets wrong goes link by link")
  func aloneAtDub() async throws {
    let rehearsal = try rehearsal()
    let ids = rehearsal.ids(1...6)
    let changes: [JSONObject] = [
      ["url": "https://example.org/?key=stolen&ref=x"], ["url": "https://example.org/?foo=1"],
      ["key": "new-key"], ["externalId": "own-1"],
      ["url": "https://example.org/q", "utm_source": "mail"], ["url": "https://example.org/plain"],
    ]
    let rows = zip(ids, changes).map { row($0, $1) }
    let update = try await rehearsal.run("update", rows)
    #expect(update.count("updated") == 6, "\(update.results)")
    #expect(rehearsal.counters.total(.updateOne) == 6 && rehearsal.counters.total(.update) == 0)
    let links = ids.map { rehearsal.sandbox.link($0, at: .dub) }
    #expect(links[0]?["url"] == "https://example.org/?key=stolen&ref=x")
    #expect(links[0]?["key"] != "stolen" && links[1]?["url"] == "https://example.org/?foo=1")
    #expect(links[2]?["key"] == "new-key" && links[3]?["externalId"] == "own-1")
    #expect(links[4]?["url"] == "https://example.org/q?utm_source=mail")
    #expect(links[4]?["utm_source"] == "mail")
    #expect(links[5]?["url"] == "https://example.org/plain")
  }

  @Test(
    "links that are not there are named, and the others changed",
    arguments: SandboxProvider.ofLinkctl)
  func notFound(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider)
    let field = provider == .dub ? "comments" : "title"
    let rows = rehearsal.ids([1, 901, 2, 902, 3]).enumerated().map {
      row($1, [field: .string("new \($0)")])
    }
    let update = try await rehearsal.run("update", rows)
    let wanted = ["updated", "not_found", "updated", "not_found", "updated"]
    #expect(update.results.map(\.status) == wanted, "\(update.results)")
    #expect(update.run.status == 1)
    expectOwn(field, rehearsal, [rows[0], rows[2], rows[4]])
    let again = try await rehearsal.run("update", rows, options: ["--ignore-not-found"])
    #expect(again.run.status == 0)
  }

  @Test("a bad tag in --set fails every row for its own words, in a request for each hundred")
  func badTag() async throws {
    let rehearsal = try rehearsal(.dub, 500)
    let run = try await rehearsal.linkctl.run(
      ["update", "--set", "tagIds=tag_none", "-o", "ndjson"], environment: rehearsal.environment,
      input: rehearsal.ids(1...500).joined(separator: "\n"))
    let results = try run.lines.map(LinkReport.init)
    #expect(results.count == 500 && run.status == 1)
    let isNamed = results.allSatisfy {
      $0.status == "failed" && $0.message?.contains("Invalid tagIds detected: tag_none") == true
    }
    #expect(isNamed, "\(results.prefix(2))")
    #expect(rehearsal.counters.total() == 5 && rehearsal.counters.updated == 0)
  }

  @Test("--set takes each type, for IDs in arguments")
  func set() async throws {
    let rehearsal = try rehearsal {
      $0.dub.tags = ["tag_1", "tag_2"].map { DubTag(id: $0, name: $0) }
    }
    let ids = rehearsal.ids(1...2)
    let sets = [
      "archived=yes", "comments=a = b", "tagIds=tag_1,tag_2", "title=null",
      #"geo={"US":"https://us.example.org/"}"#,
    ]
    let run = try await rehearsal.linkctl.run(
      ["update"] + sets.flatMap { ["--set", $0] } + ids,
      environment: rehearsal.environment)
    #expect(run.status == 0, "\(run.errors)")
    for id in ids {
      let link = try #require(rehearsal.sandbox.link(id, at: .dub))
      #expect(link["archived"] == true && link["comments"] == "a = b" && link["title"] == .null)
      #expect(link["tags"]?.array?.count == 2)
      #expect(link["geo"] == ["US": "https://us.example.org/"])
    }
    for set in ["archived=maybe", "geo=[1]", "archive=true", "archived=null", "url="] {
      let before = rehearsal.counters.total()
      let run = try await rehearsal.linkctl.run(
        ["update", "--set", set] + ids, environment: rehearsal.environment)
      #expect(run.status == 2 && rehearsal.counters.total() == before, "\(set): \(run.errors)")
    }
  }

  private static let faults = [
    "percent=20 seed=1 act-then-close", "percent=20 seed=2 act-then-status=500",
    "percent=20 seed=3 cut", "percent=20 seed=4 close", "percent=10 seed=5 hang",
    "percent=20 seed=8 act-then-status=200 body=\"<html>\"",
  ]

  @Test(
    "whatever befalls changes, each is done or said to be unknown",
    arguments: SandboxProvider.ofLinkctl, faults)
  func truth(provider: SandboxProvider, fault: String) async throws {
    let count = provider == .shortpen ? 80 : 300
    let rehearsal = try rehearsal(provider, count) {
      $0.faults = [
        try FaultRule(parsing: "update \(fault)"), try FaultRule(parsing: "update-one \(fault)"),
      ]
    }
    let field = provider == .dub ? "comments" : "title"
    let rows = rehearsal.ids(1...count).enumerated().map { index, id in
      row(id, [field: .string("new \(provider == .dub ? index % 20 : index)")])
    }
    let update = try await rehearsal.run(
      "update", rows,
      options: ["--timeout", "2", "--retries", "8", "--rate", "10000/s"]
        + (provider == .hoko ? ["--batch-size", "20"] : []))
    #expect(update.count("updated") == count && update.run.status == 0, "\(update.figures)")
    expectOwn(field, rehearsal, rows)
  }

  @Test("changes whose answers are always lost are unknown", arguments: SandboxProvider.ofLinkctl)
  func lost(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider) {
      $0.faults = [try FaultRule(parsing: "update after=1 act-then-close")]
    }
    let field = provider == .dub ? "comments" : "title"
    let rows = rehearsal.ids(1...3).enumerated().map {
      row($1, [field: .string("new \($0)")])
    }
    let update = try await rehearsal.run(
      "update", rows,
      options: ["--retries", "1", "--batch-size", "1", "-c", "1"]
        + ["--rate", "10000/s"])
    #expect(update.results.first?.status == "updated")
    let told = update.results.dropFirst().map(\.status)
    #expect(told.allSatisfy { ["unknown", "not_attempted"].contains($0) }, "\(told)")
    #expect(told.first == "unknown" && [3, 4].contains(update.run.status))
  }
}
