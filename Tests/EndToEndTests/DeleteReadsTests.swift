import Sandbox
import TestSupport
import Testing

/// What a delete reads to know each row's fate: no more than there is to know.
@Suite(.inTurn) struct DeleteReadsTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, links: Int,
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    try change(&options)
    return try Rehearsal(provider, options)
  }

  @Test(
    "a count of 0 says that links that are not there now were not there", arguments: [1, 5, 250])
  func noneCounted(rows: Int) async throws {
    let rehearsal = try rehearsal(links: 0)
    let deletion = try await rehearsal.delete(rehearsal.ids(1...rows))
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("not_found") == rows && deletion.run.status == 1, "\(deletion.results)")
    // A few are read one by one; for more it is asked whether the list leaves anything out.
    let batches = (rows + 99) / 100
    let reads = rows <= 5 ? batches + rows : batches + 1
    #expect(rehearsal.counters.total() == batches + reads, "\(rehearsal.counters.requests)")
  }

  @Test("an external ID that counted 0 is asked for itself, and was not there")
  func external() async throws {
    let rehearsal = try rehearsal(links: 0) { $0.ids[.dub] = ["ext_order 77"] }
    let deletion = try await rehearsal.delete(
      ["ext_order 77", "ext_none"], options: ["--batch-size", "1"])
    #expect(deletion.results.map(\.status) == ["deleted", "not_found"], "\(deletion.results)")
  }

  @Test("with --verify 500 links that are not there take 11 requests")
  func allMissing() async throws {
    let rehearsal = try rehearsal(links: 0)
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...500), options: ["--verify", "--ignore-not-found"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("not_found") == 500 && deletion.run.status == 0)
    #expect(rehearsal.counters.total(.list) == 5 && rehearsal.counters.total(.folders) == 1)
    #expect(rehearsal.counters.total() == 11, "\(rehearsal.counters.requests)")
  }

  @Test(
    "with --verify links that are there and links that are not are told apart in a read a hundred")
  func someMissing() async throws {
    let rehearsal = try rehearsal(links: 300)
    var random = SeededGenerator(seed: 25)
    let ids = (rehearsal.ids(1...300) + rehearsal.ids(9_001...9_200)).shuffled(using: &random)
    let deletion = try await rehearsal.delete(ids, options: ["--verify"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 300 && deletion.count("not_found") == 200)
    #expect(rehearsal.counters.total(.list) == 5 && rehearsal.counters.total(.info) == 0)
    #expect(rehearsal.counters.total() == 16, "\(rehearsal.counters.requests)")
  }

  @Test(
    "with --verify in a workspace with folders each is asked for, since a list may leave it out")
  func folders() async throws {
    let rehearsal = try rehearsal(links: 0) {
      $0.dub.folders = [
        DubFolder(id: "fold_mega", access: .write, isMega: true),
        DubFolder(id: "fold_secret", access: .none),
      ]
      $0.dub.links = [
        DubLink(id: "link_mega", folderID: "fold_mega"),
        DubLink(id: "link_secret", folderID: "fold_secret"),
      ]
    }
    let deletion = try await rehearsal.delete(
      ["link_mega", "link_secret"] + rehearsal.ids(1...20), options: ["--verify"])
    #expect(deletion.count("deleted") == 1 && deletion.count("failed", "still_there") == 1)
    #expect(deletion.count("not_found") == 20, "\(deletion.results)")
  }

  @Test("with --verify a count that falls short by what the list still shows needs one more list")
  func shortCount() async throws {
    let rehearsal = try rehearsal(links: 99) {
      $0.dub.links = [DubLink(id: "link_root", key: "_root")]
    }
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...99) + ["link_root"], options: ["--verify"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 99 && deletion.count("failed", "still_there") == 1)
    #expect(rehearsal.counters.total() == 3, "\(rehearsal.counters.requests)")
  }

  @Test("words that are no IDs are refused before anything is sent, with what they may have meant")
  func words() async throws {
    let rehearsal = try rehearsal(links: 3)
    let run = try await rehearsal.linkctl.run(
      ["delete", "ids.txt", "--ignore-not-found"], environment: rehearsal.environment)
    #expect(run.status == 2 && run.errors.contains("--ids-file ids.txt"), "\(run.errors)")
    let id = rehearsal.ids(1...1)[0]
    let odd = ["\u{200B}" + id, id + ";", "\"\(id)\"", "n/a", "link_id", "501", "https://dub.sh/a"]
    let refused = try await rehearsal.delete(odd, options: ["--ignore-not-found"])
    #expect(refused.run.status == 2, "\(refused.run.errors)")
    for (index, words) in ["U+200B", "U+003B", "U+0022", "no value", "columns", "ShortPen", "URL"]
      .enumerated()
    {
      let place = "standard input:\(index + 1): "
      let line = refused.run.errors.split(separator: "\n").first { $0.contains(place) } ?? ""
      #expect(line.contains(words), "\(refused.run.errors)")
    }
    let skipped = try await rehearsal.delete(
      odd + [id], options: ["--ignore-not-found", "--skip-invalid"])
    #expect(skipped.count("invalid") == odd.count && skipped.count("deleted") == 1)
    #expect(rehearsal.counters.total() == 1 && rehearsal.sandbox.ids(of: .dub).count == 2)
  }
}
