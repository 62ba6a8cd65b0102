import Sandbox
import TestSupport
import Testing

/// Whatever befalls requests, the results and the sandbox agree.
@Suite(.inTurn) struct FaultTests {
  private static let faults = [
    "percent=20 seed=1 status=500", "percent=20 seed=2 status=503 header=\"Retry-After: 0\"",
    "percent=20 seed=3 close", "percent=20 seed=4 act-then-close", "percent=20 seed=5 cut",
    "percent=20 seed=6 act-then-status=500", "percent=20 seed=7 act-then-status=502",
    "percent=20 seed=8 status=200 body=\"{\\\"half\\\":\"",
    "percent=10 seed=9 act-then-hang", "percent=10 seed=10 hang",
    "percent=20 seed=11 act-then-status=200 body=\"<html>\"",
    "percent=20 seed=12 status=429 header=\"Retry-After: 1\"",
  ]

  @Test("one kind of fault at a time", arguments: SandboxProvider.ofLinkctl, faults)
  func truth(provider: SandboxProvider, fault: String) async throws {
    try await check(provider, [fault], verify: fault.contains("act-then"))
    if fault.contains("act-then") { try await check(provider, [fault], verify: false) }
  }

  @Test(
    "every kind of fault at once, on look-ups too", arguments: SandboxProvider.ofLinkctl,
    [false, true])
  func all(provider: SandboxProvider, verify: Bool) async throws {
    let faults = Self.faults.map { $0.replacing(/percent=\d+/, with: "percent=3") }
    try await check(provider, faults, verify: verify)
  }

  @Test(
    "one answer of somebody on the way is not the end of a run",
    arguments: SandboxProvider.ofLinkctl,
    ["404", "403", "400", "302"])
  func stray(provider: SandboxProvider, status: String) async throws {
    try await check(
      provider, ["after=2 first=1 status=\(status) body=\"<html>\""], verify: false)
  }

  /// 200 of 240 links and 4 unknown IDs, in batches of 20.
  private func check(_ provider: SandboxProvider, _ faults: [String], verify: Bool) async throws {
    var options = SandboxOptions()
    options.links = 240
    options.limit = .none
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    let rehearsal = try Rehearsal(provider, options)
    var ids = rehearsal.ids(1...200) + rehearsal.ids(9_001...9_004)
    var random = SeededGenerator(seed: 600)
    ids.shuffle(using: &random)
    let pace = ["--batch-size", "20", "--timeout", "2", "--retries", "8", "--rate", "10000/s"]
    let deletion = try await rehearsal.delete(ids, options: pace + (verify ? ["--verify"] : []))
    rehearsal.expectTruth(deletion)
    #expect(deletion.results.count == 204 && deletion.run.status == 1)
    let settled = ["deleted", "unconfirmed", "not_found"].map { deletion.count($0) }
    #expect(settled.reduce(0, +) == 204)
  }
}
