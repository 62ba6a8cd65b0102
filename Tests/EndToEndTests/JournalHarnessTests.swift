import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Runs that are killed while the provider fails too: every tenth request is refused, cut before it acts, cut
/// after it acted, cut in the middle of its answer, answered with a 500 after it acted, hung, or a 429.
///
/// `LINKCTL_HARNESS=full` does it with 5,000 rows and 50 kills each, with faults and without.
@Suite(.inTurn) struct JournalHarnessTests {
  private static let weathers = Harness.isFull ? [false, true] : [true]
  private static let rows = Harness.isFull ? 5_000 : 300
  private static let kills = Harness.isFull ? 50 : 4

  private static let faults = [
    "percent=2 seed=1 status=503", "percent=2 seed=2 close", "percent=2 seed=3 act-then-close",
    "percent=2 seed=4 cut", "percent=1 seed=5 act-then-status=500", "percent=1 seed=6 hang",
    "percent=1 seed=7 status=429 header=\"Retry-After: 1\"",
  ]
  private static let pace = [
    "--rate", "100000/s", "-c", "8", "--timeout", "2", "--retries", "9",
  ]

  private func rehearsal(
    _ provider: SandboxProvider, links: Int, isFaulty: Bool
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.latency = try Latency(parsing: "2ms-10ms")
    if isFaulty { options.faults = try Self.faults.map { try FaultRule(parsing: $0) } }
    return try Rehearsal(provider, options)
  }

  /// Kills the job, every other time in the middle of a line of its journal, and runs it until nothing is left
  /// that another run could settle.
  private func finish(
    _ job: JournaledJob, seed: UInt64, until isOver: (JournaledRun) -> Bool
  ) async throws -> JournaledRun {
    var random = SeededGenerator(seed: seed)
    var killed = 0
    for turn in 0..<Self.kills {
      let time = Int.random(in: 30...600, using: &random)
      guard try await job.killed(after: time) else { continue }
      killed += 1
      let isThere = FileManager.default.fileExists(atPath: job.journal)
      if turn.isMultiple(of: 2), isThere { try job.tear(using: &random) }
    }
    var run = try await job.run()
    var runs = 1
    // A run that takes very long is ended too, and gone on with.
    while !isOver(run), runs < 20 {
      run = try await job.run()
      runs += 1
    }
    print("\(job.arguments[0]): killed \(killed) times, \(runs) runs to the end, \(run.figures)")
    return run
  }

  @Test("creates", arguments: SandboxProvider.ofLinkctl, weathers)
  func create(provider: SandboxProvider, isFaulty: Bool) async throws {
    let rehearsal = try rehearsal(provider, links: 5, isFaulty: isFaulty)
    let job = try JournaledJob(
      rehearsal, "create", Self.pace + ["--batch-size", provider == .shortpen ? "1" : "20"])
    let rows = (1...Self.rows).map { CreateFaultTests.row($0, at: provider) }
    let mark = CreateFaultTests.mark(of: provider)
    try job.write(rows)
    // What has no name of its own cannot be settled by any run.
    let isNamed = rows.map { row in
      ["externalId", "key", "custom_slug"].contains { row[$0] != nil }
    }
    let last = try await finish(job, seed: 11) { run in
      run.results.count == rows.count
        && zip(isNamed, run.results).allSatisfy { $1.status != "unknown" || !$0 }
    }
    let made = rehearsal.newLinks(by: mark)
    for (index, result) in last.results.enumerated() {
      let count = made[rows[index][mark]?.string ?? ""]?.count ?? 0
      let isTrue =
        switch result.status {
        case "created", "skipped": count == 1
        case "unknown": !isNamed[index] && count <= 1
        default: false
        }
      if !isTrue { Issue.record("\(result) made \(count)") }
    }
    #expect(last.results.count == rows.count)
  }

  @Test("deletes", arguments: SandboxProvider.ofLinkctl, weathers)
  func delete(provider: SandboxProvider, isFaulty: Bool) async throws {
    let rehearsal = try rehearsal(provider, links: Self.rows + 50, isFaulty: isFaulty)
    let job = try JournaledJob(rehearsal, "delete", Self.pace + ["--batch-size", "20"])
    let ids = rehearsal.ids(1...Self.rows)
    try job.write(ids)
    let last = try await finish(job, seed: 12) { run in
      run.results.count == ids.count
        && run.count("unknown") + run.count("failed") + run.count("not_attempted") == 0
    }
    #expect(Set(rehearsal.sandbox.ids(of: provider)) == rehearsal.before.subtracting(ids))
    for (id, result) in zip(ids, last.results) {
      let isTrue =
        switch (result.status, result.code) {
        case ("deleted", _), ("skipped", _), ("not_found", _), ("unconfirmed", "gone"): true
        default: false
        }
      if !isTrue || result.id != id { Issue.record("\(result)") }
    }
    #expect(last.results.count == ids.count)
  }

  @Test("updates", arguments: SandboxProvider.ofLinkctl, weathers)
  func update(provider: SandboxProvider, isFaulty: Bool) async throws {
    let rehearsal = try rehearsal(provider, links: Self.rows, isFaulty: isFaulty)
    let job = try JournaledJob(
      rehearsal, "update", Self.pace + (provider == .shortpen ? [] : ["--batch-size", "20"]))
    let field = CreateFaultTests.mark(of: provider)
    let rows = rehearsal.ids(1...Self.rows).enumerated().map { index, id -> JSONObject in
      ["id": .string(id), field: .string("change \(provider == .dub ? index % 37 : index)")]
    }
    try job.write(rows)
    let last = try await finish(job, seed: 13) { run in
      run.count("updated") + run.count("skipped") == rows.count
    }
    #expect(last.count("updated") + last.count("skipped") == rows.count, "\(last.figures)")
    for row in rows {
      let link = rehearsal.sandbox.link(row["id"]?.string ?? "", at: provider)
      if link?[field] != row[field] { Issue.record("\(JSONValue.object(row).text)") }
    }
  }
}
