import Foundation
import Sandbox
import TestSupport
import Testing

/// Signals and time limits end a run in order: nothing new is sent, and every row has its result.
@Suite(.inTurn) struct InterruptionTests {
  /// A delete that is under way, with its streams in files.
  private struct Run {
    let rehearsal: Rehearsal
    let ids: [String]
    let folder: TemporaryDirectory
    let child: ChildProcess

    /// Waits until the sandbox has seen some requests.
    func reach(_ requests: Int) async throws {
      let isReached = try await Patience.wait(
        while: { child.isRunning }, until: { rehearsal.counters.total() >= requests })
      try #require(isReached)
    }

    func deletion() throws -> Deletion {
      let results = try folder.text(of: "out").split(separator: "\n").map {
        try JSONDecoder().decode(RowReport.self, from: Data($0.utf8))
      }
      return Deletion(
        ids: ids, run: Tool.Run(status: 0), results: results)
    }

    var errors: String { get throws { try folder.text(of: "errors") } }

    /// Waits until standard error holds some words.
    func reads(_ words: String) async throws {
      let isRead = try await Patience.wait(
        while: { child.isRunning }, until: { try errors.contains(words) })
      #expect(isRead, "\(words)")
    }

    /// Waits until the program takes SIGINT itself, as the system tells.
    func watches() async throws {
      let isWatching = try await Patience.wait(while: { child.isRunning }) {
        try child.catches(SIGINT)
      }
      #expect(isWatching)
    }
  }

  private func start(
    _ ids: Int, _ arguments: [String], program: String? = nil,
    _ change: (inout SandboxOptions) throws -> Void, journal: String? = nil, output: String? = nil
  ) throws -> Run {
    var options = SandboxOptions()
    options.links = ids
    options.limit = .none
    try change(&options)
    let rehearsal = try Rehearsal(.dub, options)
    let folder = try TemporaryDirectory()
    let ids = rehearsal.ids(1...ids)
    let path = try folder.write(ids.joined(separator: "\n"), to: "ids.txt")
    let command =
      ["delete", "--ids-file", path, "-o", "ndjson"] + arguments
      + (journal.map { ["--journal", folder.file($0)] } ?? [])
    let child = try ChildProcess(
      program ?? rehearsal.linkctl.path, (program == nil ? [] : [rehearsal.linkctl.path]) + command,
      environment: rehearsal.environment, standardOutput: output ?? folder.file("out"),
      standardError: folder.file("errors"))
    return Run(rehearsal: rehearsal, ids: ids, folder: folder, child: child)
  }

  private func slow(_ options: inout SandboxOptions) {
    options.latency = Latency(least: .milliseconds(300), most: .milliseconds(300))
  }

  @Test(
    "the first signal lets requests in flight finish, and the program dies by it",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func first(signal: Int32) async throws {
    let journal = "my journal"
    let run = try start(100_000, ["-c", "4"], slow, journal: journal)
    try await run.reach(6)
    run.child.signal(signal)
    #expect(try await run.child.ending() == 128 + signal)
    let deletion = try run.deletion()
    run.rehearsal.expectTruth(deletion)
    let gone = 100_000 - run.rehearsal.sandbox.linkCount(of: .dub)
    #expect(gone > 0 && deletion.count("deleted") == gone, "what was in flight has its answer")
    #expect(deletion.count("not_attempted") == 100_000 - gone)
    let errors = try run.errors
    #expect(
      errors.contains("not_attempted; ") && errors.contains("interrupted by SIG"), "\(errors)")
    #expect(errors.contains("go on where it stopped: "), "\(errors)")
  }

  @Test("a second signal does not wait, and each row still has its result")
  func second() async throws {
    let run = try start(1_000, ["-c", "4", "--timeout", "300"]) {
      $0.faults = [try FaultRule(parsing: "delete after=2 hang")]
    }
    try await run.reach(6)
    run.child.signal(SIGINT)
    try await run.reads("waiting for the 4 requests in flight, at most 5 min 0 s; once more")
    #expect(run.child.isRunning)
    run.child.signal(SIGTERM)
    #expect(try await run.child.ending() == 128 + SIGTERM)
    let deletion = try run.deletion()
    run.rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 200 && deletion.count("unknown", "interrupted") == 400)
    #expect(deletion.count("not_attempted") == 400)
    let errors = try run.errors
    #expect(errors.contains("interrupted by SIGTERM again") && errors.contains("--journal FILE"))
  }

  @Test(
    "a signal is the reason that is told, also where it has ended the reader of the results too")
  func unreadResults() async throws {
    let run = try start(
      1_000, ["-c", "1", "--timeout", "300"],
      { $0.faults = [try FaultRule(parsing: "delete hang")] }, journal: "journal",
      output: "/dev/full")
    try await run.reach(1)
    run.child.signal(SIGINT)
    try await run.reads("waiting for the request in flight")
    run.child.signal(SIGTERM)
    #expect(try await run.child.ending() == 128 + SIGTERM)
    let errors = try run.errors
    #expect(errors.contains("error: interrupted by SIGTERM again"), "\(errors)")
    #expect(errors.contains("hint: standard output can no longer be written"), "\(errors)")
    #expect(errors.contains("go on where it stopped: "), "\(errors)")
  }

  @Test("a third signal ends the program at once")
  func third() async throws {
    let run = try start(1_000, ["-c", "4", "--timeout", "300"]) {
      $0.faults = [try FaultRule(parsing: "delete hang")]
    }
    try await run.reach(4)
    // All three arrive before the program can do anything about the first.
    for signal in [SIGSTOP, SIGINT, SIGTERM, SIGHUP, SIGCONT] { run.child.signal(signal) }
    let status = try await run.child.ending()
    #expect([SIGINT, SIGTERM, SIGHUP].contains(status - 128))
    #expect(try run.folder.text(of: "out").isEmpty && run.errors.isEmpty)
  }

  @Test("a signal before the first request leaves each row not_attempted")
  func beforeFirstRequest() async throws {
    // A machine that is busy may be past the reading when the signal comes, but not at the end.
    let run = try start(30_000, ["-c", "1"]) {
      $0.latency = Latency(least: .seconds(2), most: .seconds(2))
    }
    try await run.watches()
    run.child.signal(SIGINT)
    #expect(try await run.child.ending() == 128 + SIGINT)
    let deletion = try run.deletion()
    run.rehearsal.expectTruth(deletion)
    let sent = run.rehearsal.counters.total()
    #expect(deletion.results.count == 30_000)
    #expect(deletion.count("not_attempted") >= 30_000 - 100 * sent)
    let errors = try run.errors
    #expect(errors.contains("SIGINT: ") && errors.contains("interrupted by SIGINT"), "\(errors)")
  }

  @Test("once signals are looked out for, none at any moment takes the results away")
  func anyMoment() async throws {
    for pause in 0..<25 {
      let run = try start(1, []) { _ in }
      _ = try Patience.block(while: { run.child.isRunning }) { try run.child.catches(SIGINT) }
      usleep(UInt32(pause * 100))
      run.child.signal(SIGINT)
      let status = try await run.child.ending()
      // It may be done before the signal comes.
      #expect(status == 128 + SIGINT || status == 0)
      let deletion = try run.deletion()
      #expect(deletion.results.count == 1, "after \(pause * 100) µs")
      run.rehearsal.expectTruth(deletion)
    }
  }

  @Test("a signal during a wait for a rate limit ends the run at once")
  func waiting() async throws {
    let run = try start(1_000, ["-c", "4"]) {
      $0.limit = .custom(RateLimit(2, per: .seconds(600)))
    }
    try await run.reach(2)
    try await Task.sleep(for: .milliseconds(100))
    run.child.signal(SIGINT)
    // The window would keep it for ten minutes.
    #expect(try await run.child.ending() == 128 + SIGINT)
    let deletion = try run.deletion()
    run.rehearsal.expectTruth(deletion)
    // A new window may begin meanwhile.
    #expect(deletion.count("not_attempted") >= 600)
  }

  @Test(
    "a run that waits for a limit sleeps: nobody of it looks now and then whether there is news")
  func sleeping() async throws {
    let run = try start(1_000, ["-c", "4"]) {
      $0.limit = .custom(RateLimit(2, per: .seconds(600)))
    }
    try await run.reach(2)
    // Whoever looks every 50 ms sleeps sixty times in three seconds, in each of them. What is left to do after the
    // last answer may be done late on a busy machine: so three quiet seconds have to come, not the first three.
    let isAtRest = try await Patience.wait(while: { run.child.isRunning }) {
      let before = try run.child.sleeps()
      try await Task.sleep(for: .seconds(3))
      return try run.child.sleeps() - before <= 6
    }
    #expect(isAtRest)
    run.child.signal(SIGINT)
    #expect(try await run.child.ending() == 128 + SIGINT)
  }

  @Test("a hangup that is ignored stays ignored")
  func nohup() async throws {
    let run = try start(1_000, ["-c", "1"], program: "/usr/bin/nohup") {
      $0.latency = Latency(least: .milliseconds(50), most: .milliseconds(50))
    }
    try await run.reach(2)
    run.child.signal(SIGHUP)
    #expect(try await run.child.ending() == 0)
    #expect(run.rehearsal.sandbox.linkCount(of: .dub) == 0)
  }

  @Test("--max-duration ends the run in order, with status 3")
  func duration() async throws {
    let run = try start(100_000, ["-c", "2", "--max-duration", "10"], slow)
    #expect(try await run.child.ending() == 3)
    let deletion = try run.deletion()
    run.rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") > 0 && deletion.count("not_attempted") > 0)
    #expect(try run.errors.contains("--max-duration"))
  }
}
