import Records
import Sandbox
import TestSupport
import Testing

/// What upsert refuses before anything is sent, and what faults make of its rows.
@Suite(.inTurn) struct UpsertInputTests {
  private func refused(
    _ provider: SandboxProvider, _ match: String, _ input: String, _ words: [String],
    options: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let rehearsal = try Rehearsal(provider)
    let run = try await rehearsal.linkctl.run(
      ["upsert", "--input", "-", "--match", match] + options, environment: rehearsal.environment,
      input: input)
    #expect(
      run.status == 2 && rehearsal.counters.total() == 0, "\(run.errors)",
      sourceLocation: sourceLocation)
    for word in words {
      #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test("rows that name one link are refused with both lines")
  func repeated() async throws {
    let both = ["standard input:4: ", "line 2 too"]
    try await refused(.dub, "id", "id,comments\nlink_1,a\nlink_2,b\nlink_1,c\n", both)
    try await refused(
      .dub, "external-id", "externalId,url\nA,e.org/1\nb,e.org/2\next_a,e.org/3\n", both)
    try await refused(
      .dub, "key", "domain,key,url\nE.org,/K/,e.org/1\ne.org,l,e.org/2\ne.org,k,e.org/3\n", both)
    try await refused(
      .dub, "url", "url\nexample.org\nhttps://example.org/a\nHTTPS://example.org/\n", both)
    try await refused(
      .dub, "external-id", "externalId,url,key\na,e.org/1,k\nb,e.org/2,l\nc,e.org/3,k\n", both)
    let hoko = "40000000-0000-4000-8000-000000000001"
    try await refused(
      .hoko, "external-id",
      "externalId,url,collectionId\na,e.org,\(hoko)\nA,e.org,\(hoko)\na,e.org,\(hoko)\n", both)
  }

  @Test("rows that do not name their link as --match says are refused")
  func unnamed() async throws {
    try await refused(.dub, "external-id", "url\ne.org\n", ["externalId is missing"])
    try await refused(.dub, "key", "url,domain\ne.org,e.org\n", ["key is missing"])
    try await refused(.dub, "key", "url,key\ne.org,k\n", ["domain is missing"])
    try await refused(.dub, "url", "url,utm_source\ne.org,x\n", ["utm_source", "--match url"])
    try await refused(.dub, "url", "url,ref\ne.org,null\n", ["ref", "--match url"])
    try await refused(.dub, "id", "id,comments\next_a,x\n", ["external-id"])
    try await refused(.dub, "id", "url,key\ne.org,k\n", ["id"])
    try await refused(.dub, "id", "id,comments\n,x\n", ["url is missing"])
    try await refused(.dub, "id", "id,comments\nlink_1,\n", ["nothing to change"])
  }

  @Test("a match that the provider cannot find links by names those that can")
  func cannot() async throws {
    try await refused(
      .hoko, "key", "url\ne.org\n", ["Hoko", "id or external-id", "works at Dub, ShortPen"])
    try await refused(.shortpen, "external-id", "url\ne.org\n", ["works at Dub, Hoko"])
    try await refused(.shortpen, "url", "url\ne.org\n", ["works at Dub"])
    try await refused(.dub, "name", "url\ne.org\n", ["external-id"])
    try await refused(
      .dub, "key", "x,url\n1,e.org\n", ["--match id"], options: ["--id-column", "x"])
    let rehearsal = try Rehearsal(.dub)
    let run = try await rehearsal.linkctl.run(
      ["upsert", "--input", "-"], environment: rehearsal.environment, input: "url\ne.org\n")
    #expect(run.status == 2 && run.errors.contains("give --match id, external-id, key or url"))
  }

  @Test("--set gives every row a field, in creates and upserts")
  func assigned() async throws {
    var options = SandboxOptions()
    options.limit = .none
    let rehearsal = try Rehearsal(.dub, options)
    for command in ["create", "upsert"] {
      let match = command == "create" ? [] : ["--match", "key"]
      let run = try await rehearsal.linkctl.run(
        [command, "--input", "-", "--set", "domain=\(DubLink.domain)", "--set", "archived=true"]
          + match,
        environment: rehearsal.environment,
        input: "url,key,archived\ne.org,\(command)1,\ne.org,\(command)2,false\n")
      #expect(run.status == 0, "\(run.errors)")
      for number in 1...2 {
        let made = rehearsal.newLinks(by: "key")["\(command)\(number)"]
        #expect(made?.count == 1 && made?.first?["archived"] == true)
      }
    }
    let wrong = try await rehearsal.linkctl.run(
      ["create", "--input", "-", "--set", "domian=x"], environment: rehearsal.environment,
      input: "url\ne.org\n")
    #expect(wrong.status == 2 && wrong.errors.contains("did you mean domain"), "\(wrong.errors)")
  }

  @Test("a dry run says how each row would go, and the least number of requests")
  func dryRun() async throws {
    let rehearsal = try Rehearsal(.dub)
    let wanted = [
      ("external-id", "GET /links/info, then POST /links/bulk, or a change where there is one", 3),
      ("url", "PUT /links/upsert", 3), ("id", "POST /links/bulk", 1),
    ]
    for (match, kind, requests) in wanted {
      let run = try await rehearsal.linkctl.run(
        ["upsert", "--input", "-", "--match", match, "-n", "-o", "ndjson"],
        environment: rehearsal.environment,
        input: "\(match == "id" ? "id," : "")externalId,url\n"
          + (1...3).map { "\(match == "id" ? "," : "")\($0),e.org/\($0)\n" }.joined())
      let results = try run.lines.map(LinkReport.init)
      #expect(results.map(\.message) == [kind, kind, kind])
      #expect(run.errors.contains("at least \(requests) request"), "\(run.errors)")
    }
    #expect(rehearsal.counters.total() == 0)
  }

  private static let faults = [
    "percent=20 seed=1 act-then-close", "percent=20 seed=2 act-then-status=500",
    "percent=20 seed=3 cut", "percent=20 seed=4 close", "percent=20 seed=5 status=503",
    "percent=20 seed=6 act-then-status=200 body=\"<html>\"",
  ]

  @Test(
    "whatever befalls upserts, no link is made twice and every row's is as the row says",
    arguments: [
      (SandboxProvider.dub, "external-id"), (.dub, "key"), (.dub, "url"), (.hoko, "external-id"),
      (.shortpen, "key"),
    ],
    faults)
  func truth(of way: (provider: SandboxProvider, match: String), fault: String) async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.faults = [try FaultRule(parsing: fault)]
    let rehearsal = try Rehearsal(way.provider, options)
    let mark = way.provider == .dub ? "comments" : "title"
    let rows: [JSONObject] = (1...150).map { number in
      var row: JSONObject = [
        "url": .string("https://example.org/\(number)"), mark: .string("row \(number)"),
      ]
      if way.provider == .shortpen {
        row.append("domain_id", 1)
        row.append("custom_slug", .string("k\(number)"))
      } else if way.match != "url" {
        row.append("externalId", .string("own-\(number)"))
      }
      if way.match == "key", way.provider == .dub {
        row.append("key", .string("k\(number)"))
        row.append("domain", .string(DubLink.domain))
      }
      if way.provider == .hoko {
        row.append("collectionId", .string(HokoCollection.first.id.text))
      }
      return row
    }
    let settings = [
      "--match", way.match, "--batch-size", "20", "--retries", "8", "--timeout", "2", "--rate",
      "10000/s",
    ]
    let first = try await rehearsal.run("upsert", rows, options: settings)
    let made = rehearsal.newLinks(by: mark)
    // A row that has only its URL is not sent again as long as its first link is not seen.
    let unknown = way.match == "url" ? first.count("unknown") : 0
    #expect(
      first.count("created") + first.count("updated") + unknown == rows.count, "\(first.figures)")
    #expect(made.count >= rows.count - unknown && made.values.allSatisfy { $0.count == 1 })
    var open = rows
    for _ in 1...5 where !open.isEmpty {
      let again = try await rehearsal.run("upsert", open, options: settings)
      open = zip(open, again.results).filter { $1.status == "unknown" }.map(\.0)
      #expect(again.count("failed") + again.count("not_attempted") == 0, "\(again.figures)")
    }
    #expect(open.isEmpty && rehearsal.counters.created == rows.count)
  }

  @Test(
    "--max-failures holds in creates, calls and look-ups alike",
    arguments: ["id", "external-id", "url"])
  func mostFailures(match: String) async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.faults =
      match == "external-id" ? [try FaultRule(parsing: "GET status=422")] : []
    let rehearsal = try Rehearsal(.dub, options)
    let rows: [JSONObject] = (1...2_000).map {
      [
        "url": .string("https://example.org/\($0)"), "domain": "foreign.example",
        "externalId": .string("x\($0)"), "key": .string("k\($0)"),
      ]
    }
    let run = try await rehearsal.run(
      "upsert", rows, options: ["--match", match, "--max-failures", "1", "-c", "2"])
    #expect(run.run.status == 3, "\(run.figures)")
    #expect(run.count("not_attempted") >= 1_500, "\(run.figures)")
  }
}
