import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// `--rejects`: what did not make it comes back in the input's own form, and can be fed back as it is.
@Suite struct RejectsTests {
  private func rehearsal(
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.limit = .none
    options.links = 300
    try change(&options)
    return try Rehearsal(.dub, options)
  }

  private static let forms: [(name: String, text: String)] = [
    (
      "rows.csv",
      "\u{FEFF}url;key;comments\r\n"
        + (1...300).map { "https://example.org/\($0);k\($0);\"a \($0)\r\n;\"\"b\"\"\"\r\n" }
        .joined()
    ),
    (
      "rows.json",
      "["
        + (1...300).map { #"{"key":"k\#($0)" , "url":"https://example.org/\#($0)"}"# }
        .joined(separator: " ,\n") + "]"
    ),
    (
      "rows.ndjson",
      (1...300).map { #"{"key":"k\#($0)","url":"https://example.org/\#($0)"}"# + "\n\n" }.joined()
    ),
    (
      "rows.tsv",
      "key\turl\n" + (1...300).map { "k\($0)\thttps://example.org/\($0)" }.joined(separator: "\r")
    ),
  ]

  @Test("what a stopped run leaves is done by feeding its rejects back", arguments: [0, 1, 2, 3])
  func feedBack(form: Int) async throws {
    let (name, text) = Self.forms[form]
    let folder = try TemporaryDirectory()
    let path = try folder.write(text, to: name)
    let rejects = folder.file("again." + name)
    let rehearsal = try rehearsal {
      // The first two requests are let through, and the fourth ends the run.
      $0.faults = [try FaultRule(parsing: "create after=3 first=1 status=401")]
    }
    func run(_ input: String) async throws -> Tool.Run {
      try await rehearsal.linkctl.run(
        [
          "create", "--input", input, "--rejects", rejects, "--batch-size", "20", "-c", "1",
          "-o", "ndjson",
        ], environment: rehearsal.environment)
    }
    let first = try await run(path)
    #expect(first.status == 3, "\(first.errors)")
    let made = rehearsal.counters.created
    #expect(made > 0 && made < 300)
    // The file may be its own input.
    let second = try await run(rejects)
    #expect(second.status == 0 && second.lines.count == 300 - made, "\(second.errors)")
    #expect(rehearsal.counters.created == 300)
    let left = try folder.text(of: "again." + name)
    let wanted = ["\u{FEFF}url;key;comments\r\n", "[]\n", "", "key\turl\n"]
    #expect(left.replacing("\r", with: "\n") == wanted[form].replacing("\r", with: "\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: rejects)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test("rows that are refused, malformed or not there are in it as they came, whatever the order")
  func refused() async throws {
    let rehearsal = try rehearsal()
    let folder = try TemporaryDirectory()
    let ids = rehearsal.ids(1...250)
    let input = "# list\n" + ids.joined(separator: "\n") + "\n\n  link_none  \nbad id\n"
    let run = try await rehearsal.linkctl.run(
      [
        "delete", "--ids-file", "-", "--rejects", folder.file("left"), "--skip-invalid",
        "--unordered", "--verify", "--format", "lines",
      ], environment: rehearsal.environment, input: input)
    #expect(run.status == 1, "\(run.errors)")
    #expect(try folder.text(of: "left") == "  link_none  \nbad id\n")
  }

  @Test("a file that cannot be written is found before anything is sent")
  func unwritable() async throws {
    let rehearsal = try rehearsal()
    let run = try await rehearsal.linkctl.run(
      ["delete", "--rejects", "/nonexistent/left", "link_1"], environment: rehearsal.environment)
    #expect(run.status == 2 && rehearsal.counters.total() == 0)
    #expect(run.errors.contains("/nonexistent/left"), "\(run.errors)")
  }

  @Test("a full disk is said, and the run ends with status 3")
  func full() async throws {
    let rehearsal = try rehearsal()
    let run = try await rehearsal.linkctl.run(
      ["delete", "--rejects", "/dev/full", "link_none", "--verify"],
      environment: rehearsal.environment)
    #expect(run.status == 3 && run.errors.contains("/dev/full"), "\(run.errors)")
  }

  @Test("two things are never written into one file, and a link to a file is followed")
  func places() async throws {
    let rehearsal = try rehearsal()
    let folder = try TemporaryDirectory()
    let file = folder.file("one")
    let link = folder.file("two")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let pairs = [
      ["--rejects", file, "--backup", file], ["--rejects", file, "--journal", file],
      ["--backup", file, "--journal", file], ["--rejects", "-"],
    ]
    for pair in pairs {
      let run = try await rehearsal.linkctl.run(
        ["delete", "link_none", "--verify"] + pair, environment: rehearsal.environment)
      #expect(run.status == 2 && rehearsal.counters.total() == 0, "\(run.errors)")
      try? FileManager.default.removeItem(atPath: file)
    }
    let run = try await rehearsal.linkctl.run(
      ["delete", "link_none", "--verify", "--rejects", link], environment: rehearsal.environment)
    #expect(run.status == 1, "\(run.errors)")
    #expect(try folder.text(of: "one") == "link_none\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
  }

  @Test("a row that is too long to be held never goes with the input that it stands in")
  func tooLong() async throws {
    let rehearsal = try rehearsal()
    let folder = try TemporaryDirectory()
    let long = #"{"url":"https://e.org/"# + String(repeating: "x", count: 2_000_000) + "\"}\n"
    let input = #"{"url":"https://e.org/1"}"# + "\n" + long + "[1]\n"
    let path = try folder.write(input, to: "rows.ndjson")
    for rejects in [path, folder.file("left.ndjson")] {
      let run = try await rehearsal.linkctl.run(
        ["create", "--input", path, "--skip-invalid", "--rejects", rejects],
        environment: rehearsal.environment)
      #expect(run.status == 3 && run.errors.contains("too long"), "\(run.errors)")
    }
    #expect(try folder.text(of: "rows.ndjson") == input)
    #expect(try folder.text(of: "left.ndjson") == "[1]\n")
  }
}
