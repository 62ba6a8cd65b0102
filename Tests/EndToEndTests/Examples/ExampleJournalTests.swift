import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Runs at the examples that are killed at any moment and gone on with: nothing is lost, nothing is done twice.
@Suite(.inTurn) struct ExampleJournalTests {
  private static let pace = ["--rate", "100000/s", "--concurrency", "4"]

  private func rehearsal(_ example: Example, links: Int) throws -> Rehearsal {
    try Rehearsal(of: example, links: links) { $0.latency = try Latency(parsing: "5ms-25ms") }
  }

  private func job(
    _ rehearsal: Rehearsal, _ example: Example, _ command: String, _ more: [String] = []
  ) throws -> JournaledJob {
    let batch = example == .yourls || command == "update" ? [] : ["--batch-size", "10"]
    return try JournaledJob(rehearsal, command, Self.pace + batch + more)
  }

  /// Kills a job again and again, every other time while it writes its journal, and lets it end at last.
  private func finish(_ job: JournaledJob, seed: UInt64) async throws -> JournaledRun {
    var random = SeededGenerator(seed: seed)
    for turn in 0..<6 {
      let time = Int.random(in: 20...500, using: &random)
      guard try await job.killed(after: time) else { continue }
      let isThere = FileManager.default.fileExists(atPath: job.journal)
      if turn.isMultiple(of: 2), isThere { try job.tear(using: &random) }
    }
    return try await job.run()
  }

  private func domain(_ example: Example) -> [String] {
    example == .yourls ? [] : ["--default-domain", ShortIOOptions.firstDomain.name]
  }

  @Test("creates", arguments: Example.allCases)
  func create(example: Example) async throws {
    let rehearsal = try rehearsal(example, links: 5)
    let job = try job(rehearsal, example, "create", domain(example))
    let rows = (1...(example == .yourls ? 250 : 1_000)).map {
      example.row($0, key: $0 % 4 == 0 ? nil : "own\($0)")
    }
    try job.write(rows)
    let last = try await finish(job, seed: 11)
    let made = rehearsal.newLinks(by: "title")
    for (row, result) in zip(rows, last.results) {
      let count = made[row["title"]?.string ?? ""]?.count ?? 0
      let canBeUnknown = example == .yourls && row[example.key] == nil
      let isTrue =
        switch result.status {
        case "created", "skipped": count == 1
        case "unknown": canBeUnknown && count <= 1
        default: false
        }
      #expect(isTrue, "\(result) made \(count)")
    }
    #expect(last.results.count == rows.count)
    let before = rehearsal.counters.total()
    let again = try await job.run()
    #expect(again.count("skipped") + again.count("unknown") == rows.count)
    #expect(rehearsal.counters.total() == before)
  }

  @Test("deletes", arguments: Example.allCases)
  func delete(example: Example) async throws {
    let rehearsal = try rehearsal(example, links: 400)
    let job = try job(rehearsal, example, "delete")
    let ids = rehearsal.ids(1...350)
    try job.write(ids)
    let last = try await finish(job, seed: 12)
    #expect(Set(rehearsal.sandbox.ids(of: example.provider)) == Set(rehearsal.ids(351...400)))
    #expect(last.results.map(\.id) == ids)
    let settled = last.count("deleted") + last.count("skipped") + last.count("unconfirmed", "gone")
    // At a site of one's own a link that a killed run has deleted is not there any more.
    #expect(settled == 350, "\(last.figures)")
  }

  @Test("updates, of which the second of a link has the last word", arguments: Example.allCases)
  func update(example: Example) async throws {
    let rehearsal = try rehearsal(example, links: 120)
    let job = try job(rehearsal, example, "update")
    let rows = (0..<2).flatMap { round in
      rehearsal.ids(1...100).enumerated().map { example.change(of: $1, $0 + 1_000 * round) }
    }
    try job.write(rows)
    let last = try await finish(job, seed: 13)
    #expect(last.count("updated") + last.count("skipped") == 200, "\(last.figures)")
    for row in rows.suffix(100) {
      let link = rehearsal.sandbox.link(row["id"]?.string ?? "", at: example.provider)
      #expect(link?["title"] == row["title"] && link?[example.url] == row[example.url])
    }
  }

  @Test("upserts", arguments: Example.allCases)
  func upsert(example: Example) async throws {
    let rehearsal = try rehearsal(example, links: 60)
    let job = try job(rehearsal, example, "upsert", ["--match", "key"] + domain(example))
    let rows = (1...150).map {
      example.row($0, key: $0 <= 60 ? example.seededKey($0) : "own\($0)")
    }
    try job.write(rows)
    let last = try await finish(job, seed: 14)
    let done = ["created", "updated", "unchanged", "skipped"].map { last.count($0) }
    #expect(done.reduce(0, +) == 150 && last.run.status == 0, "\(last.figures)")
    let links = rehearsal.sandbox.links(of: example.provider)
    #expect(links.count == 150)
    let titles = Set(links.compactMap { $0["title"]?.string })
    #expect(titles == Set(rows.compactMap { $0["title"]?.string }))
  }
}
