import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// A run that is killed at any moment is gone on with: nothing is lost, nothing is done twice.
@Suite(.inTurn) struct JournalKillTests {
  private static let pace = ["--rate", "100000/s", "--concurrency", "4"]

  private func rehearsal(_ provider: SandboxProvider, links: Int) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.latency = try Latency(parsing: "5ms-25ms")
    return try Rehearsal(provider, options)
  }

  /// Kills a job again and again, every other time while it writes its journal, and lets it end at last.
  private func finish(
    _ job: JournaledJob, kills: Int, within milliseconds: Int = 700, seed: UInt64
  ) async throws -> JournaledRun {
    var random = SeededGenerator(seed: seed)
    var killed = 0
    for turn in 0..<kills {
      let time = Int.random(in: 20...milliseconds, using: &random)
      guard try await job.killed(after: time) else { continue }
      killed += 1
      let isThere = FileManager.default.fileExists(atPath: job.journal)
      if turn.isMultiple(of: 2), isThere { try job.tear(using: &random) }
    }
    let last = try await job.run()
    print("killed \(killed) times, then \(last.figures), \(last.run.errors)")
    return last
  }

  @Test("creates", arguments: SandboxProvider.ofLinkctl)
  func create(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 5)
    let size = provider == .shortpen ? "1" : "20"
    let job = try JournaledJob(rehearsal, "create", Self.pace + ["--batch-size", size])
    let rows = (1...(provider == .shortpen ? 200 : 1_000)).map {
      CreateFaultTests.row($0, at: provider)
    }
    try job.write(rows)
    let last = try await finish(job, kills: 8, seed: 1)
    let made = rehearsal.newLinks(by: CreateFaultTests.mark(of: provider))
    var lies: [String] = []
    for (row, result) in zip(rows, last.results) {
      let count = made[row[CreateFaultTests.mark(of: provider)]?.string ?? ""]?.count ?? 0
      let canBeAsked = ["externalId", "key", "custom_slug"].contains { row[$0] != nil }
      let isTrue =
        switch result.status {
        case "created", "skipped": count == 1
        case "unknown": !canBeAsked && count <= 1
        default: false
        }
      if !isTrue { lies.append("\(result) of \(JSONValue.object(row).text) made \(count)") }
    }
    #expect(lies.isEmpty, "\(lies.count): \(lies.prefix(5))")
    #expect(last.results.count == rows.count)
    #expect(last.run.status == (last.count("unknown") > 0 ? 4 : 0))
    let shown = try await job.shown()
    #expect(shown["in_flight"] == 0 && shown["announced"] == 0)
    #expect(shown["done"]?.int64 == Int64(last.count("created") + last.count("skipped")))
    #expect(shown["in_doubt"]?.int64 == Int64(last.count("unknown")))

    // Once more, and nothing is left to do but what cannot be known.
    let before = rehearsal.counters.total()
    let again = try await job.run()
    #expect(again.count("skipped") + again.count("unknown") == rows.count)
    #expect(again.count("unknown") == last.count("unknown"))
    #expect(rehearsal.counters.total() == before)
  }

  @Test("deletes", arguments: SandboxProvider.ofLinkctl)
  func delete(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 1_000)
    let job = try JournaledJob(rehearsal, "delete", Self.pace + ["--batch-size", "10"])
    // Some links are not there, and some are named twice.
    let ids = rehearsal.ids(1...900) + rehearsal.ids(2_000..<2_020) + rehearsal.ids(1...20)
    try job.write(ids)
    let last = try await finish(job, kills: 8, seed: 2)
    #expect(last.results.count == ids.count)
    let now = Set(rehearsal.sandbox.ids(of: provider))
    #expect(now == Set(rehearsal.ids(901...1_000)))
    for (id, result) in zip(ids, last.results) {
      let isTrue =
        switch (result.status, result.code) {
        case ("deleted", _), ("skipped", _): rehearsal.before.contains(id)
        case ("not_found", _), ("unconfirmed", "gone"): true
        default: false
        }
      #expect(isTrue && result.id == id, "\(result)")
    }
    let shown = try await job.shown()
    #expect(shown["in_flight"] == 0 && shown["announced"] == 0)
    #expect(shown["done"]?.int64 == Int64(last.count("deleted") + last.count("skipped")))
  }

  @Test("updates", arguments: SandboxProvider.ofLinkctl)
  func update(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 600)
    let job = try JournaledJob(
      rehearsal, "update", Self.pace + (provider == .shortpen ? [] : ["--batch-size", "10"]))
    let field = CreateFaultTests.mark(of: provider)
    // Two rounds over all links: the second has the last word.
    let ids = rehearsal.ids(1...(provider == .shortpen ? 150 : 500))
    let rows = [1, 2].flatMap { round in
      ids.enumerated().map { index, id -> JSONObject in
        [
          "id": .string(id),
          field: .string(provider == .dub ? "round \(round) \(index % 7)" : "\(round) \(index)"),
        ]
      }
    }
    try job.write(rows)
    let last = try await finish(job, kills: 8, seed: 3)
    #expect(last.results.count == rows.count)
    #expect(last.count("updated") + last.count("skipped") == rows.count, "\(last.figures)")
    #expect(last.run.status == 0)
    for row in rows.suffix(ids.count) {
      let link = rehearsal.sandbox.link(row["id"]?.string ?? "", at: provider)
      #expect(link?[field] == row[field])
    }
    #expect(try await job.shown()["done"]?.int64 == Int64(rows.count))
  }

  @Test(
    "upserts",
    arguments: [(SandboxProvider.dub, "external-id"), (.dub, "key"), (.hoko, "external-id")])
  func upsert(provider: SandboxProvider, match: String) async throws {
    let rehearsal = try rehearsal(provider, links: 5)
    let mark = CreateFaultTests.mark(of: provider)
    let rows = (1...600).map { number -> JSONObject in
      var row: JSONObject = [
        "url": .string("https://example.org/\(number)"), mark: .string("row \(number)"),
      ]
      row.append(match == "key" ? "key" : "externalId", .string("own-\(number)"))
      if match == "key" { row.append("domain", .string(DubLink.domain)) }
      if provider == .hoko { row.append("collectionId", .string(HokoCollection.first.id.text)) }
      return row
    }
    // Half of them are there, some as asked and some not.
    let there = rows.enumerated().filter { $0.offset % 2 == 0 }.map { index, row in
      index % 4 == 0
        ? row : JSONObject(row.members.filter { $0.name != mark } + [.init(mark, "old")])
    }
    let made = try await rehearsal.run("create", there, options: Self.pace)
    #expect(made.count("created") == there.count)

    let job = try JournaledJob(
      rehearsal, "upsert", Self.pace + ["--batch-size", "10", "--match", match])
    try job.write(rows)
    let last = try await finish(job, kills: 6, within: 2_000, seed: 4)
    #expect(last.run.status == 0 && last.results.count == rows.count, "\(last.figures)")
    let done = ["created", "updated", "unchanged", "skipped"]
    #expect(last.results.allSatisfy { done.contains($0.status) }, "\(last.figures)")
    let links = rehearsal.newLinks(by: mark)
    #expect(rows.allSatisfy { links[$0[mark]?.string ?? ""]?.count == 1 })
    #expect(links.values.reduce(0) { $0 + $1.count } == rows.count)
    #expect(rehearsal.counters.created == rows.count)
    // Nothing is open any more, so the next run looks at every row again.
    let next = try await job.run()
    #expect(next.run.status == 0 && next.count("skipped") == 0, "\(next.figures)")
    #expect(rehearsal.counters.created == rows.count)
    // By another match the rows mean something else.
    let other = try await job.run(["--match", "id"])
    #expect(other.run.status == 2 && other.run.errors.contains("another job"))
  }

  @Test("upserts by Dub's own call")
  func upsertCall() async throws {
    let rehearsal = try rehearsal(.dub, links: 5)
    let job = try JournaledJob(rehearsal, "upsert", Self.pace + ["--match", "url"])
    let rows = (1...150).map { number -> JSONObject in
      var row: JSONObject = [
        "url": .string("https://example.org/\(number)"), "comments": .string("row \(number)"),
      ]
      if number % 2 == 0 { row.append("externalId", .string("own-\(number)")) }
      return row
    }
    try job.write(rows)
    let last = try await finish(job, kills: 6, within: 1_000, seed: 5)
    let links = rehearsal.newLinks(by: "comments")
    for (row, result) in zip(rows, last.results) {
      let count = links[row["comments"]?.string ?? ""]?.count ?? 0
      let isTrue =
        switch result.status {
        case "created", "updated", "skipped": count == 1
        case "unknown": row["externalId"] == nil && count <= 1
        default: false
        }
      #expect(isTrue, "\(result) made \(count)")
    }
    #expect(last.results.count == rows.count)
  }
}
