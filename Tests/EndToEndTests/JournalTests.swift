import Foundation
import Glibc
import Records
import Sandbox
import TestSupport
import Testing

/// `--journal` and `linkctl journal show`, with the real binary.
@Suite(.inTurn) struct JournalTests {
  private func rehearsal(
    _ provider: SandboxProvider = .dub, links: Int = 100, _ faults: String...
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    return try Rehearsal(provider, options)
  }

  private static let pace = ["--batch-size", "5", "--rate", "10000/s", "--retries", "0"]

  @Test("a run that stopped early is gone on with, whatever was done to the input in between")
  func editedInput() async throws {
    let rehearsal = try rehearsal(.dub, links: 5, "create after=4 first=1 status=401")
    let job = try JournaledJob(rehearsal, "create", Self.pace + ["--concurrency", "1"])
    var rows = (1...50).map { CreateFaultTests.row($0, at: .dub) }
    try job.write(rows)
    let first = try await job.run()
    #expect(first.run.status == 3 && first.count("created") == 20, "\(first.figures)")
    #expect(first.count("not_attempted") == 25 && first.count("failed") == 5)

    // Sorted anew, members in another order, one row more, and one fewer that was done.
    rows.removeFirst()
    rows.reverse()
    rows = rows.map { JSONObject($0.members.reversed()) }
    rows.append(CreateFaultTests.row(51, at: .dub))
    try job.write(rows)
    let second = try await job.run()
    #expect(second.run.status == 0, "\(second.run.errors)")
    #expect(second.count("skipped") == 19 && second.count("created") == 31, "\(second.figures)")
    #expect(rehearsal.counters.created == 51)
    let made = rehearsal.newLinks(by: "comments")
    #expect(made.count == 51 && made.values.allSatisfy { $0.count == 1 })
    #expect(second.run.errors.contains("19 skipped"))
    let shown = try await job.shown()
    #expect(shown["runs"] == 2 && shown["done"] == 51 && shown["in_doubt"] == 0)
  }

  @Test("equal rows are counted: what is added to them is done, and no more")
  func equalRows() async throws {
    let rehearsal = try rehearsal(.hoko, links: 0)
    let job = try JournaledJob(rehearsal, "create", ["--batch-size", "2"])
    let row: JSONObject = [
      "url": "https://example.org/", "title": "same",
      "collectionId": .string(HokoCollection.first.id.text),
    ]
    try job.write(Array(repeating: row, count: 3))
    #expect(try await job.run().count("created") == 3)
    try job.write(Array(repeating: row, count: 5))
    let second = try await job.run()
    #expect(
      second.results.map(\.status) == ["skipped", "skipped", "skipped", "created", "created"])
    #expect(rehearsal.counters.created == 5)
  }

  @Test("an answer that was lost for good is settled by looking in the next run")
  func lostAnswer() async throws {
    // The create acts, and neither its answer nor those of the look-ups come.
    let rehearsal = try rehearsal(
      .dub, links: 5, "create first=1 act-then-close", "GET first=20 status=500")
    let job = try JournaledJob(rehearsal, "create", Self.pace)
    let rows = [1, 2, 5].map { CreateFaultTests.row($0, at: .dub) }
    try job.write(rows)
    let first = try await job.run()
    #expect(first.run.status == 4 || first.run.status == 3, "\(first.run.errors)")
    #expect(first.count("unknown") == 3 && rehearsal.counters.created == 3)
    for _ in 0..<20 where try await job.run().run.status != 0 {}
    let last = try await job.run()
    #expect(last.count("skipped") == 3, "\(last.figures)")
    #expect(rehearsal.counters.created == 3)
  }

  @Test("a row in doubt that cannot be asked for stays unknown, and is never sent again")
  func unaskable() async throws {
    let rehearsal = try rehearsal(.hoko, links: 0, "PUT first=1 act-then-close")
    let job = try JournaledJob(rehearsal, "create", Self.pace)
    try job.write([CreateFaultTests.row(3, at: .hoko)])
    #expect(try await job.run().count("unknown") == 1)
    for _ in 0..<2 {
      let again = try await job.run()
      #expect(again.run.status == 4 && again.count("unknown", "in_doubt") == 1)
    }
    #expect(rehearsal.counters.created == 1 && rehearsal.counters.total() == 1)
  }

  @Test("rows that were sent without an external ID are not sent again with one")
  func otherIDs() async throws {
    let rehearsal = try rehearsal(.hoko, links: 0, "PUT first=1 act-then-close")
    let job = try JournaledJob(rehearsal, "create", Self.pace)
    try job.write([CreateFaultTests.row(3, at: .hoko)])
    #expect(try await job.run().count("unknown") == 1)
    let other = try await job.run(["--assign-external-id"])
    #expect(
      other.run.status == 2 && other.run.errors.contains("another job"), "\(other.run.errors)")
    #expect(rehearsal.counters.created == 1 && rehearsal.counters.total() == 1)
  }

  @Test("rows with an external ID of our making are settled in the next run")
  func assignedIDs() async throws {
    let rehearsal = try rehearsal(
      .hoko, links: 0, "PUT first=1 act-then-close", "GET first=20 close")
    let job = try JournaledJob(rehearsal, "create", Self.pace + ["--assign-external-id"])
    let row = CreateFaultTests.row(3, at: .hoko)
    try job.write([row, row])
    var last = try await job.run()
    #expect(last.count("unknown") == 2, "\(last.figures)")
    for _ in 0..<20 where last.count("unknown") > 0 { last = try await job.run() }
    #expect(last.count("created") + last.count("skipped") == 2, "\(last.figures)")
    #expect(rehearsal.counters.created == 2)
  }

  @Test("a delete in doubt is looked for first where sending it again would refuse the others")
  func doubtfulDelete() async throws {
    let rehearsal = try rehearsal(
      .hoko, links: 20, "delete first=1 act-then-close", "GET first=40 close")
    let job = try JournaledJob(rehearsal, "delete", ["--rate", "10000/s", "--retries", "0"])
    let ids = rehearsal.ids(1...10)
    try job.write(ids)
    let first = try await job.run()
    #expect(first.count("unknown") == 10, "\(first.figures)")
    var last = first
    for _ in 0..<40 where last.count("unknown") > 0 { last = try await job.run() }
    #expect(last.count("unconfirmed", "gone") == 10, "\(last.figures)")
    #expect(rehearsal.counters.total(.delete) == 1 && rehearsal.counters.deleted == 10)
    let done = try await job.run(["--ignore-not-found"])
    #expect(done.run.status == 0 && done.count("skipped") == 10, "\(done.figures)")
  }

  @Test("an earlier row that is sent late does not take the last word from a later one")
  func lastWord() async throws {
    let rehearsal = try rehearsal(
      .shortpen, links: 300,
      #"PUT first=1 status=400 body="{\"success\":false,\"status_code\":400,\"message\":\"no\"}""#)
    let job = try JournaledJob(rehearsal, "update", ["--rate", "10000/s", "--concurrency", "1"])
    let id = JSONValue.string(rehearsal.ids(1...1)[0])
    var rows: [JSONObject] = [["id": id, "title": "first"]]
    rows += rehearsal.ids(2...300).map { ["id": .string($0), "title": "other"] }
    rows.append(["id": id, "title": "last"])
    try job.write(rows)
    let first = try await job.run()
    #expect(first.count("updated") == 300 && first.results.first?.status == "failed")
    let second = try await job.run()
    #expect(second.run.status == 0 && second.count("updated") == 2, "\(second.figures)")
    #expect(second.results.first?.status == "updated" && second.results.last?.status == "updated")
    #expect(rehearsal.sandbox.link(rehearsal.ids(1...1)[0], at: .shortpen)?["title"] == "last")
    // Nothing is open any more, so the next run looks at every row again.
    let third = try await job.run()
    #expect(third.run.status == 0 && third.count("updated") == rows.count, "\(third.figures)")
    #expect(rehearsal.sandbox.link(rehearsal.ids(1...1)[0], at: .shortpen)?["title"] == "last")
  }

  @Test("a second run at the same time is told who has the journal, and sends nothing")
  func inUse() async throws {
    let rehearsal = try rehearsal(.dub, links: 10, "delete first=1 hang")
    let job = try JournaledJob(rehearsal, "delete", ["--timeout", "3600"])
    try job.write(rehearsal.ids(1...10))
    let first = try ChildProcess(
      rehearsal.linkctl.path, job.arguments,
      environment: rehearsal.environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first })
    let hasBegun = try await Patience.wait(
      while: { first.isRunning }, until: { rehearsal.counters.total(.delete) > 0 })
    try #require(hasBegun)
    let second = try await job.run()
    #expect(second.run.status == 3 && second.run.output.isEmpty)
    #expect(second.run.errors.contains("in use by process \(first.id)"), "\(second.run.errors)")
    #expect(rehearsal.counters.total(.delete) == 1)
    // Looking is allowed meanwhile.
    let shown = try await job.shown()
    #expect(shown["in_flight"] == 10 && shown["last_run_process"]?.int64 == Int64(first.id))
    first.signal(SIGKILL)
  }

  @Test("another job's journal, and what is no journal, are refused before anything is sent")
  func refused() async throws {
    let rehearsal = try rehearsal()
    let job = try JournaledJob(rehearsal, "delete", Self.pace)
    try job.write(rehearsal.ids(1...5))
    #expect(try await job.run().run.status == 0)
    let before = rehearsal.counters.total()
    func refuses(_ arguments: [String], _ words: String...) async throws {
      let run = try await rehearsal.linkctl.run(arguments, environment: rehearsal.environment)
      #expect(run.status == 2, "\(run.errors)")
      for word in words + ["nothing was sent"] {
        #expect(run.errors.contains(word), "\(run.errors)")
      }
    }
    try await refuses(
      ["update", "--set", "archived=true", "link_1", "--journal", job.journal], "another job",
      "delete at dub")
    try await refuses(
      ["delete", "link_1", "--journal", job.journal, "--base-url", "http://127.0.0.1:1"],
      "another job", rehearsal.sandbox.baseURL(of: .dub))
    try await refuses(["delete", "link_1", "--journal", job.input], "not a journal")
    try await refuses(["delete", "link_1", "--journal", "/dev/full"], "not a regular file")
    try await refuses(["delete", "link_1", "--journal", "/nowhere/j"], "cannot be made")
    let text = try job.folder.text(of: "journal")
    let damaged = text.replacingOccurrences(of: "\"settled\"", with: "\"sattled\"")
    try await refuses(
      ["delete", "link_1", "--journal", try job.folder.write(damaged + "{\n" + text, to: "bad")],
      "line 5 is damaged")
    #expect(rehearsal.counters.total() == before)
    #expect(try job.folder.text(of: "journal") == text)
  }

  @Test("a journal that cannot grow stops the run, and it is gone on with once it can")
  func fullDisk() async throws {
    let rehearsal = try rehearsal(.dub, links: 1_000)
    let job = try JournaledJob(
      rehearsal, "delete", ["--batch-size", "10", "--rate", "100000/s"])
    let ids = rehearsal.ids(1...1_000)
    try job.write(ids)
    // Files of this process may have 16 KiB, standard output among them, which is a pipe.
    let shell = try Tool(at: "/bin/bash")
    let words = ([rehearsal.linkctl.path] + job.arguments).map { "'\($0)'" }.joined(separator: " ")
    let run = try await shell.run(
      ["-c", "(ulimit -f 16; exec \(words)) | cat; exit ${PIPESTATUS[0]}"],
      environment: rehearsal.environment)
    #expect(run.status == 3, "\(run.errors)")
    #expect(run.errors.contains("the journal can no longer be written"), "\(run.errors)")
    let first = try JournaledRun(run)
    #expect(first.results.count == ids.count && first.count("not_attempted") > 500)
    #expect(first.count("deleted") == rehearsal.counters.deleted)
    let second = try await job.run()
    #expect(second.run.status == 0 || second.run.status == 1, "\(second.run.errors)")
    #expect(rehearsal.counters.deleted == 1_000)
    // What the full disk kept from the journal is settled by looking.
    #expect(
      second.count("skipped") + second.count("deleted") + second.count("unconfirmed", "gone")
        == 1_000)
    #expect(second.count("skipped") > 0, "\(second.figures)")
  }

  @Test("an interrupted run leaves nothing in doubt, and is gone on with")
  func interrupted() async throws {
    var options = SandboxOptions()
    options.links = 400
    options.limit = .none
    let rehearsal = try Rehearsal(.dub, options)
    let job = try JournaledJob(rehearsal, "delete")
    try job.write(rehearsal.ids(1...400))
    // It would take twenty minutes.
    let child = try ChildProcess(
      rehearsal.linkctl.path, job.arguments + ["--batch-size", "20", "--rate", "1/m"],
      environment: rehearsal.environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first })
    let hasDeleted = try await Patience.wait(
      while: { child.isRunning }, until: { rehearsal.counters.deleted >= 20 })
    try #require(hasDeleted)
    child.signal(SIGINT)
    #expect(try await child.ending() == 128 + SIGINT)
    let deleted = rehearsal.counters.deleted
    let shown = try await job.shown()
    #expect(shown["done"]?.int64 == Int64(deleted) && deleted < 400)
    #expect(shown["in_doubt"] == 0 && shown["in_flight"] == 0 && shown["announced"] == 0)
    let second = try await job.run(["--rate", "10000/s"])
    #expect(second.run.status == 0 && second.count("skipped") == deleted, "\(second.figures)")
    #expect(second.count("deleted") == 400 - deleted && rehearsal.counters.deleted == 400)
  }

  @Test("a journal holds no key and no link, and only its owner can read it")
  func secrets() async throws {
    let rehearsal = try rehearsal(.dub, links: 1)
    let job = try JournaledJob(rehearsal, "create", ["-v"])
    try job.write([
      ["url": "https://example.org/secret-place", "password": "hunter2", "key": "k1"],
      ["url": "https://example.org/secret-place", "password": "hunter2", "key": "k1"],
    ])
    let run = try await job.run(["--skip-invalid"])
    #expect(run.count("created") == 1 && run.count("invalid") == 1, "\(run.figures)")
    let text = try job.folder.text(of: "journal")
    for word in ["hunter2", "secret-place", SandboxKey.full(.dub)] { #expect(!text.contains(word)) }
    let attributes = try FileManager.default.attributesOfItem(atPath: job.journal)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let shown = try await rehearsal.linkctl.run(["journal", "show", job.journal])
    #expect(shown.status == 0 && shown.output.contains("/k1") && shown.output.contains("created"))
    #expect(shown.output.contains("create at dub (http://127.0.0.1"))
  }

  @Test("a dry run says what is left, and changes nothing")
  func dryRun() async throws {
    let rehearsal = try rehearsal()
    let job = try JournaledJob(rehearsal, "delete", Self.pace)
    try job.write(rehearsal.ids(1...5))
    let none = try await job.run(["--dry-run"])
    #expect(none.count("planned") == 5 && !FileManager.default.fileExists(atPath: job.journal))
    #expect(try await job.run().run.status == 0)
    try job.write(rehearsal.ids(1...8))
    let text = try job.folder.text(of: "journal")
    let rest = try await job.run(["--dry-run"])
    #expect(rest.count("skipped") == 5 && rest.count("planned") == 3)
    #expect(try job.folder.text(of: "journal") == text)
  }

  @Test("show says what is wrong with what it is given")
  func showErrors() async throws {
    let linkctl = try Tool("linkctl")
    let folder = try TemporaryDirectory()
    for (arguments, words) in [
      (["journal"], "needs show FILE"), (["journal", "show"], "needs show FILE"),
      (["journal", "shwo", "x"], "did you mean show?"),
      (["journal", "show", folder.file("none")], "no such file"),
      (["journal", "show", folder.path], "not a regular file"),
      (["journal", "show", try folder.write("id\n", to: "csv")], "not a journal"),
      (["journal", "show", try folder.write("", to: "empty")], "not a journal"),
    ] {
      let run = try await linkctl.run(arguments)
      #expect(run.status == 2 && run.errors.contains(words), "\(arguments): \(run.errors)")
      #expect(!run.errors.contains("nothing was sent"))
    }
  }
}
