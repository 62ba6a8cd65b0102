import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Links on their way from one provider to another, in words that all share: some, and where all is asked for a thousand.
@Suite(.inTurn) struct MoveTests {
  private static let count = Harness.isFull ? 1_000 : 120
  /// As it is said of fields that are not carried over.
  private static let ofAllRows = "of \(Harness.isFull ? "1,000" : "120") rows"

  private func sandbox(
    _ provider: SandboxProvider, links: Int = 0, _ change: (inout SandboxOptions) -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    change(&options)
    return try Rehearsal(provider, options)
  }

  /// A ShortPen workspace with links that have everything which it shows.
  private func origin(_ count: Int) async throws -> Rehearsal {
    let rehearsal = try sandbox(.shortpen)
    let rows: [JSONObject] = (1...count).map { number in
      [
        "url": .string("https://example.com/p/\(number)?a=\(number)#top"), "domain_id": 1,
        "custom_slug": .string("slug-\(number)"), "title": .string("=Title \(number), “ü”"),
        "param": ["utm_source": .string("source \(number)"), "utm_medium": "mail/print"],
      ]
    }
    let made = try await rehearsal.run("create", rows, options: Self.fast)
    #expect(made.count("created") == count, "\(made.figures)")
    return rehearsal
  }

  private static let fast = ["--rate", "100000/s"]

  /// All links of a sandbox in neutral words.
  private func neutral(
    _ rehearsal: Rehearsal, _ form: String = "ndjson"
  ) async throws -> Tool.Run {
    let run = try await rehearsal.linkctl.run(
      ["list", "--neutral", "-o", form] + Self.fast, environment: rehearsal.environment)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  private func objects(_ run: Tool.Run) throws -> [JSONObject] {
    try run.lines.map { try #require(try JSONValue(parsing: [UInt8]($0.utf8)).object) }
  }

  /// What a move must keep of each link, by where it leads.
  private func kept(_ run: Tool.Run, _ words: [String]) throws -> [String: JSONObject] {
    let objects = try objects(run)
    return Dictionary(
      objects.map { link in
        (
          link["destination"]?.string ?? "",
          JSONObject(words.map { JSONObject.Member($0, link[$0] ?? .null) })
        )
      }
    ) { first, _ in first }
  }

  private func create(
    _ rehearsal: Rehearsal, _ input: String, _ options: [String], command: String = "create",
    format: String = "ndjson"
  ) async throws -> LinkRun {
    let run = try await rehearsal.linkctl.run(
      [command, "--input", "-", "--format", format, "-o", "ndjson"] + Self.fast + options,
      environment: rehearsal.environment, input: input)
    return LinkRun(rows: [], run: run, results: try run.lines.map(LinkReport.init))
  }

  @Test(
    "links of ShortPen's are at Dub with all that they had, and once",
    arguments: ["ndjson", "csv", "json"])
  func toDub(form: String) async throws {
    let origin = try await origin(Self.count)
    let links = try await neutral(origin, form)
    let dub = try sandbox(.dub)
    let folder = try TemporaryDirectory()
    let options = [
      "--map-domain", "pen.example.com=go.example.com", "--on-conflict", "skip",
    ]
    let move = try await create(
      dub, links.output, options + ["--redirect-map", folder.file("map.csv")], format: form)
    #expect(move.count("created") == Self.count && move.run.status == 0, "\(move.figures)")
    #expect(move.run.errors.contains("not carried over to Dub: created \(Self.ofAllRows)"))
    let words = ["slug", "title", "utm"]
    let there = try kept(await neutral(dub), words)
    #expect(try kept(await neutral(origin), words) == there && there.count == Self.count)
    #expect(
      there["https://example.com/p/7?a=7#top"] == [
        "slug": "slug-7", "title": "=Title 7, “ü”",
        "utm": ["source": "source 7", "medium": "mail/print"],
      ])
    let map = try folder.text(of: "map.csv").split(separator: "\n")
    #expect(map.count == Self.count + 1 && map[0] == "old,new")
    #expect(map.contains("https://pen.example.com/slug-7,https://go.example.com/slug-7"))
    // A second run finds all of them there, whichever way it is made.
    let again = try await create(dub, links.output, options, format: form)
    #expect(again.count("skipped", "conflict") == Self.count && again.run.status == 0)
    let upsert = try await create(
      dub, links.output, Array(options.prefix(2)) + ["--match", "key"], command: "upsert",
      format: form)
    #expect(upsert.count("unchanged") == Self.count, "\(upsert.figures)")
    #expect(dub.sandbox.ids(of: .dub).count == Self.count)
  }

  @Test("at Hoko, which takes no slugs, rows are known by the external ID that they get, and back")
  func toHoko() async throws {
    let links = try await neutral(origin(Self.count))
    let hoko = try sandbox(.hoko, links: 20)
    let options = [
      "--set", "folder=\(HokoCollection.first.id.text)", "--assign-external-id", "--on-conflict",
      "skip",
    ]
    let move = try await create(hoko, links.output, options)
    #expect(move.count("created") == Self.count, "\(move.figures) \(move.run.errors)")
    for word in ["created", "domain", "slug"] {
      #expect(move.run.errors.contains("not carried over to Hoko: \(word) \(Self.ofAllRows)"))
    }
    let there = try kept(await neutral(hoko), ["title", "utm"])
    #expect(
      there["https://example.com/p/7?a=7#top"] == [
        "title": "=Title 7, “ü”", "utm": ["source": "source 7", "medium": "mail/print"],
      ])
    let again = try await create(hoko, links.output, options)
    #expect(again.count("unchanged", "existed") == Self.count && again.run.status == 0)
    // One list told of all of them.
    #expect(hoko.counters.total(.list) < 20, "\(hoko.counters.requests)")
    let count = Self.count + 20
    #expect(hoko.sandbox.ids(of: .hoko).count == count)
    // And back, with the slugs that Hoko gave them.
    let home = try sandbox(.shortpen)
    let moved = try await neutral(hoko)
    let folder = try TemporaryDirectory()
    let homeward = ["--map-domain", "hoko.to=1", "--on-conflict", "skip"]
    for (status, code) in [("created", nil), ("unchanged", "existed")] {
      let back = try await create(
        home, moved.output, homeward + ["--redirect-map", folder.file("map.csv")])
      #expect(back.count(status, code) == count, "\(back.figures) \(back.run.errors)")
      #expect(back.run.status == 0 && back.run.errors.contains("not carried over to ShortPen: "))
      let map = try folder.text(of: "map.csv").split(separator: "\n").dropFirst()
      let slugs = map.map { $0.split(separator: ",").map { $0.split(separator: "/").last } }
      #expect(map.count == count && slugs.allSatisfy { $0.count == 2 && $0[0] == $0[1] })
      #expect(map.allSatisfy { $0.hasPrefix("https://hoko.to/") }, "\(map.prefix(1))")
    }
    #expect(home.sandbox.ids(of: .shortpen).count == count)
    #expect(try kept(await neutral(home), ["title", "utm"]) == kept(moved, ["title", "utm"]))
  }

  @Test("rows without a name are said to be created each time")
  func nameless() async throws {
    let dub = try sandbox(.dub)
    let input = "{\"destination\":\"https://a.example/\"}\n"
    let run = try await create(dub, input, ["--on-conflict", "skip"])
    #expect(run.count("created") == 1 && run.run.errors.contains("1 row has neither slug"))
    #expect(run.run.errors.contains("--assign-external-id"), "\(run.run.errors)")
  }

  @Test("what went to Dub comes back to ShortPen as it was")
  func back() async throws {
    let origin = try await origin(Self.count)
    let links = try await neutral(origin)
    let dub = try sandbox(.dub)
    let there = try await create(
      dub, links.output, ["--map-domain", "pen.example.com=go.example.com"])
    #expect(there.count("created") == Self.count)
    let moved = try await neutral(dub)
    let home = try sandbox(.shortpen)
    let options = ["--map-domain", "go.example.com=1", "--on-conflict", "skip"]
    let move = try await create(home, moved.output, options)
    #expect(move.count("created") == Self.count, "\(move.figures) \(move.run.errors)")
    #expect(move.run.errors.contains("not carried over to ShortPen: "), "\(move.run.errors)")
    let words = ["domain", "slug", "title", "utm"]
    #expect(try kept(await neutral(home), words) == kept(links, words))
    let again = try await create(home, moved.output, options)
    #expect(again.count("unchanged", "existed") == Self.count, "\(again.figures)")
    #expect(home.sandbox.ids(of: .shortpen).count == Self.count)
    // And where they came from they are already.
    let origins = try await create(origin, moved.output, options)
    #expect(origins.count("unchanged", "existed") == Self.count, "\(origins.figures)")
    #expect(origin.sandbox.ids(of: .shortpen).count == Self.count)
  }

  @Test("what ShortPen has no place for is listed by its word, with how many links had it")
  func leftBehind() async throws {
    let dub = try sandbox(.dub, links: 40) {
      $0.shape.tags = 3
      $0.shape.archivedPercent = 30
    }
    let links = try await neutral(dub)
    let home = try sandbox(.shortpen)
    let move = try await create(home, links.output, ["--map-domain", "go.example.com=1"])
    #expect(move.count("created") == 40, "\(move.figures) \(move.run.errors)")
    let objects = try objects(links)
    let had = [
      "tags": objects.count { $0["tags"]?.array?.isEmpty == false },
      "archived": objects.count { $0["archived"] == true },
    ]
    for (word, count) in had {
      let words = "not carried over to ShortPen: \(word) of \(count) rows"
      #expect(count > 1 && move.run.errors.contains(words), "\(words): \(move.run.errors)")
    }
  }

  @Test("slugs that are taken where links are moved to get a number, and the map leads there")
  func suffixed() async throws {
    let links = try await neutral(origin(12))
    let dub = try sandbox(.dub)
    let taken: JSONObject = [
      "url": "https://b.example/", "domain": "go.example.com", "key": "slug-3",
    ]
    _ = try await dub.run("create", [taken])
    let folder = try TemporaryDirectory()
    let options = [
      "--map-domain", "pen.example.com=go.example.com", "--on-conflict", "suffix",
      "--redirect-map", folder.file("map.csv"),
    ]
    for status in ["created", "unchanged"] {
      let move = try await create(dub, links.output, options)
      #expect(move.count(status) == 12, "\(move.figures) \(move.run.errors)")
      let map = try folder.text(of: "map.csv").split(separator: "\n")
      #expect(map.contains("https://pen.example.com/slug-3,https://go.example.com/slug-3-2"))
      #expect(map.contains("https://pen.example.com/slug-4,https://go.example.com/slug-4"))
      #expect(map.count == 13)
    }
    #expect(dub.sandbox.ids(of: .dub).count == 13)
  }

  @Test("tags go by their names, archived links stay so, and what no word stands for is counted")
  func tags() async throws {
    let from = try sandbox(.dub, links: 40) {
      $0.shape.tags = 3
      $0.shape.archivedPercent = 30
    }
    let row: JSONObject = [
      "url": "https://example.com/geo", "geo": ["DE": "https://example.com/de"],
    ]
    _ = try await from.run("create", [row])
    let links = try await neutral(from)
    #expect(links.errors.contains("not in neutral words: geo of 1 link\n"), "\(links.errors)")
    let to = try sandbox(.dub) { $0.shape.tags = 3 }
    let move = try await create(to, links.output, [])
    #expect(move.count("created") == 41, "\(move.figures) \(move.results.first?.description ?? "")")
    let words = ["slug", "tags", "archived"]
    let there = try kept(await neutral(to), words)
    #expect(try kept(links, words) == there)
    #expect(there.values.contains { $0["tags"]?.array?.isEmpty == false })
    #expect(there.values.contains { $0["archived"] == true })
  }

  @Test(
    "a slug that another link has is skipped or gets a number, and the same again makes nothing")
  func conflicts() async throws {
    let dub = try sandbox(.dub)
    let rows = (1...30).map {
      "{\"domain\":\"go.example.com\",\"slug\":\"k\($0)\",\"destination\":\"https://a.example/\($0)\"}\n"
    }
    let input = rows.joined()
    let others = input.replacingOccurrences(of: "a.example", with: "b.example")
    _ = try await create(dub, input, [])
    let failed = try await create(dub, others, [])
    #expect(failed.count("failed", "conflict") == 30 && failed.run.status == 1)
    let skipped = try await create(dub, others, ["--on-conflict", "skip"])
    #expect(skipped.count("skipped", "conflict") == 30 && skipped.run.status == 0)
    let renamed = try await create(dub, others, ["--on-conflict", "suffix"])
    #expect(renamed.count("created", "renamed") == 30, "\(renamed.figures)")
    #expect(renamed.results.allSatisfy { $0.link?["key"]?.string == "k\($0.row)-2" })
    let again = try await create(dub, others, ["--on-conflict", "suffix"])
    #expect(again.count("unchanged", "existed") == 30, "\(again.figures)")
    #expect(dub.sandbox.ids(of: .dub).count == 60)
  }

  @Test("ShortPen's slugs get numbers too")
  func renamedAtShortPen() async throws {
    let home = try await origin(12)
    let rows = (1...12).map {
      "{\"domain\":\"1\",\"slug\":\"slug-\($0)\",\"destination\":\"https://b.example/\($0)\"}\n"
    }
    for (status, code) in [("created", "renamed"), ("unchanged", "existed")] {
      let run = try await create(home, rows.joined(), ["--on-conflict", "suffix"])
      #expect(run.count(status, code) == 12, "\(run.figures) \(run.run.errors)")
    }
    #expect(home.sandbox.ids(of: .shortpen).count == 24)
  }

  @Test("with a journal the map of a run that was cut short is whole after the next")
  func resumed() async throws {
    let links = try await neutral(origin(400))
    let dub = try sandbox(.dub)
    let folder = try TemporaryDirectory()
    _ = try folder.write(links.output, to: "links.ndjson")
    let arguments = [
      "create", "--input", folder.file("links.ndjson"), "--map-domain",
      "pen.example.com=go.example.com", "--journal", folder.file("journal"), "--redirect-map",
      folder.file("map.csv"), "--batch-size", "20", "-c", "1", "--rate", "100000/s",
    ]
    let first = try await dub.linkctl.run(
      arguments + ["--max-duration", "1ms"], environment: dub.environment)
    #expect(first.status == 3, "\(first.errors)")
    let second = try await dub.linkctl.run(arguments, environment: dub.environment)
    #expect(second.status == 0, "\(second.errors)")
    let map = try folder.text(of: "map.csv").split(separator: "\n").dropFirst()
    #expect(
      map.sorted()
        == (1...400).map { "https://pen.example.com/slug-\($0),https://go.example.com/slug-\($0)" }
        .map { Substring($0) }.sorted())
  }

  @Test("get writes neutral words, and update and upsert read them")
  func changed() async throws {
    let dub = try sandbox(.dub, links: 3)
    let ids = dub.ids(1...3)
    let get = try await dub.linkctl.run(
      ["get", "--neutral", "-o", "ndjson"] + ids, environment: dub.environment)
    let objects = try objects(get)
    #expect(objects.compactMap { $0["id"]?.string } == ids)
    #expect(objects.allSatisfy { $0.members.first?.name == "neutral" && $0["neutral"] == "dub" })
    let rows = objects.map { $0.merging(["title": "New", "destination": "https://n.example/"]) }
    let update = try await dub.run("update", rows)
    #expect(update.count("updated") == 3, "\(update.figures) \(update.run.errors)")
    let upsert = try await dub.run("upsert", rows, options: ["--match", "id"])
    #expect(upsert.results.count == 3 && upsert.run.status == 0, "\(upsert.run.errors)")
    let shown = dub.sandbox.links(of: .dub)
    #expect(shown.allSatisfy { $0["title"] == "New" && $0["url"] == "https://n.example/" })
    let table = try await dub.linkctl.run(
      ["get", "--neutral", "--fields", "slug,title", "-o", "table", ids[0]],
      environment: dub.environment)
    #expect(table.output.contains("SLUG") && table.output.contains("New"), "\(table.output)")
  }

  @Test("options of a move that could do nothing are refused")
  func refused() async throws {
    let hoko = try sandbox(.hoko)
    let mapped = try await create(hoko, "{}\n", ["--map-domain", "a.example=b.example"])
    #expect(mapped.run.status == 2 && mapped.run.errors.contains("take no domain"))
    let unordered = try await create(hoko, "{}\n", ["--redirect-map", "/dev/null", "--unordered"])
    #expect(unordered.run.status == 2 && unordered.run.errors.contains("--unordered"))
    #expect(hoko.counters.total() == 0)
  }
}
