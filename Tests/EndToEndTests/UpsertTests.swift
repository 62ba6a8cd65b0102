import Records
import Sandbox
import TestSupport
import Testing

/// Upserts: each row's link is as the row says, made at most once, and the result says what was done.
@Suite(.inTurn) struct UpsertTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 5
    options.limit = .none
    try change(&options)
    return try Rehearsal(provider, options)
  }

  private func row(_ number: Int, _ provider: SandboxProvider, _ text: String) -> JSONObject {
    var row: JSONObject = [
      "url": .string("https://example.org/p/\(number)?n=\(number)&q=a+b%20c"),
      "externalId": .string("own-\(number)"),
      provider == .dub ? "comments" : "title": .string(text),
    ]
    if provider == .dub {
      row.append("key", .string("Key/\(number)"))
      row.append("domain", .string(DubLink.domain))
      row.append("tagIds", number % 2 == 0 ? ["tag_1", "tag_2"] : "tag_2,tag_1")
    } else {
      row.append("collectionId", .string(HokoCollection.first.id.text))
      row.append("utm", ["source": "list"])
    }
    return row
  }

  /// Holds each row against the one link that has its external ID.
  private func expectHeld(
    _ rehearsal: Rehearsal, _ rows: [JSONObject], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let links = Dictionary(grouping: rehearsal.sandbox.links(of: rehearsal.provider)) {
      $0["externalId"]?.string ?? ""
    }
    for row in rows {
      let held = links[row["externalId"]?.string ?? "?"] ?? []
      let isHeld = ["url", "comments", "title"].allSatisfy {
        row[$0] == nil || held.first?[$0] == row[$0]
      }
      #expect(
        held.count == 1 && isHeld, "\(JSONValue.object(row).text): \(held)",
        sourceLocation: sourceLocation)
    }
  }

  private static let tags = [DubTag(id: "tag_1", name: "One"), DubTag(id: "tag_2", name: "Two")]

  @Test(
    "rows are found by external ID or key; what is new is created, what differs changed, and the rest left",
    arguments: [(SandboxProvider.dub, "external-id"), (.dub, "key"), (.hoko, "external-id")])
  func found(provider: SandboxProvider, match: String) async throws {
    let rehearsal = try rehearsal(provider) { $0.dub.tags = Self.tags }
    let old = (1...200).map { row($0, provider, "old") }
    let first = try await rehearsal.run("upsert", old, options: ["--match", match])
    #expect(first.count("created") == 200, "\(first.figures) \(first.results.prefix(2))")
    expectHeld(rehearsal, old)
    let calls = rehearsal.counters.total()
    // Look-ups, and creates in full requests.
    #expect(calls == 200 + (provider == .dub ? 2 : 1))
    let rows = (1...300).map { row($0, provider, $0 <= 100 ? "old" : "new") }
    let second = try await rehearsal.run("upsert", rows, options: ["--match", match])
    #expect(second.results.prefix(100).allSatisfy { $0.status == "unchanged" })
    #expect(second.results[100..<200].allSatisfy { $0.status == "updated" })
    #expect(second.results[200...].allSatisfy { $0.status == "created" }, "\(second.figures)")
    #expect(second.run.status == 0 && second.run.errors.contains("100 unchanged"))
    expectHeld(rehearsal, rows)
    // The changes are equal and nothing but them is sent, so they share one request.
    #expect(rehearsal.counters.total() == calls + 300 + 2)
    for (row, result) in zip(rows, second.results) {
      #expect(result.link?["externalId"] == row["externalId"] && result.id != nil)
    }
  }

  @Test("--match url is Dub's own upsert, and the result says what it did")
  func native() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = (1...40).map {
        DubLink(id: "link_\($0)", key: "k\($0)", url: "https://example.org/p/\($0)")
      }
    }
    let rows: [JSONObject] = (1...60).map { number in
      var row: JSONObject = ["url": .string("https://example.org/p/\(number)")]
      if number > 20 { row.append("comments", .string("row \(number)")) }
      return row
    }
    let run = try await rehearsal.run("upsert", rows, options: ["--match", "url"])
    let statuses = run.results.map(\.status)
    #expect(statuses.prefix(20).allSatisfy { $0 == "unchanged" }, "\(run.figures)")
    #expect(statuses[20..<40].allSatisfy { $0 == "updated" }, "\(run.figures)")
    #expect(statuses[40...].allSatisfy { $0 == "created" }, "\(run.figures)")
    #expect(rehearsal.counters.total() == 60 && rehearsal.counters.total(.upsert) == 60)
    for (number, result) in zip(1..., run.results) {
      let held = rehearsal.sandbox.links(of: .dub).filter {
        $0["url"]?.string == "https://example.org/p/\(number)"
      }
      #expect(held.count == 1 && held.first?["id"] == result.link?["id"])
      if number > 20 { #expect(held.first?["comments"] == .string("row \(number)")) }
    }
  }

  @Test(
    "by ID a row is a change, or a create where it has none; an ID that is not there is no create",
    arguments: SandboxProvider.ofLinkctl)
  func byID(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider)
    let mark = provider == .dub ? "comments" : "title"
    let name = provider == .shortpen ? "url_id" : "id"
    let ids = rehearsal.ids(1...2) + rehearsal.ids([77])
    var rows: [JSONObject] = ids.enumerated().map { index, id in
      [name: .string(id), mark: .string("change \(index)")]
    }
    var new: JSONObject = ["url": "https://example.org/new", mark: "new", name: nil]
    if provider == .hoko { new.append("collectionId", .string(HokoCollection.first.id.text)) }
    if provider == .shortpen { new.append("domain_id", 1) }
    rows.append(new)
    let run = try await rehearsal.run("upsert", rows, options: ["--match", "id"])
    #expect(
      run.results.map(\.status) == ["updated", "updated", "not_found", "created"],
      "\(run.results)")
    #expect(run.run.status == 1 && run.results[2].id == ids[2])
    for (index, id) in ids.prefix(2).enumerated() {
      #expect(rehearsal.sandbox.link(id, at: provider)?[mark] == .string("change \(index)"))
    }
    #expect(rehearsal.newLinks(by: mark)["new"]?.count == 1 && rehearsal.counters.created == 1)
  }

  private static let foreign = DubLink(
    id: "link_theirs", key: "theirs", workspace: "ws_other", url: "https://example.org/1")

  @Test(
    "a name that belongs to another workspace, or to a link that Dub takes for the same, fails the row"
  )
  func taken() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = [
        Self.foreign,
        DubLink(id: "link_ours", externalID: "own-a", key: "ours", url: "https://example.org/2"),
      ]
    }
    let domain = JSONObject.Member("domain", .string(DubLink.domain))
    let byKey = try await rehearsal.run(
      "upsert", [JSONObject([.init("url", "https://e.org"), .init("key", "theirs"), domain])],
      options: ["--match", "key"])
    #expect(byKey.results.map(\.code) == ["conflict"], "\(byKey.results)")
    #expect(byKey.run.status == 1 && rehearsal.counters.created == 0)
    // The key of a new link is taken: the row that would be created fails, and no other.
    let rows: [JSONObject] = [
      ["url": "https://e.org/1", "externalId": "new-1", "key": "ours"],
      ["url": "https://e.org/2", "externalId": "new-2"],
    ]
    let byID = try await rehearsal.run("upsert", rows, options: ["--match", "external-id"])
    #expect(byID.results.map(\.status) == ["failed", "created"], "\(byID.results)")
    #expect(rehearsal.sandbox.link("link_ours", at: .dub)?["url"] == "https://example.org/2")
  }

  @Test(
    "parameters beside the URL, dates, lists and tags do not make a link that is as asked look changed"
  )
  func settled() async throws {
    let rehearsal = try rehearsal { $0.dub.tags = Self.tags }
    let rows: [JSONObject] = [
      [
        "url": "https://Example.org?b=1&a=%C3%BC", "externalId": "x1", "utm_source": "a b",
        "utm_term": "ü", "ref": "r",
      ],
      ["url": "example.org", "externalId": "ext_x2", "utm_source": "", "folderId": ""],
      ["url": "https://example.org/x#f", "externalId": "x3", "geo": ["DE": "https://e.de"]],
      ["url": "https://example.org/t", "externalId": "x4", "tagNames": ["two", "One"]],
      ["url": "https://example.org/t", "externalId": "x5", "prefix": "p", "archived": true],
      ["url": "https://example.org/n", "externalId": "x6", "comments": nil, "tagId": nil],
    ]
    let options = ["--match", "external-id"]
    let first = try await rehearsal.run("upsert", rows, options: options)
    #expect(first.count("created") == rows.count, "\(first.results)")
    let second = try await rehearsal.run("upsert", rows, options: options)
    #expect(second.count("unchanged") == rows.count, "\(second.results)")
    let change: [JSONObject] = [
      ["url": "https://example.org?b=1&a=%C3%BC", "externalId": "x1", "utm_source": "other"],
      ["url": "https://example.org/y#f", "externalId": "x3"],
      ["url": "https://example.org/t", "externalId": "x4", "tagNames": "One"],
    ]
    let third = try await rehearsal.run("upsert", change, options: options)
    #expect(third.count("updated") == 3, "\(third.results)")
    let again = try await rehearsal.run("upsert", change, options: options)
    #expect(again.count("unchanged") == 3, "\(again.results.map(\.link))")
  }

  @Test("an empty key, a parameter in the URL and another case of a key settle after one change")
  func settles() async throws {
    let rehearsal = try rehearsal {
      $0.dub.links = [
        DubLink(id: "link_1", externalID: "a", key: "Foo", url: "https://example.org/"),
        DubLink(
          id: "link_2", externalID: "b", key: "bar", url: "https://example.org/?ref=old&q=a+b"),
      ]
    }
    let rows: [JSONObject] = [
      ["url": "https://example.org/?utm_source=x", "externalId": "a", "key": "foo"],
      ["url": "https://example.org/?q=a+b", "externalId": "b", "key": ""],
      ["url": "https://example.org/", "externalId": "c", "key": ""],
    ]
    let options = ["--match", "external-id"]
    let first = try await rehearsal.run("upsert", rows, options: options)
    #expect(first.results.map(\.status) == ["updated", "updated", "created"], "\(first.results)")
    let links = ["link_1", "link_2"].map { rehearsal.sandbox.link($0, at: .dub) }
    #expect(links[0]?["url"] == "https://example.org/?utm_source=x" && links[0]?["key"] == "foo")
    #expect(links[1]?["url"] == "https://example.org/?q=a+b")
    let second = try await rehearsal.run("upsert", rows, options: options)
    #expect(second.count("unchanged") == 3, "\(second.results)")
  }
}
