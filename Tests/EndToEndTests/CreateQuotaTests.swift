import Records
import Sandbox
import TestSupport
import Testing

/// Quotas: what fits is created, and the run stops in the provider's words.
@Suite(.inTurn) struct CreateQuotaTests {
  private func row(_ number: Int, at provider: SandboxProvider) -> JSONObject {
    var row: JSONObject = ["url": .string("https://example.org/\(number)")]
    row.append(CreateFaultTests.mark(of: provider), .string("row \(number)"))
    if provider == .shortpen { row.append("domain_id", 1) }
    if provider == .dub { row.append("key", .string("k\(number)")) }
    return row
  }

  @Test(
    "of Dub's rows as many are created as the quota allows", arguments: [0, 1, 250, 333, 999],
    [1, 8])
  func dub(quota: Int, concurrency: Int) async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.quota = quota
    let rehearsal = try Rehearsal(.dub, options)
    let rows = (1...1_000).map { row($0, at: .dub) }
    let creation = try await rehearsal.run("create", rows, options: ["-c", String(concurrency)])
    rehearsal.expectTruth(creation, mark: "comments")
    #expect(creation.count("created") == quota, "\(creation.figures)")
    #expect(rehearsal.sandbox.linkCount(of: .dub) == quota)
    #expect(creation.run.status == 3, "\(creation.run.errors)")
    expectStopped(creation, words: "You've reached your monthly limit of \(quota) links")
    let least = (quota + 99) / 100
    #expect(rehearsal.counters.total() <= least + 15 * concurrency, "\(rehearsal.counters)")
  }

  @Test("ShortPen's 429 that no waiting cures stops the run")
  func shortPen() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.shortPen.quota = 20
    let rehearsal = try Rehearsal(.shortpen, options)
    let rows = (1...50).map { row($0, at: .shortpen) }
    let creation = try await rehearsal.run("create", rows, options: ["--rate", "10000/s"])
    rehearsal.expectTruth(creation, mark: "title")
    #expect(creation.count("created") == 20 && creation.run.status == 3, "\(creation.figures)")
    expectStopped(creation, words: options.shortPen.quotaWords)
  }

  /// Everything else failed in those words or was not tried, and the last message says them too.
  private func expectStopped(_ creation: LinkRun, words: String) {
    let rest = creation.results.filter { $0.status != "created" }
    #expect(rest.allSatisfy { ["failed", "not_attempted"].contains($0.status) })
    let failed = rest.filter { $0.status == "failed" }
    #expect(!failed.isEmpty && failed.allSatisfy { $0.message?.contains(words) == true })
    #expect(creation.run.errors.contains(words), "\(creation.run.errors)")
  }

  @Test("rows that the quota refuses do not hide rows that are refused for themselves")
  func mixed() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.quota = 120
    let rehearsal = try Rehearsal(.dub, options)
    let rows = (1...300).map { number in
      var row = row(number, at: .dub)
      if number.isMultiple(of: 10) { row.append("tagIds", ["tag_none"]) }
      if number.isMultiple(of: 75) { row.append("ios", "no URL") }
      return row
    }
    let creation = try await rehearsal.run("create", rows, options: ["-c", "1"])
    rehearsal.expectTruth(creation, mark: "comments")
    #expect(creation.count("created") == 120 && creation.run.status == 3, "\(creation.figures)")
  }
}
