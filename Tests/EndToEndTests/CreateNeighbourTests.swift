import Records
import Sandbox
import TestSupport
import Testing

/// Rows that are hard to tell apart, in one request.
@Suite(.inTurn) struct CreateNeighbourTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, _ change: (inout SandboxOptions) -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.tags = [DubTag(id: "tag_1", name: "One")]
    change(&options)
    return try Rehearsal(provider, options)
  }

  /// Rows of Dub with their marks; `bad` makes Dub refuse a row once the schema has let it through.
  private func rows(_ fields: [JSONObject]) -> [JSONObject] {
    fields.enumerated().map { index, fields in
      var row = fields
      if row["url"] == nil { row.append("url", .string("https://example.org/\(index)")) }
      row.append("comments", .string("row \(index)"))
      return row
    }
  }

  private static let bad = JSONObject.Member("tagIds", ["tag_none"])

  @Test(
    "of two rows whose keys Dub takes for one, each gets its own fate",
    arguments: [
      ("Pair", "pair", false), ("Pair", "pair", true), ("/pair/", "pair", false),
      ("pair", "pair/", true), ("grüße", "/grüße", false),
    ])
  func pairs(first: String, second: String, isFirstBad: Bool) async throws {
    let rehearsal = try rehearsal()
    var fields: [JSONObject] = [["key": .string(first)], ["key": .string(second)]]
    fields[isFirstBad ? 0 : 1].append(Self.bad.name, Self.bad.value)
    let creation = try await rehearsal.run("create", rows(fields))
    let wanted = isFirstBad ? ["failed", "created"] : ["created", "failed"]
    #expect(creation.results.map(\.status) == wanted, "\(creation.results)")
    let failed = creation.results.first { $0.status == "failed" }
    #expect(failed?.code == "unprocessable_entity", "\(creation.results)")
    let made = rehearsal.newLinks(by: "comments")
    #expect(made.count == 1 && made["row \(isFirstBad ? 1 : 0)"]?.count == 1)
  }

  @Test("a key with the default domain and without it is one key", arguments: [true, false])
  func defaultDomain(isFirstBad: Bool) async throws {
    let rehearsal = try rehearsal()
    var fields: [JSONObject] = [
      ["key": "same", "domain": .string(DubLink.domain)], ["key": "same"],
    ]
    fields[isFirstBad ? 0 : 1].append(Self.bad.name, Self.bad.value)
    let creation = try await rehearsal.run("create", rows(fields))
    rehearsal.expectTruth(creation, mark: "comments")
    let wanted = isFirstBad ? ["failed", "created"] : ["created", "failed"]
    #expect(creation.results.map(\.status) == wanted, "\(creation.results)")
  }

  @Test("rows without names and with one URL are told by what else they hold")
  func nameless() async throws {
    let rehearsal = try rehearsal()
    var random = SeededGenerator(seed: 5)
    let creation = try await rehearsal.run(
      "create",
      rows(
        (0..<300).map { _ in
          var row: JSONObject = ["url": "https://example.org/same"]
          switch Int.random(in: 0..<5, using: &random) {
          case 0: row.append("tagIds", ["tag_none"])
          case 1: row.append("domain", "elsewhere.example.com")
          case 2: row.append("utm_source", "mail")
          case 3: row.append("tagIds", "tag_1")
          default: break
          }
          return row
        }))
    let made = rehearsal.newLinks(by: "comments")
    for (row, result) in zip(creation.rows, creation.results) {
      let isBad = row["tagIds"]?.array != nil || row["domain"] != nil
      let links = made[row["comments"]?.string ?? ""] ?? []
      #expect(result.status == (isBad ? "failed" : "created") && links.count == (isBad ? 0 : 1))
      #expect(result.link?["id"] == links.first?["id"], "\(result)")
    }
    #expect(rehearsal.counters.total() == 3)
  }

  @Test("a row that refuses a whole request without being named is found, and the others land")
  func unnamed() async throws {
    let rehearsal = try rehearsal()
    var fields = (0..<200).map { number -> JSONObject in ["key": .string("k\(number)")] }
    for bad in [17, 150, 151] { fields[bad].append("webhookIds", ["wh_1"]) }
    let creation = try await rehearsal.run("create", rows(fields))
    rehearsal.expectTruth(creation, mark: "comments")
    #expect(creation.count("created") == 197, "\(creation.figures)")
    #expect(creation.count("failed", "forbidden") == 3 && creation.run.status == 1)
    #expect(rehearsal.counters.total() <= 2 + 3 * 12)
  }

  @Test("one link at a time and a hundred come to the same")
  func batchSizes() async throws {
    var fates: [[String]] = []
    for size in [1, 7, 100] {
      let rehearsal = try rehearsal {
        $0.dub.links = [DubLink(id: "link_old", externalID: "old", key: "old")]
      }
      var fields = (0..<40).map { number -> JSONObject in ["key": .string("k\(number)")] }
      fields[3] = ["key": "old"]
      fields[9] = ["externalId": "old"]
      fields[12] = ["key": "ok", "ios": "no URL"]
      fields[20].append(Self.bad.name, Self.bad.value)
      fields[30] = ["key": "k2/"]
      fields[31] = ["key": "favicon.ico"]
      let creation = try await rehearsal.run(
        "create", rows(fields), options: ["--batch-size", String(size), "-c", "1"])
      rehearsal.expectTruth(creation, mark: "comments")
      fates.append(creation.results.map { $0.status + ($0.code ?? "") })
    }
    #expect(fates[0] == fates[1])
    #expect(fates[1] == fates[2])
  }

  @Test("Hoko's 10,000 rows: the seven that it refuses are named, and the others land")
  func hoko() async throws {
    let rehearsal = try rehearsal(.hoko) { $0.hoko.links = [] }
    var random = SeededGenerator(seed: 7)
    let collection = JSONValue.string(HokoCollection.first.id.text)
    var rows = (0..<10_000).map { number -> JSONObject in
      [
        "url": .string("https://example.org/\(number)"), "collectionId": collection,
        "title": .string("row \(number)"), "externalId": .string("own-\(number)"),
      ]
    }
    let bad = Set((0..<7).map { _ in Int.random(in: 0..<10_000, using: &random) })
    for number in bad {
      rows[number] = [
        "url": "ftp://example.org", "collectionId": collection, "title": .string("row \(number)"),
      ]
    }
    let creation = try await rehearsal.run("create", rows)
    rehearsal.expectTruth(creation, mark: "title")
    let failed = creation.results.filter { $0.status == "failed" }.map { $0.row - 1 }
    #expect(Set(failed) == bad && creation.count("created") == 10_000 - bad.count)
    print("10,000 creates at Hoko, \(bad.count) refused: \(rehearsal.counters.total()) requests")
    #expect(rehearsal.counters.total() < 150)
  }

  @Test("ShortPen's rows that are refused leave the others alone")
  func shortPen() async throws {
    let rehearsal = try rehearsal(.shortpen) {
      $0.shortPen.links = [5, 15, 25].map { ShortPenLink(id: $0, slug: "taken\($0)") }
    }
    let rows = (0..<30).map { number -> JSONObject in
      [
        "url": .string("https://example.org/\(number)"), "title": .string("row \(number)"),
        "domain_id": number % 10 == 3 ? 99 : 1,
        "custom_slug": .string((number % 10 == 5 ? "taken" : "slug") + "\(number)"),
      ]
    }
    let creation = try await rehearsal.run("create", rows, options: ["--rate", "10000/s"])
    rehearsal.expectTruth(creation, mark: "title")
    #expect(creation.count("failed") == 6 && creation.count("created") == 24)
    #expect(rehearsal.counters.total() == 30 && creation.run.status == 1)
  }
}
