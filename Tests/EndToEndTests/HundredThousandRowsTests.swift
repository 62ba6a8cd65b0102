import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct HundredThousandRowsTests {
  /// 100,000 rows: most of them links, some unknown, some twice, some malformed.
  private func rows(_ rehearsal: Rehearsal) -> (ids: [String], malformed: Set<String>) {
    var random = SeededGenerator(seed: 100_000)
    var ids = rehearsal.ids(1...99_000)
    ids += rehearsal.ids(200_001...200_050)
    for _ in 0..<900 { ids.append(ids[.random(in: 0..<99_050, using: &random)]) }
    let malformed = (0..<50).map { "not,an id \($0)" }
    return ((ids + malformed).shuffled(using: &random), Set(malformed))
  }

  private func sandbox(_ provider: SandboxProvider) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 100_000
    options.limit = .none
    return try Rehearsal(provider, options)
  }

  @Test(
    "results and sandbox agree row by row, in input order, and the exit status is 1",
    arguments: SandboxProvider.ofLinkctl)
  func agree(provider: SandboxProvider) async throws {
    let rehearsal = try sandbox(provider)
    let (ids, malformed) = rows(rehearsal)
    let rate = provider == .shortpen ? ["--rate", "1000000/s"] : []
    let deletion = try await rehearsal.delete(ids, options: ["--skip-invalid"] + rate)
    rehearsal.expectTruth(deletion, invalid: malformed)
    #expect(deletion.run.status == 1)
    #expect(deletion.results.count == 100_000 && deletion.count("invalid") == 50)
    #expect(rehearsal.sandbox.linkCount(of: provider) == 1_000)
    #expect(deletion.count("unknown") == 0 && deletion.count("failed") == 0)
  }

  @Test(
    "with --verify every row is exact, and where only missing ones are left the status is 0",
    arguments: SandboxProvider.ofLinkctl)
  func verified(provider: SandboxProvider) async throws {
    let rehearsal = try sandbox(provider)
    let ids = rows(rehearsal).ids.filter { !$0.hasPrefix("not,") }
    let rate = provider == .shortpen ? ["--rate", "1000000/s"] : []
    let deletion = try await rehearsal.delete(
      ids, options: ["--verify", "--ignore-not-found"] + rate)
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 0)
    #expect(deletion.count("deleted") + deletion.count("not_found") == ids.count)
    let missing = Set(deletion.results.filter { $0.status == "not_found" }.compactMap(\.id))
    #expect(missing.isSuperset(of: rehearsal.ids(200_001...200_050)))
  }

  @Test(
    "without --verify a run of which only missing ones are left ends with 0 too",
    arguments: SandboxProvider.ofLinkctl)
  func onlyMissingLeft(provider: SandboxProvider) async throws {
    let rehearsal = try sandbox(provider)
    let ids = rehearsal.ids(1...2_000) + rehearsal.ids(200_001...200_005)
    let rate = provider == .shortpen ? ["--rate", "1000000/s"] : []
    let deletion = try await rehearsal.delete(ids, options: ["--ignore-not-found"] + rate)
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 0)
  }
}
