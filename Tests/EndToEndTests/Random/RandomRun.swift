// One run of a case's command: it is started, perhaps interrupted, and what it leaves behind is read.

import Foundation
import Glibc
import Records
import Sandbox
import TestSupport

/// What one run left behind.
struct RandomRun {
  let status: Int32
  let output: String
  let errors: String
  /// The results by row; fewer than the rows where the output breaks off.
  let results: [LinkReport]
  let summary: JSONObject?
  /// What was done to it.
  let end: RandomCase.End?
  /// The links before and after it.
  let before: [JSONObject]
  let after: [JSONObject]
  /// What the sandbox counted meanwhile, of all clients.
  let requests: Int
  let refusals: Int

  /// Whether it was killed, so that nothing that it printed counts.
  var isKilled: Bool { status == 128 + SIGKILL }
  var isInterrupted: Bool { [SIGINT, SIGTERM, SIGHUP].contains(status - 128) }
  var isHurried: Bool { if case .signals = end { isInterrupted } else { false } }
  /// Whether it ended before all was asked that it wanted to ask.
  var isShort: Bool { status == 3 || isInterrupted }
}

extension RandomRun {
  /// Runs a job to its end.
  init(_ job: JournaledJob, _ end: RandomCase.End?, output form: String) async throws {
    let rehearsal = job.rehearsal
    let counters = rehearsal.counters
    before = rehearsal.sandbox.links(of: rehearsal.provider)
    let folder = try TemporaryDirectory()
    let child = try ChildProcess(
      rehearsal.linkctl.path, job.arguments, environment: rehearsal.environment,
      standardOutput: folder.file("out"), standardError: folder.file("errors"))
    if let end {
      try await Self.reach(end, after: counters.total(), child, rehearsal)
      child.signal(end.signal)
      if case .signals(let signal, _) = end {
        try await Self.hurry(child, signal) { try folder.text(of: "errors") }
      }
    }
    // A run that hangs is ended, and its status tells so.
    status = try await child.ending()
    output = try folder.text(of: "out")
    errors = try folder.text(of: "errors")
    self.end = end
    if case .kill = end { try await Self.settle(rehearsal) }
    rehearsal.sandbox.carryOutLate(at: rehearsal.provider)
    after = rehearsal.sandbox.links(of: rehearsal.provider)
    requests = rehearsal.counters.total() - counters.total()
    refusals = rehearsal.counters.count(of: 429) - counters.count(of: 429)
    (results, summary) = Self.results(in: output, form)
  }

  /// Waits for the moment at which a run is to be ended; it may be over before.
  private static func reach(
    _ end: RandomCase.End, after seen: Int, _ child: ChildProcess, _ rehearsal: Rehearsal
  ) async throws {
    _ = try await Patience.wait(while: { child.isRunning }) {
      let isTaken = try end.signal == SIGKILL || child.catches(end.signal)
      return isTaken && rehearsal.counters.total() >= seen + end.after
    }
  }

  /// Sends a second signal, unless that would take the results along, as the run says where nothing was sent.
  private static func hurry(
    _ child: ChildProcess, _ signal: Int32, _ said: () throws -> String
  ) async throws {
    let isTaken = try await Patience.wait(while: { child.isRunning }) {
      try said().contains(": nothing ")
    }
    if isTaken, try !said().contains("nothing was sent, and nothing will be") {
      child.signal(signal)
    }
  }

  /// Waits until the sandbox has read what a run had sent before it was killed.
  private static func settle(_ rehearsal: Rehearsal) async throws {
    var seen = -1
    while rehearsal.counters.total() != seen {
      seen = rehearsal.counters.total()
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Results sorted by row, as far as the output is whole.
  private static func results(
    in output: String, _ form: String
  ) -> ([LinkReport], JSONObject?) {
    var values: [JSONValue] = []
    var summary: JSONObject?
    if form == "json" {
      let document = try? JSONValue(parsing: [UInt8](output.utf8))
      values = document?["results"]?.array ?? []
      summary = document?["summary"]?.object
    } else {
      values = output.split(separator: "\n").compactMap {
        try? JSONValue(parsing: [UInt8]($0.utf8))
      }
    }
    return (values.compactMap { try? LinkReport($0) }.sorted { $0.row < $1.row }, summary)
  }
}

extension RandomCase.End {
  var after: Int {
    switch self {
    case .signal(_, let after), .signals(_, let after), .kill(let after, _): after
    }
  }

  var signal: Int32 {
    switch self {
    case .signal(let signal, _), .signals(let signal, _): signal
    case .kill: SIGKILL
    }
  }
}
