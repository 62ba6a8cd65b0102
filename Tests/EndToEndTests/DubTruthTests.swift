import Sandbox
import TestSupport
import Testing

/// What Dub passes over without a word, and what its list does not show.
@Suite(.inTurn) struct DubTruthTests {
  private static let ids = (
    plain: "link_plain", root: "link_root", mega: "link_mega", locked: "link_locked",
    secret: "link_secret", foreign: "link_foreign", unknown: "link_unknown"
  )

  private func rehearsal() throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.dub.folders = [
      DubFolder(id: "fold_mega", access: .write, isMega: true),
      DubFolder(id: "fold_locked", access: .read), DubFolder(id: "fold_secret", access: .none),
    ]
    options.dub.links = [
      DubLink(id: Self.ids.plain, externalID: "plain"), DubLink(id: Self.ids.root, key: "_root"),
      DubLink(id: Self.ids.mega, folderID: "fold_mega"),
      DubLink(id: Self.ids.locked, folderID: "fold_locked"),
      DubLink(id: Self.ids.secret, folderID: "fold_secret"),
      DubLink(id: Self.ids.foreign, workspace: "ws_other"),
    ]
    return try Rehearsal(.dub, options)
  }

  private func statuses(_ deletion: Deletion) -> [String] {
    deletion.results.map { [$0.status, $0.code].compactMap(\.self).joined(separator: " ") }
  }

  @Test("with --verify each fate is exact, whatever folder a link is in")
  func verified() async throws {
    let rehearsal = try rehearsal()
    let ids = Self.ids
    let deletion = try await rehearsal.delete(
      [
        ids.plain, ids.root, ids.mega, ids.locked, ids.secret, ids.foreign, ids.unknown,
        "ext_plain", "ext_none",
      ], options: ["--verify"])
    #expect(
      statuses(deletion) == [
        "deleted", "failed still_there", "deleted", "failed still_there", "failed still_there",
        "not_found", "not_found", "deleted", "not_found",
      ])
    let left = Set(rehearsal.sandbox.ids(of: .dub))
    #expect(left.isSuperset(of: [ids.root, ids.locked, ids.secret]))
    #expect(!left.contains(ids.plain) && !left.contains(ids.mega))
  }

  @Test("without it, what the list does not show is never called not_found while it may be there")
  func unverified() async throws {
    let rehearsal = try rehearsal()
    for (id, status) in [
      (Self.ids.secret, "failed still_there"), (Self.ids.foreign, "not_found"),
      (Self.ids.unknown, "not_found"),
    ] {
      let deletion = try await rehearsal.delete([id])
      #expect(statuses(deletion) == [status])
    }
    // Many are not asked for one by one, and the workspace has folders that the list may leave out.
    let many = try await rehearsal.delete([Self.ids.secret] + rehearsal.ids(1...20))
    #expect(many.count("unconfirmed", "gone") == 21, "\(many.results)")
    #expect(rehearsal.counters.total(.info) == 3 && rehearsal.counters.total(.folders) == 1)
    let locked = try await rehearsal.delete([Self.ids.locked, Self.ids.plain])
    #expect(statuses(locked) == ["failed still_there", "deleted"])
  }

  @Test("a delete that acts and fails, again and again, is settled by looking")
  func oneBadBatch() async throws {
    var options = SandboxOptions()
    options.links = 30
    options.limit = .none
    options.faults = [try FaultRule(parsing: "delete act-then-status=500")]
    let rehearsal = try Rehearsal(.dub, options)
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...30), options: ["--retries", "1", "--batch-size", "10"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("unconfirmed", "gone") == 30 && deletion.run.status == 1)
  }

  @Test("nothing to do asks nothing, with --verify too", arguments: SandboxProvider.ofLinkctl)
  func nothingToDo(provider: SandboxProvider) async throws {
    let rehearsal = try Rehearsal(provider)
    let run = try await rehearsal.linkctl.run(
      ["delete", "--ids-file", "-", "--verify"], environment: rehearsal.environment)
    #expect(run.status == 0 && rehearsal.counters.total() == 0)
  }
}
