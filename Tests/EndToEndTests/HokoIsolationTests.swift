import Sandbox
import TestSupport
import Testing

@Suite(.inTurn) struct HokoIsolationTests {
  private func rehearsal(_ change: (inout SandboxOptions) -> Void = { _ in }) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = 25_000
    options.limit = .none
    change(&options)
    return try Rehearsal(.hoko, options)
  }

  @Test("7 unknown IDs among 25,000 are named in fewer than 150 requests, and the others deleted")
  func sevenUnknown() async throws {
    let rehearsal = try rehearsal()
    var random = SeededGenerator(seed: 25_000)
    var ids = rehearsal.ids(1...24_993)
    for unknown in rehearsal.ids(90_001...90_007) {
      ids.insert(unknown, at: .random(in: 0...ids.count, using: &random))
    }
    let deletion = try await rehearsal.delete(ids)
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 24_993 && deletion.count("not_found") == 7)
    #expect(deletion.run.status == 1)
    #expect(rehearsal.counters.total() < 150, "\(rehearsal.counters.total()) requests")
    #expect(rehearsal.sandbox.linkCount(of: .hoko) == 7)
  }

  @Test("a plan that takes fewer IDs than documented is found out, and all are deleted")
  func smallerPlan() async throws {
    let rehearsal = try rehearsal { $0.hoko.maximum = 1_000 }
    let deletion = try await rehearsal.delete(rehearsal.ids(1...25_000))
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 25_000 && deletion.run.status == 0)
  }

  @Test("links that are all gone already are named one by one")
  func allGone() async throws {
    let rehearsal = try rehearsal()
    let deletion = try await rehearsal.delete(rehearsal.ids(90_001...90_300))
    #expect(deletion.count("not_found") == 300 && rehearsal.counters.total() < 350)
  }
}
