import Foundation
import Sandbox
import TestSupport
import Testing

/// What the input holds, and nothing else, is what a run does.
@Suite(.inTurn) struct InputTruthTests {
  private func rehearsal(_ links: Int, latency: Microseconds = .zero) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.latency = Latency(least: latency, most: latency)
    return try Rehearsal(.dub, options)
  }

  @Test("a file that changes during a run ends it, and every row has one result")
  func changed() async throws {
    let rehearsal = try rehearsal(100_000, latency: .milliseconds(120))
    let folder = try TemporaryDirectory()
    let ids = rehearsal.ids(1...100_000)
    let path = try folder.write(ids.joined(separator: "\n"), to: "ids.txt")
    let child = try ChildProcess(
      rehearsal.linkctl.path, ["delete", "--ids-file", path, "-o", "ndjson", "-c", "1"],
      environment: rehearsal.environment, standardOutput: folder.file("out"),
      standardError: folder.file("errors"))
    let hasBegun = try await Patience.wait(
      while: { child.isRunning }, until: { rehearsal.counters.total() >= 3 })
    try #require(hasBegun)
    try Data("evil\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try await child.ending() == 3)
    let results = try folder.text(of: "out").split(separator: "\n").map {
      try JSONDecoder().decode(RowReport.self, from: Data($0.utf8))
    }
    #expect(results.map(\.row) == Array(1...100_000))
    #expect(results.allSatisfy { $0.id == nil || $0.id == ids[$0.row - 1] })
    #expect(results.last?.status == "not_attempted")
    #expect(try folder.text(of: "errors").contains("changed"))
    withExtendedLifetime(folder) {}
  }

  @Test("strings as jq prints them are IDs without their quotes")
  func quotedStrings() async throws {
    let rehearsal = try rehearsal(3)
    let ids = rehearsal.ids(1...3)
    let run = try await rehearsal.linkctl.run(
      ["delete"], environment: rehearsal.environment,
      input: ids.map { "\"\($0)\"" }.joined(separator: "\n"))
    #expect(run.status == 0 && rehearsal.sandbox.linkCount(of: .dub) == 0)
  }

  @Test("a lone dash is standard input")
  func dash() async throws {
    let rehearsal = try rehearsal(1)
    let run = try await rehearsal.linkctl.run(
      ["delete", "-"], environment: rehearsal.environment, input: rehearsal.ids(1...1)[0])
    #expect(run.status == 0 && rehearsal.sandbox.linkCount(of: .dub) == 0)
  }

  @Test("an argument that is not text is refused, not repaired into another ID")
  func notText() async throws {
    let rehearsal = try rehearsal(1)
    let linkctl = rehearsal.linkctl.path
    let run = try await Tool(at: "/bin/bash").run(
      ["-c", "'\(linkctl)' delete $'link_a\\xff'"], environment: rehearsal.environment)
    #expect(run.status == 2 && rehearsal.counters.total() == 0)
  }

  @Test("a bound on failures holds inside a batch that is taken apart")
  func maxFailures() async throws {
    var options = SandboxOptions()
    options.limit = .none
    let rehearsal = try Rehearsal(.hoko, options)
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...1_000), options: ["--max-failures", "5", "-c", "1"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 3 && rehearsal.counters.total() < 100)
    #expect(deletion.count("not_attempted") > 900)
  }

  @Test("a lost answer to a large Hoko batch is settled in a few requests")
  func lostLargeBatch() async throws {
    var options = SandboxOptions()
    options.limit = .none
    options.links = 5_100
    options.faults = [try FaultRule(parsing: "delete first=1 act-then-close")]
    let rehearsal = try Rehearsal(.hoko, options)
    let deletion = try await rehearsal.delete(rehearsal.ids(1...5_000))
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("unconfirmed", "gone") == 5_000)
    #expect(rehearsal.counters.total() < 20, "\(rehearsal.counters.total())")
  }
}
