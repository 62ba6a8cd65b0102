import Records
import Sandbox
import TestSupport
import Testing

/// Rows that are refused here, with file, line and reason, before anything is sent.
@Suite(.inTurn) struct LinkInputTests {
  private let rehearsal: Rehearsal

  init() throws {
    var options = SandboxOptions()
    options.links = 5
    rehearsal = try Rehearsal(.dub, options)
  }

  private func run(
    _ arguments: [String], _ input: String, as file: String = "rows.csv",
    provider: SandboxProvider? = nil
  ) async throws -> Tool.Run {
    let folder = try TemporaryDirectory()
    let path = try folder.write(input, to: file)
    let wanted = provider.map { ["--provider", $0.rawValue] } ?? []
    return try await rehearsal.linkctl.run(
      arguments + wanted + ["--input", path], environment: rehearsal.environment)
  }

  /// A run that is refused: each of these words is said, and nothing was sent.
  private func expectRefused(
    _ run: Tool.Run, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == 2, "\(run.errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation)
    }
    #expect(rehearsal.counters.total() == 0, sourceLocation: sourceLocation)
  }

  @Test(
    "a field that there is not is named with the nearest one",
    arguments: [
      ("rows.csv", "url,coments\nhttps://example.org,x\n", "rows.csv:1: "),
      ("rows.tsv", "url\tcoments\nhttps://example.org\tx\n", "rows.tsv:1: "),
      (
        "rows.ndjson", "{\"url\":\"https://e.org\"}\n{\"url\":\"https://e.org\",\"coments\":1}\n",
        ":2: "
      ),
      ("rows.json", "[\n{\"url\":\"https://e.org\",\n\"coments\":null}]", "rows.json:2: "),
    ])
  func unknown(file: String, input: String, place: String) async throws {
    expectRefused(
      try await run(["create"], input, as: file), [place, "coments", "did you mean comments?"])
  }

  @Test(
    "what Dub is known to refuse is refused here, with line, field and reason",
    arguments: [
      (#"{"key":"a"}"#, "url"), (#"{"url":null}"#, "url"), (#"{"url":""}"#, "url"),
      (#"{"url":"https://example.org","domain":null}"#, "domain cannot be null"),
      (#"{"url":"https://example.org","archived":"true"}"#, "archived takes true or false"),
      (#"{"url":"https://example.org","keyLength":2}"#, "keyLength takes a whole number"),
      (#"{"url":"https://example.org","keyLength":3.5}"#, "keyLength takes a whole number"),
      (#"{"url":"https://example.org","tagIds":[1]}"#, "tagIds takes a list of texts"),
      (#"{"url":"https://example.org","geo":"US"}"#, "geo takes an object"),
      (#"{"url":"https://example.org","key":"a b"}"#, "no key may have that"),
      (#"{"url":"https://example.org","key":"_x"}"#, "key begins with _"),
      (#"{"url":"https://example.org","key":"x.php"}"#, "key ends with .php"),
      (#"{"url":"https://example.org","key":"//"}"#, "key is empty"),
      (#"{"url":7}"#, "url takes text"), (#"{"url":"nothing"}"#, "url is not a valid URL"),
      (#"["https://example.org"]"#, "array"), (#"{"url":"https://example.org"#, "JSON"),
    ])
  func refused(row: String, words: String) async throws {
    let input = "{\"url\":\"https://example.org\"}\n\n" + row + "\n"
    expectRefused(try await run(["create"], input, as: "rows.ndjson"), ["rows.ndjson:3: ", words])
  }

  @Test("a text that is too long, as its provider counts")
  func tooLong() async throws {
    for (name, most) in [("externalId", 191), ("key", 190), ("utm_term", 255), ("tenantId", 191)] {
      let fits = "url,\(name)\nhttps://example.org," + String(repeating: "x", count: most) + "\n"
      let run = try await run(["create", "--dry-run"], fits)
      #expect(run.status == 0, "\(run.errors)")
      let long =
        "url,\(name)\nhttps://example.org," + String(repeating: "x", count: most + 1) + "\n"
      expectRefused(
        try await self.run(["create"], long), [":2: ", "\(name) is longer than \(most)"])
    }
  }

  @Test("rows with the same domain and key, or external ID, are named with the earlier line")
  func repeated() async throws {
    let keys = "url,domain,key\nhttps://e.org,go.example.com,a\n"
    expectRefused(
      try await run(["create"], keys + "https://e.org,,a\nhttps://e.org,GO.example.com,a\n"),
      ["rows.csv:4: ", "key a", "line 2"])
    expectRefused(
      try await run(["create"], "url,externalId\nhttps://e.org,x\nhttps://e.org,ext_x\n"),
      ["rows.csv:3: ", "external ID x", "line 2"])
    let other = try await run(
      ["create", "--dry-run"], keys + "https://e.org,,a\nhttps://e.org,,A\n")
    #expect(other.status == 0, "\(other.errors)")
  }

  @Test("of many bad rows the first twenty are named, and --skip-invalid runs the others")
  func many() async throws {
    let input =
      "url,archived\n"
      + (1...60).map { "https://example.org/\($0),\($0 % 2 == 0 ? "" : "perhaps")\n" }
      .joined()
    let refused = try await run(["create"], input)
    expectRefused(refused, ["and 10 more rows", "30 of 60 rows", "--skip-invalid"])
    #expect(refused.errors.split(separator: "\n").count { $0.contains("rows.csv:") } == 20)
    let skipped = try await run(["create", "--skip-invalid", "-o", "ndjson"], input)
    let results = try skipped.lines.map(LinkReport.init)
    #expect(results.count { $0.status == "created" } == 30 && skipped.status == 1)
    #expect(results.count { $0.status == "invalid" } == 30)
    #expect(rehearsal.counters.created == 30 && rehearsal.counters.total() == 1)
  }

  @Test("a plain list of lines is no input of links")
  func lines() async throws {
    let given = try await run(["create", "--format", "lines"], "https://example.org\n")
    expectRefused(given, ["a plain list has no fields"])
    let found = try await run(
      ["create"], "https://example.org\nhttps://example.org/2\n", as: "rows")
    expectRefused(found, ["put a header above it", "such as url\n"])
    for command in ["create", "update"] {
      let ids = try await run([command], "link_1234567890\nlink_1234567891\n", as: "ids.csv")
      expectRefused(ids, ["a plain list of IDs, without fields", "--ids-file"])
      #expect(!ids.errors.contains("--format lines"), "\(ids.errors)")
    }
  }

  @Test("--map takes a field from any column, and unknown columns go only when asked for")
  func map() async throws {
    let input = "Destination,Slug,Owner\nhttps://example.org/1,one,me\n"
    expectRefused(
      try await run(["create", "--map", "url=Destination", "--map", "key=Slug"], input), ["Owner"])
    expectRefused(try await run(["create", "--map", "url=Target"], input), ["Target"])
    expectRefused(try await run(["create", "--map", "slog=Slug"], input), ["slog"])
    let run = try await run(
      ["create", "--map", "url=Destination", "--map", "key=Slug", "--allow-unknown-fields"], input)
    #expect(run.status == 0, "\(run.errors)")
    #expect(rehearsal.newLinks(by: "key")["one"]?.first?["url"] == "https://example.org/1")
  }

  @Test("a dry run plans each row, counts the requests, and sends none")
  func dryRun() async throws {
    let input = "url\n" + (1...250).map { "https://example.org/\($0)\n" }.joined()
    let run = try await run(["create", "-n", "-o", "ndjson"], input)
    let results = try run.lines.map(LinkReport.init)
    #expect(results.count == 250 && results.allSatisfy { $0.status == "planned" })
    #expect(run.status == 0 && run.errors.contains("3 requests"), "\(run.errors)")
    let changes =
      "id,comments,url\n" + (1...250).map { "link_\($0),c\($0 % 2),\n" }.joined()
      + "link_x,,https://example.org/?q\n"
    let update = try await self.run(["update", "-n"], changes)
    #expect(update.status == 0 && update.errors.contains("5 requests"), "\(update.errors)")
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("changes without an ID, without a change, or of what cannot be changed are refused")
  func changes() async throws {
    expectRefused(try await run(["update"], "comments\nx\n"), ["id"])
    expectRefused(try await run(["update"], "id,comments\nlink_1,\n"), ["rows.csv:2: ", "change"])
    expectRefused(try await run(["update"], "id,comments\n,x\n"), ["rows.csv:2: ", "ID"])
    expectRefused(try await run(["update"], "id,keyLength\nlink_1,5\n"), ["keyLength"])
    expectRefused(try await run(["update"], "id,url\nlink_1,null\n"), ["url cannot be null"])
    expectRefused(
      try await run(["update"], #"[{"id":"a,b","archived":true}]"#, as: "rows.json"),
      ["\",\" (U+002C)"])
  }

  @Test("Hoko's and ShortPen's rows are checked by their own fields")
  func others() async throws {
    let rows: [(SandboxProvider, String, [String])] = [
      (.hoko, #"{"url":"https://e.org"}"#, ["collectionId is missing"]),
      (.hoko, #"{"url":"https://e.org","collectionId":"x"}"#, ["collectionId is not a UUID"]),
      (
        .hoko,
        #"{"url":"https://e.org","collectionId":"40000000-0000-4000-8000-000000000001","id":"x"}"#,
        ["id "]
      ),
      (.hoko, #"{"url":"https://e.org","utm":{"sorce":"x"}}"#, ["collectionId"]),
      (.shortpen, #"{"url":"https://e.org"}"#, ["domain_id is missing"]),
      (.shortpen, #"{"url":"https://e.org","domain_id":"1"}"#, ["domain_id takes a whole number"]),
      (.shortpen, #"{"url":"https://e.org","domain_id":1,"r":256}"#, ["r takes a whole number"]),
      (.shortpen, #"{"url":"https://e.org","domain_id":1,"slog":"x"}"#, ["slog"]),
    ]
    for (provider, row, words) in rows {
      let other = try Rehearsal(provider)
      let run = try await other.linkctl.run(
        ["create", "--format", "ndjson", "--input", "-"], environment: other.environment, input: row
      )
      #expect(run.status == 2 && other.counters.total() == 0)
      for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
    }
  }
}
