import Records
import Sandbox
import TestSupport
import Testing

/// Successes that are none: their rows are settled as those of a lost answer.
@Suite struct StrictAnswerTests {
  private func rehearsal(_ provider: SandboxProvider, links: Int, _ faults: String...) throws
    -> Rehearsal
  {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    return try Rehearsal(provider, options)
  }

  private static let bodies = [
    "[{},{},{}]", "[null,{},{}]", #"[{\"error\":1},{\"error\":1},{\"error\":1}]"#,
    #"[{\"id\":\"550e8400-e29b-41d4-a716-446655440000\"},{\"id\":\"550e8400-e29b-41d4-a716-446655440000\"},{}]"#,
  ]

  @Test(
    "a create at Hoko that is answered by as many elements as rows", arguments: bodies,
    [true, false])
  func hokoCreate(body: String, acts: Bool) async throws {
    let rehearsal = try rehearsal(
      .hoko, links: 0, "PUT first=1 \(acts ? "act-then-" : "")status=200 body=\"\(body)\"")
    // The third has nothing by which it can be asked for.
    let rows = [1, 2, 3].map { CreateFaultTests.row($0, at: .hoko) }
    let creation = try await rehearsal.run("create", rows)
    rehearsal.expectTruth(creation, mark: "title")
    #expect(
      creation.results.map(\.status) == ["created", "created", "unknown"], "\(creation.results)")
    #expect(creation.run.status == 4)
  }

  @Test("a delete at Hoko whose answer does not name every link", arguments: [true, false])
  func hokoDelete(acts: Bool) async throws {
    let named = try self.rehearsal(.hoko, links: 3).ids(1...1)[0]
    let rehearsal = try rehearsal(
      .hoko, links: 3,
      "delete first=1 \(acts ? "act-then-" : "")status=200 body=\"{\\\"deletedIds\\\":[\\\"\(named)\\\"]}\""
    )
    let deletion = try await rehearsal.delete(rehearsal.ids(1...3))
    let others = acts ? "unconfirmed" : "deleted"
    #expect(deletion.results.map(\.status) == ["deleted", others, others], "\(deletion.results)")
    #expect(deletion.run.status == (acts ? 1 : 0))
  }

  @Test("a look-up at Hoko that is answered [null] is asked again, and shows the link")
  func hokoLookUp() async throws {
    let rehearsal = try rehearsal(
      .hoko, links: 3, "delete first=1 close", "list first=2 status=200 body=\"[null]\"")
    let deletion = try await rehearsal.delete(rehearsal.ids(1...3))
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 3, "\(deletion.results)")
  }

  @Test("a create at ShortPen that shows another link is looked for, and then sent")
  func shortPenCreate() async throws {
    let rehearsal = try rehearsal(
      .shortpen, links: 0,
      #"create first=1 status=200 body="{\"success\":true,\"status_code\":200,\"data\":{\"link\":\"https://p.co/else\",\"created\":true}}""#
    )
    let creation = try await rehearsal.run("create", [CreateFaultTests.row(1, at: .shortpen)])
    rehearsal.expectTruth(creation, mark: "title")
    #expect(creation.results.map(\.status) == ["created"], "\(creation.results)")
  }

  @Test(
    "a change at Dub that shows another link is sent again",
    arguments: [#"{\"id\":\"link_other\"}"#, "[]", "{}"])
  func dubChange(body: String) async throws {
    let rehearsal = try rehearsal(.dub, links: 1, "update-one first=1 status=200 body=\"\(body)\"")
    let id = rehearsal.ids(1...1)[0]
    let update = try await rehearsal.run("update", [["id": .string(id), "key": "fresh"]])
    #expect(update.results.map(\.status) == ["updated"], "\(update.results)")
    #expect(rehearsal.sandbox.link(id, at: .dub)?["key"] == "fresh")
  }

  @Test("no key is taken that a list of numbers answers", arguments: [SandboxProvider.dub, .hoko])
  func key(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 1, "list status=200 body=\"[1]\"")
    let run = try await rehearsal.linkctl.run(
      ["config", "check"], environment: rehearsal.environment)
    #expect(run.status == 3, "\(run.output)\(run.errors)")
  }
}
