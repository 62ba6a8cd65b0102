// A case is tried: its runs, one after another, each held against the sandbox.

import Foundation
import Glibc
import Records
import Sandbox
import TestSupport

/// Tries one case and gathers what is not as promised.
struct RandomTrial {
  let drawn: RandomCase
  let rehearsal: Rehearsal
  private let job: JournaledJob
  private(set) var lies: [String] = []
  private(set) var runs: [RandomRun] = []

  /// `tellsRequests` shows each of them in the story.
  init(_ drawn: RandomCase, tellsRequests: Bool = false) throws {
    self.drawn = drawn
    var options = drawn.population.options
    options.limit = drawn.limit
    options.dub.lostRaceEvery = drawn.lostRaceEvery
    options.faults = try drawn.weather.rules.map { try FaultRule(parsing: $0) }
    rehearsal = try Rehearsal(drawn.provider, options)
    let folder = try TemporaryDirectory()
    self.folder = folder
    var arguments = drawn.options
    if tellsRequests { arguments.append("--verbose") }
    if drawn.hasRejects { arguments += ["--rejects", folder.file("rejects")] }
    if drawn.hasBackup { arguments += ["--backup", folder.file("backup")] }
    job = try JournaledJob(
      rehearsal, drawn.operation.command, arguments, output: drawn.output,
      hasJournal: drawn.hasJournal)
    if drawn.operation == .delete {
      try job.write(drawn.rows.map { $0["id"]?.string ?? "" })
    } else {
      try job.write(drawn.rows)
    }
  }

  private let folder: TemporaryDirectory

  /// Runs it all; a journal's command goes on until a run has ended by itself, and then once more.
  mutating func run() async throws {
    var truth = drawn.operation.truth(drawn)
    var random = SeededGenerator(seed: drawn.seed, case: -drawn.number)
    let ends: [RandomCase.End?] =
      drawn.hasJournal ? drawn.ends + [nil, nil] : [drawn.ends.first]
    for (index, end) in ends.enumerated() {
      let rival = index == 0 ? drawn.rival : nil
      let run = try await runOnce(end, beside: rival)
      runs.append(run)
      let tag = ends.count > 1 ? "run \(index + 1): " : ""
      lies += hold(run, hasRival: rival != nil, &truth).map { tag + $0 }
      if case .kill(_, let tears) = end, tears, run.isKilled,
        FileManager.default.fileExists(atPath: job.journal)
      {
        try job.tear(using: &random)
      }
    }
  }

  private func runOnce(
    _ end: RandomCase.End?, beside rival: RandomRival?
  ) async throws -> RandomRun {
    let job = job
    let rehearsal = rehearsal
    guard let rival else { return try await RandomRun(job, end, output: drawn.output) }
    let before = rehearsal.counters.total()
    async let run = RandomRun(job, end, output: drawn.output)
    // The case may come to its end with fewer requests than that.
    var naps = 0
    while rehearsal.counters.total() < before + rival.after, naps < 300 {
      try await Task.sleep(for: .milliseconds(1))
      naps += 1
    }
    try await rival.run(at: rehearsal)
    return try await run
  }

  /// Every run, row by row, for whoever looks for the cause of a lie.
  var story: String {
    runs.enumerated().map { index, run in
      let rows = run.results.map { result in
        let row = JSONValue.object(drawn.rows[result.row - 1]).text
        let link = result.link.map { " shows " + JSONValue.object($0).text } ?? ""
        return "\(result) \(result.id ?? "") <- \(row)\(link)"
      }
      let head = "run \(index + 1): status \(run.status), \(run.requests) requests"
      return ([head] + rows + [run.errors]).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// What of a run is not as promised.
  private func hold(
    _ run: RandomRun, hasRival: Bool, _ truth: inout any RandomTruth
  ) -> [String] {
    var lies = truth.lies(of: run)
    let promises = RunPromises(drawn: drawn, run: run)
    lies += promises.lies(hasRival: hasRival)
    lies += promises.leaks(in: texts())
    guard !run.isKilled else { return lies }
    if drawn.hasRejects, let left = try? folder.text(of: "rejects") {
      let input = (try? job.folder.text(of: "input")) ?? ""
      lies += promises.lies(ofRejects: left, input: input)
    }
    if drawn.hasBackup, drawn.rival == nil {
      lies += promises.lies(ofBackup: (try? folder.text(of: "backup")) ?? "")
    }
    return lies
  }

  /// The files that a run writes.
  private func texts() -> [String] {
    let files = [(job.folder, "journal"), (folder, "rejects"), (folder, "backup")]
    return files.compactMap { try? $0.0.text(of: $0.1) }
  }
}
