import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Runs at the examples that are killed at any moment and gone on with: nothing is lost, nothing is done twice.
///
/// `LINKCTL_HARNESS=full` does it with 1,000 links and 10 kills each.
@Suite(.inTurn) struct SiteJournalTests {
  private static let kills = Harness.isFull ? 10 : 6
  private static let pace = ["--rate", "100000/s", "--concurrency", "4"]

  private func rehearsal(_ site: Site, links: Int) throws -> Rehearsal {
    try Rehearsal(of: site, links: links) { $0.latency = try Latency(parsing: "5ms-25ms") }
  }

  private func job(
    _ rehearsal: Rehearsal, _ site: Site, _ command: String, _ more: [String] = []
  ) throws -> JournaledJob {
    let batch = !site.isBulk || command == "update" ? [] : ["--batch-size", "10"]
    return try JournaledJob(rehearsal, command, Self.pace + batch + more)
  }

  /// Kills a job again and again, every other time while it writes its journal, and lets it end at last.
  private func finish(_ job: JournaledJob, seed: UInt64) async throws -> JournaledRun {
    var random = SeededGenerator(seed: seed)
    for turn in 0..<Self.kills {
      let time = Int.random(in: 20...500, using: &random)
      guard try await job.killed(after: time) else { continue }
      let isThere = FileManager.default.fileExists(atPath: job.journal)
      if turn.isMultiple(of: 2), isThere { try job.tear(using: &random) }
    }
    return try await job.run()
  }

  private func domain(_ site: Site) -> [String] {
    !site.isBulk ? [] : ["--default-domain", ShortIOOptions.firstDomain.name]
  }

  @Test("creates", arguments: Site.tried)
  func create(site: Site) async throws {
    let rehearsal = try rehearsal(site, links: 5)
    let job = try job(rehearsal, site, "create", domain(site))
    let rows = (1...(site.isBulk || Harness.isFull ? 1_000 : 250)).map {
      site.row($0, key: $0 % 4 == 0 ? nil : "own\($0)")
    }
    try job.write(rows)
    let last = try await finish(job, seed: 11)
    let made = rehearsal.newLinks(by: site.title)
    for (row, result) in zip(rows, last.results) {
      let count = made[row[site.title]?.string ?? ""]?.count ?? 0
      let canBeUnknown = site.isNameless(row)
      let isTrue =
        switch result.status {
        case "created", "skipped": count == 1
        case "unknown": canBeUnknown && count <= 1
        default: false
        }
      #expect(isTrue, "\(result) made \(count)")
    }
    #expect(last.results.count == rows.count, "\(last.run.errors)")
    let before = rehearsal.counters.total()
    let again = try await job.run()
    #expect(again.count("skipped") + again.count("unknown") == rows.count)
    #expect(rehearsal.counters.total() == before)
  }

  @Test("deletes", arguments: Site.tried)
  func delete(site: Site) async throws {
    let count = Harness.isFull ? 1_000 : 350
    let rehearsal = try rehearsal(site, links: count + 50)
    let job = try job(rehearsal, site, "delete")
    let ids = rehearsal.ids(1...count)
    try job.write(ids)
    let last = try await finish(job, seed: 12)
    #expect(
      Set(rehearsal.sandbox.ids(of: site.provider)) == Set(rehearsal.ids(count + 1...count + 50)))
    #expect(last.results.map(\.id) == ids)
    let settled = last.count("deleted") + last.count("skipped") + last.count("unconfirmed", "gone")
    // At a site of one's own a link that a killed run has deleted is not there any more.
    #expect(settled == count, "\(last.figures)")
  }

  @Test("updates, of which the second of a link has the last word", arguments: Site.tried)
  func update(site: Site) async throws {
    let count = Harness.isFull ? 1_000 : 100
    let rehearsal = try rehearsal(site, links: count + 20)
    let job = try job(rehearsal, site, "update")
    let rows = (0..<2).flatMap { round in
      rehearsal.ids(1...count).enumerated().map { site.change(of: $1, $0 + 10_000 * round) }
    }
    try job.write(rows)
    let last = try await finish(job, seed: 13)
    #expect(
      ["updated", "unchanged", "skipped"].map { last.count($0) }.reduce(0, +) == 2 * count,
      "\(last.figures)")
    for row in rows.suffix(count) {
      let link = rehearsal.sandbox.link(row["id"]?.string ?? "", at: site.provider)
      #expect(link?[site.title] == row[site.title] && link?[site.url] == row[site.url])
    }
  }

  @Test("upserts", arguments: Site.tried)
  func upsert(site: Site) async throws {
    let count = Harness.isFull ? 1_000 : 150
    let rehearsal = try rehearsal(site, links: 60)
    let job = try job(rehearsal, site, "upsert", ["--match", "key"] + domain(site))
    let rows = (1...count).map {
      site.row($0, key: $0 <= 60 ? site.seededKey($0) : "own\($0)")
    }
    try job.write(rows)
    let last = try await finish(job, seed: 14)
    let done = ["created", "updated", "unchanged", "skipped"].map { last.count($0) }
    #expect(done.reduce(0, +) == count && last.run.status == 0, "\(last.figures)")
    let links = rehearsal.sandbox.links(of: site.provider)
    #expect(links.count == count)
    let titles = Set(links.compactMap { $0[site.title]?.string })
    #expect(titles == Set(rows.compactMap { $0[site.title]?.string }))
  }
}
