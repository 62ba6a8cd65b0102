import Records
import Sandbox
import TestSupport
import Testing

/// A journal that is kept keeps links in step, by whatever names rows call them.
@Suite(.inTurn) struct JournalRoundTests {
  private static let pace = ["--rate", "10000/s", "--retries", "0"]

  private func rehearsal(
    _ provider: SandboxProvider = .dub, _ faults: String...
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 5
    options.limit = .none
    options.dub.links = [DubLink(id: "link_n1", externalID: "n1")]
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    return try Rehearsal(provider, options)
  }

  private static let refusal =
    #"status=400 body="{\"error\":{\"code\":\"bad_request\",\"message\":\"no\"}}""#

  @Test("an upsert that goes back to what it was before is no row that is done")
  func spring() async throws {
    let rehearsal = try rehearsal()
    let job = try JournaledJob(rehearsal, "upsert", Self.pace + ["--match", "external-id"])
    func run(_ title: String) async throws -> String? {
      try job.write([
        ["url": "https://example.org/", "externalId": "own-1", "title": .string(title)]
      ])
      let run = try await job.run()
      #expect(run.run.status == 0, "\(run.run.errors)")
      #expect(rehearsal.newLinks(by: "title")[title]?.count == 1)
      return run.results.first?.status
    }
    #expect(try await run("Spring") == "created")
    #expect(try await run("Spring2") == "updated")
    #expect(try await run("Spring") == "updated")
    #expect(try await run("Spring") == "unchanged")
    #expect(rehearsal.counters.created == 1)
  }

  @Test(
    "while a row is open, a row is skipped only where it is the last thing done to its link",
    arguments: SandboxProvider.ofLinkctl)
  func unfinished(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider)
    let job = try JournaledJob(rehearsal, "update", Self.pace)
    let ids = rehearsal.ids([1, 900])
    func run(_ titles: String...) async throws -> [String] {
      // A link that is not there keeps the round open.
      let rows = titles.map { (ids[0], $0) } + [(ids[1], "none")]
      try job.write(rows.map { ["id": .string($0.0), "title": .string($0.1)] })
      let run = try await job.run()
      #expect(run.run.status == 1, "\(run.run.errors)")
      let title = rehearsal.sandbox.link(ids[0], at: provider)?["title"]?.string
      #expect(title == titles.last)
      return run.results.dropLast().map(\.status)
    }
    #expect(try await run("Spring") == ["updated"])
    #expect(try await run("Spring") == ["skipped"])
    #expect(try await run("Spring2") == ["updated"])
    #expect(try await run("Spring") == ["updated"])
    #expect(try await run("Spring", "Spring2") == ["skipped", "updated"])
    #expect(try await run("Spring", "Spring2") == ["skipped", "skipped"])
    #expect(try await run("Spring2", "Spring") == ["skipped", "updated"])
  }

  @Test("an earlier row that is sent late does not take the last word under another name")
  func lastWord() async throws {
    let rehearsal = try rehearsal(.dub, "update first=1 \(Self.refusal)")
    let job = try JournaledJob(rehearsal, "update", Self.pace)
    try job.write([
      ["id": "link_n1", "title": "first"], ["id": "ext_n1", "title": "last"],
    ])
    let first = try await job.run()
    #expect(first.results.map(\.status) == ["failed", "updated"], "\(first.results)")
    let second = try await job.run()
    #expect(second.results.map(\.status) == ["updated", "updated"], "\(second.results)")
    #expect(rehearsal.sandbox.link("link_n1", at: .dub)?["title"] == "last")
  }

  @Test(
    "a row that found no link to give another external ID is done again by the name that it has")
  func notRenamed() async throws {
    let rehearsal = try rehearsal(.dub, "update-one first=1 \(Self.refusal)")
    let job = try JournaledJob(rehearsal, "update", Self.pace + ["--ignore-not-found"])
    try job.write([
      ["id": "link_n1", "externalId": "m1"], ["id": "ext_m1", "externalId": "p1", "title": "last"],
    ])
    let first = try await job.run()
    #expect(first.results.map(\.status) == ["failed", "not_found"], "\(first.results)")
    let second = try await job.run()
    #expect(second.results.map(\.status) == ["updated", "updated"], "\(second.results)")
    let link = rehearsal.sandbox.link("link_n1", at: .dub)
    #expect(link?["externalId"] == "p1" && link?["title"] == "last")
  }

  @Test("a row that has given its link another external ID is done again by that")
  func renamed() async throws {
    let rehearsal = try rehearsal(.dub, "update first=1 \(Self.refusal)")
    let job = try JournaledJob(rehearsal, "update", Self.pace)
    try job.write([
      ["id": "link_n1", "title": "first"],
      ["id": "ext_n1", "externalId": "m1", "title": "last"], ["id": "ext_m1", "comments": "new"],
    ])
    let first = try await job.run()
    #expect(first.results.map(\.status) == ["failed", "updated", "updated"], "\(first.results)")
    let second = try await job.run()
    #expect(second.results.map(\.status) == ["updated", "updated", "updated"], "\(second.results)")
    let link = rehearsal.sandbox.link("link_n1", at: .dub)
    #expect(link?["title"] == "last" && link?["externalId"] == "m1")
  }

  @Test("what a round is shows in what the journal says of itself")
  func shown() async throws {
    let rehearsal = try rehearsal()
    let job = try JournaledJob(rehearsal, "update", Self.pace)
    let ids = rehearsal.ids([1, 900])
    try job.write(ids.map { ["id": .string($0), "title": "new"] })
    #expect(try await job.run().run.status == 1)
    #expect(try await job.shown()["last_run_open"] == 1)
    try job.write([["id": .string(ids[0]), "title": "new"]])
    let second = try await job.run()
    #expect(second.count("skipped") == 1 && !second.run.errors.contains("looks at every row"))
    #expect(try await job.shown()["last_run_open"] == 0)
    let text = try await rehearsal.linkctl.run(["journal", "show", job.journal])
    #expect(text.output.contains("the last run left nothing open"), "\(text.output)")
    let third = try await job.run()
    #expect(third.count("updated") == 1 && third.run.errors.contains("looks at every row again"))
  }
}
