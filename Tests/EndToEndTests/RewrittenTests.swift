import Records
import Sandbox
import TestSupport
import Testing

/// Rows that Dub stores in another form than they were sent in: they are made, told, and settle.
@Suite(.inTurn) struct RewrittenTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    try change(&options)
    return try Rehearsal(provider, options)
  }

  private static let rows: [JSONObject] = [
    ["url": "münchen.example/straße"], ["url": "https://München.example/straße"],
    ["url": " https://example.org/blanks "], ["url": "https://example.org/a b?c d#e f"],
    ["url": "https://example.org/a b/../c", "utm_source": " mail "],
    ["url": "HTTPS://Example.org:443\\x", "utm_term": "a+b+c"],
    ["url": "https://example.org/straße?ü=ö", "ref": "r"],
    ["url": "example.org/tab\tin", "utm_medium": "m"],
    ["url": "https://example.org/t", "title": .string(String(repeating: "long ", count: 60))],
    ["url": "https://example.org/u", "description": .string(String(repeating: "é", count: 300))],
    ["url": "https://example.org/v", "expiresAt": "2031-01-31T12:00:00+02:00"],
    ["url": "https://example.org/w", "expiresAt": "2031-01-31", "ios": "example.org/ü"],
  ]

  private func rows(isKeyed: Bool, domain: String?) -> [JSONObject] {
    Self.rows.enumerated().map { index, fields in
      var row = fields
      row.append(isKeyed ? "key" : "externalId", .string("own-\(index)"))
      if let domain { row.append("domain", .string(domain)) }
      row.append("comments", .string("row \(index)"))
      return row
    }
  }

  @Test(
    "a link that was made is created, in whatever form its URL comes back",
    arguments: [(true, nil), (true, DubLink.domain), (false, nil)] as [(Bool, String?)],
    ["", "create first=1 act-then-close", "create first=1 cut"])
  func created(names: (isKeyed: Bool, domain: String?), fault: String) async throws {
    let rehearsal = try rehearsal {
      $0.faults = fault.isEmpty ? [] : [try FaultRule(parsing: fault)]
    }
    let rows = rows(isKeyed: names.isKeyed, domain: names.domain)
    let run = try await rehearsal.run("create", rows)
    #expect(run.count("created") == rows.count, "\(run.results)")
    #expect(run.run.status == 0 && rehearsal.counters.created == rows.count)
    let made = rehearsal.newLinks(by: "comments")
    for (row, result) in zip(rows, run.results) {
      #expect(result.link?["id"] == made[row["comments"]?.string ?? ""]?.first?["id"])
    }
  }

  @Test("rows that are alone in their requests are told too")
  func alone() async throws {
    let rehearsal = try rehearsal()
    let run = try await rehearsal.run(
      "create", rows(isKeyed: true, domain: nil), options: ["--batch-size", "1"])
    #expect(run.count("created") == Self.rows.count, "\(run.results)")
  }

  @Test("upserts of such rows settle: what was made is unchanged", arguments: [true, false])
  func unchanged(isKeyed: Bool) async throws {
    let rehearsal = try rehearsal()
    let rows = rows(isKeyed: isKeyed, domain: DubLink.domain)
    let options = ["--match", isKeyed ? "key" : "external-id"]
    let first = try await rehearsal.run("upsert", rows, options: options)
    #expect(first.count("created") == rows.count, "\(first.results)")
    let requests = rehearsal.counters.total()
    let second = try await rehearsal.run("upsert", rows, options: options)
    #expect(second.count("unchanged") == rows.count, "\(second.results)")
    #expect(rehearsal.counters.total() == requests + rows.count)
  }

  @Test("a form that cannot be foreseen is learned from the answer: it is never updated for ever")
  func learned() async throws {
    let rehearsal = try rehearsal { $0.dub.tags = [DubTag(id: "tag_1", name: "One")] }
    let row: JSONObject = [
      "url": "https://example.org/", "externalId": "a", "tagIds": ["tag_1"], "tagNames": ["One"],
    ]
    let options = ["--match", "external-id"]
    _ = try await rehearsal.run("upsert", [row], options: options)
    let second = try await rehearsal.run("upsert", [row], options: options)
    #expect(second.results.map(\.status) == ["unchanged"], "\(second.results)")
    #expect(second.results.map(\.code) == ["no_difference"] && second.run.status == 0)
    let changed = row.merging(["comments": "new"])
    let third = try await rehearsal.run("upsert", [changed], options: options)
    #expect(third.results.map(\.status) == ["updated"], "\(third.results)")
  }

  @Test(
    "of rows whose keys are one key, one has the link that is found after a loss",
    arguments: [
      [["key": "K-1"], ["key": "k-1"]], [["key": "/kk/"], ["key": "kk/"]],
      [["key": "dd", "domain": .string(DubLink.domain)], ["key": "dd"]],
      [["key": "ee"], ["key": "ee", "domain": .string(DubLink.domain)]],
    ] as [[JSONObject]], ["create first=1 act-then-close", "create first=1 close", ""])
  func oneKey(fields: [JSONObject], fault: String) async throws {
    let rehearsal = try rehearsal {
      $0.faults = fault.isEmpty ? [] : [try FaultRule(parsing: fault)]
    }
    let rows = fields.map { $0.merging(["url": "https://example.org/same"]) }
    let run = try await rehearsal.run("create", rows)
    #expect(run.count("created") == 1, "\(fault): \(run.results)")
    #expect(run.count("failed", "conflict") == 1 && rehearsal.counters.created == 1)
  }

  @Test("an upsert by key at ShortPen walks once, before it makes anything", arguments: [1, 8])
  func oneWalk(lanes: Int) async throws {
    let rehearsal = try rehearsal(.shortpen) {
      $0.links = 0
      $0.shortPen.links = (1...1_450).map { ShortPenLink(id: Int64($0), slug: "slug\($0)") }
    }
    // More than one stretch of rows.
    let rows: [JSONObject] = (101...1_480).map { number in
      [
        "url": .string("https://example.com/page/\(number)"), "domain_id": 1,
        "custom_slug": .string("slug\(number)"),
      ]
    }
    let options = ["--match", "key", "-c", String(lanes), "--rate", "10000/s"]
    let dry = try await rehearsal.run("upsert", rows, options: options + ["--dry-run"])
    #expect(dry.run.errors.contains("at least 2 requests"), "\(dry.run.errors)")
    let run = try await rehearsal.run("upsert", rows, options: options)
    #expect(run.count("unchanged") == 1_350 && run.count("created") == 30, "\(run.figures)")
    // The organization, fifteen pages and an empty one of the second workspace, and the new links.
    #expect(rehearsal.counters.total() == 1 + 15 + 1 + 30)
  }

  @Test("--match url twice within a second never calls created what was there")
  func twice() async throws {
    let rehearsal = try rehearsal()
    let rows: [JSONObject] = (1...5).map { ["url": .string("https://example.org/\($0)")] }
    let options = ["--match", "url"]
    let first = try await rehearsal.run("upsert", rows, options: options)
    #expect(first.count("created") == 5, "\(first.results)")
    let second = try await rehearsal.run("upsert", rows, options: options)
    #expect(second.count("created") == 0 && second.run.status == 0, "\(second.results)")
    #expect(rehearsal.counters.created == 5)
  }

  @Test("--match url takes what Dub answers for the row's, in whatever form")
  func native() async throws {
    let rehearsal = try rehearsal()
    let rows: [JSONObject] = ["münchen.example/straße", " https://example.org/a b ", "example.org"]
      .map { ["url": .string($0)] }
    let run = try await rehearsal.run("upsert", rows, options: ["--match", "url"])
    #expect(run.count("created") == 3, "\(run.results)")
    #expect(rehearsal.counters.total() == 3)
  }
}
