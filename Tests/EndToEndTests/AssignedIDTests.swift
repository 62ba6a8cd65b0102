import Records
import Sandbox
import TestSupport
import Testing

/// `--assign-external-id`: rows that have no name get one, and then nothing is lost and nothing made twice.
@Suite(.inTurn) struct AssignedIDTests {
  private func rows(_ provider: SandboxProvider) -> [JSONObject] {
    (1...60).map { number in
      var row: JSONObject = ["url": .string("https://example.org/\(number % 50)")]
      if provider == .hoko { row.append("collectionId", .string(HokoCollection.first.id.text)) }
      if number == 60 { row.append("externalId", "own") }
      if number == 59, provider == .dub { row.append("key", "own") }
      return row
    }
  }

  @Test(
    "answers that are lost are settled, equal rows too, and a second run makes nothing",
    arguments: [SandboxProvider.dub, .hoko])
  func settled(provider: SandboxProvider) async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.faults = try ["POST", "PUT"].map {
      try FaultRule(parsing: "\($0) percent=40 seed=7 act-then-close")
    }
    let rehearsal = try Rehearsal(provider, options)
    let rows = rows(provider)
    let settings = ["--assign-external-id=job.", "--batch-size", "7", "--retries", "9"]
    let first = try await rehearsal.run("create", rows, options: settings)
    #expect(first.count("created") == 60, "\(first.figures) \(first.run.errors)")
    #expect(rehearsal.counters.created == 60)
    let ids = first.results.map { $0.link?["externalId"]?.string ?? "" }
    let given = ids.filter { $0.hasPrefix("job.") }
    #expect(given.count == (provider == .dub ? 58 : 59) && Set(given).count == given.count)
    #expect(given.count { $0.hasSuffix("-2") } >= 8)
    let second = try await rehearsal.run("create", rows.reversed(), options: settings)
    // What a lost answer leaves to be looked for was made moments ago, by whichever run.
    #expect(second.count("failed") + second.count("created") == 60, "\(second.figures)")
    #expect(second.count("failed", "conflict") > 0 || provider == .hoko)
    #expect(rehearsal.counters.created == 60)
  }

  @Test("a prefix that cannot be, and a provider without external IDs, are usage errors")
  func refused() async throws {
    for (provider, option, words) in [
      (SandboxProvider.dub, "--assign-external-id=ext_", "prefix"),
      (.dub, "--assign-external-id=a,b", "prefix"),
      (.shortpen, "--assign-external-id", "ShortPen have no external IDs"),
    ] {
      let rehearsal = try Rehearsal(provider)
      let run = try await rehearsal.linkctl.run(
        ["create", "--input", "-", option], environment: rehearsal.environment,
        input: provider == .dub ? "url\ne.org\n" : "url,domain_id\ne.org,1\n")
      #expect(run.status == 2 && run.errors.contains(words), "\(run.errors)")
    }
  }
}
