// A command with a journal that is run, killed and run again.

import Foundation
import Glibc
import Records
import Sandbox
import TestSupport
import Testing

/// One command that stays the same from run to run, with its input and, mostly, its journal.
struct JournaledJob {
  let rehearsal: Rehearsal
  let folder: TemporaryDirectory
  let arguments: [String]

  var journal: String { folder.file("journal") }
  var input: String { folder.file("input") }

  init(
    _ rehearsal: Rehearsal, _ command: String, _ options: [String] = [],
    output: String = "ndjson", hasJournal: Bool = true
  ) throws {
    self.rehearsal = rehearsal
    folder = try TemporaryDirectory()
    let input = command == "delete" ? ["--ids-file"] : ["--input"]
    let form = command == "delete" ? "lines" : "ndjson"
    arguments =
      [command] + input + [folder.file("input"), "--format", form, "-o", output] + options
      + (hasJournal ? ["--journal", folder.file("journal")] : [])
  }

  func write(_ rows: [JSONObject]) throws {
    _ = try folder.write(rows.map { JSONValue.object($0).text + "\n" }.joined(), to: "input")
  }

  func write(_ ids: [String]) throws {
    _ = try folder.write(ids.map { $0 + "\n" }.joined(), to: "input")
  }

  /// Runs it to its end.
  func run(_ more: [String] = []) async throws -> JournaledRun {
    try JournaledRun(
      await rehearsal.linkctl.run(arguments + more, environment: rehearsal.environment))
  }

  /// Runs it for so many milliseconds at most and kills it; whether it was still running.
  ///
  /// Another process kills it, which is in time however busy this one is, and waits until it is gone: without
  /// `--foreground` that process kills itself too, and the next run would find the journal in use.
  func killed(after milliseconds: Int) async throws -> Bool {
    let seconds = "\(milliseconds / 1_000).\(String(milliseconds % 1_000 + 1_000).dropFirst())"
    let run = try await Tool(at: "/usr/bin/timeout").run(
      ["--foreground", "-s", "KILL", seconds, rehearsal.linkctl.path] + arguments,
      environment: rehearsal.environment)
    return run.status == 128 + SIGKILL
  }

  /// Cuts the last line of the journal somewhere, as a kill in the middle of writing it does.
  func tear(using random: inout SeededGenerator) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: journal))
    let before = bytes.dropLast().lastIndex(of: 0x0A) ?? bytes.startIndex
    guard before + 2 < bytes.endIndex else { return }
    let cut = Int.random(in: before + 2..<bytes.endIndex, using: &random)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: journal))
    try file.truncate(atOffset: UInt64(cut))
    try file.close()
  }

  /// What `linkctl journal show` says in its summary.
  func shown() async throws -> JSONObject {
    let run = try await rehearsal.linkctl.run(["journal", "show", journal, "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let document = try JSONValue(parsing: [UInt8](run.output.utf8))
    return try #require(document["summary"]?.object)
  }
}

/// One run to its end.
struct JournaledRun {
  var run: Tool.Run
  var results: [LinkReport]

  init(_ run: Tool.Run) throws {
    self.run = run
    results = try run.lines.map(LinkReport.init)
  }

  func count(_ status: String, _ code: String? = nil) -> Int {
    results.count { $0.status == status && (code == nil || $0.code == code) }
  }

  var figures: [String: Int] {
    Dictionary(results.map { ([$0.status, $0.code].compactMap(\.self).joined(separator: " "), 1) })
    {
      $0 + $1
    }
  }
}
