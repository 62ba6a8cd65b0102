import Foundation
import Sandbox
import TestSupport
import Testing

/// Wrong commands and wrong input: a clear error, exit status 2, and nothing sent.
@Suite(.inTurn) struct UsageTests {
  private let rehearsal: Rehearsal
  private let folder: TemporaryDirectory

  init() throws {
    var options = SandboxOptions()
    options.links = 10
    options.limit = .none
    rehearsal = try Rehearsal(.dub, options)
    folder = try TemporaryDirectory()
  }

  private func run(
    _ arguments: [String], input: String? = nil, without variable: String? = nil
  ) async throws -> Tool.Run {
    var environment = rehearsal.environment
    if let variable { environment[variable] = nil }
    return try await rehearsal.linkctl.run(arguments, environment: environment, input: input)
  }

  private func expectRefused(
    _ run: Tool.Run, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == 2, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    for word in words + ["linkctl: error: ", "linkctl: hint: "] {
      #expect(run.errors.contains(word), "\(run.errors)", sourceLocation: sourceLocation)
    }
    #expect(rehearsal.counters.total() == 0, sourceLocation: sourceLocation)
  }

  @Test("standard input that turns out empty")
  func emptyInput() async throws {
    expectRefused(try await run(["delete"]), "standard input is empty")
  }

  @Test("a named source that is empty is nothing to do")
  func emptyNamed() async throws {
    let empty = try folder.write("", to: "empty.txt")
    let comments = try folder.write("# none\n\n", to: "comments.txt")
    for source in ["-", empty, comments] {
      let run = try await run(["delete", "--ids-file", source, "-o", "json"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("\"total\":0"))
    }
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("a directory, a missing file, a file that may not be read")
  func files() async throws {
    expectRefused(try await run(["delete", "--ids-file", folder.path]), folder.path, "directory")
    expectRefused(try await run(["delete", "--ids-file", "/nowhere"]), "/nowhere", "no such file")
  }

  @Test("a file that is not UTF-8")
  func notText() async throws {
    let path = try folder.write([UInt8]("link_good\ncaf".utf8) + [0xE9, 0x0A], to: "latin.txt")
    expectRefused(try await run(["delete", "--ids-file", path]), "latin.txt:2: ", "text")
  }

  @Test("options and providers that do not exist, with the nearest name")
  func unknownNames() async throws {
    expectRefused(try await run(["delete", "--id-file", "link_x"]), "--id-file", "--ids-file")
    expectRefused(try await run(["delete", "--provider", "dup", "link_x"]), "dup", "dub")
    expectRefused(try await run(["delet"]), "delet", "delete")
    expectRefused(try await run(["delete", "link_x"], without: "LINKCTL_PROVIDER"), "--provider")
  }

  @Test("no key, and what cannot be one")
  func keys() async throws {
    expectRefused(try await run(["delete", "link_x"], without: "DUB_API_KEY"), "DUB_API_KEY")
    let path = try folder.write("two words", to: "key")
    let refused = try await run(["delete", "--api-key-file", path, "link_x"])
    #expect(refused.status == 2 && !refused.errors.contains("two words"))
  }

  @Test("a key from a file, and from standard input")
  func keyFile() async throws {
    let path = try folder.write(SandboxKey.full(.dub) + "\n", to: "key")
    #expect(
      try await run(["delete", "--api-key-file", path, "link_a"], without: "DUB_API_KEY").status
        == 1)
    let piped = try await run(
      ["delete", "--api-key-file", "-", "link_a"], input: SandboxKey.full(.dub),
      without: "DUB_API_KEY")
    #expect(piped.status == 1)
    #expect(
      try await run(["delete", "--api-key-file", "-", "--ids-file", "-"], input: "x").status == 2)
  }

  @Test("plain http beyond this machine would show the key")
  func plainText() async throws {
    expectRefused(try await run(["delete", "--base-url", "http://example.com", "link_x"]), "https")
  }

  @Test("the first 20 malformed rows are named, then counted")
  func malformedRows() async throws {
    // Where no row can be used, leaving those out is no way on.
    let ids = (1...30).map { "a,b\($0)\n" }.joined()
    let none = try await run(["delete", "--ids-file", "-", "--format", "lines"], input: ids)
    expectRefused(none, "30 of 30 rows cannot be used", "fix the rows\n")
    let some = ids + rehearsal.ids([1]).joined()
    let run = try await run(["delete", "--ids-file", "-", "--format", "lines"], input: some)
    expectRefused(run, "standard input:1: ", "standard input:20: ", "10 more", "--skip-invalid")
    #expect(!run.errors.contains("standard input:21: "))
  }

  @Test("the guards refuse before anything is sent")
  func guards() async throws {
    expectRefused(
      try await run(["delete", "--expect", "3", "link_a", "link_b"]), "2 rows", "--expect")
    expectRefused(
      try await run(["delete", "--max-items", "1", "link_a", "link_b"]), "2 rows", "--max-items")
  }

  @Test("a dry run sends nothing, needs no key, and says how much would be sent")
  func dryRun() async throws {
    let run = try await run(
      ["delete", "--dry-run", "-o", "ndjson", "--batch-size", "2", "link_a", "link_b", "link_c"],
      without: "DUB_API_KEY")
    #expect(run.status == 0 && run.lines.count == 3)
    #expect(run.lines.allSatisfy { $0.contains("\"planned\"") })
    #expect(run.errors.contains("2 requests"))
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("so many failures stop the run")
  func maxFailures() async throws {
    let run = try await run([
      "delete", "--max-failures", "2", "--batch-size", "1", "-c", "1", "-o", "ndjson",
      "link_a", "link_b", "link_c", "link_d", "link_e", "link_f",
    ])
    #expect(run.status == 3 && run.errors.contains("--max-failures"))
    #expect(run.lines.count == 6 && run.lines.last?.contains("not_attempted") == true)
    #expect(run.lines.count { $0.contains("not_found") } < 5)
  }

  @Test("results that nobody reads any more stop the run with 3")
  func closedOutput() async throws {
    let linkctl = rehearsal.linkctl.path
    let run = try await Tool(at: "/bin/bash").run(
      [
        "-c",
        """
        seq -f 'link_%.0f' 1 20000 | '\(linkctl)' delete --ids-file - --batch-size 1 -c 2 2>/dev/null \\
          | head -1 >/dev/null; exit ${PIPESTATUS[1]}
        """,
      ], environment: rehearsal.environment)
    #expect(run.status == 3)
    #expect(rehearsal.counters.total() < 20_000)
  }

  @Test("the names of other programs' commands lead to those that there are")
  func otherNames() async throws {
    for (typed, meant) in [
      ("rm", "delete"), ("add", "create"), ("edit", "update"), ("ls", "list"),
    ] {
      expectRefused(try await run([typed]), "did you mean \(meant)?")
    }
    expectRefused(try await run(["mow"]), "the commands are delete, create, update, upsert, ")
    expectRefused(try await run(["help", "rm"]), "did you mean delete?")
  }

  @Test("help tells what results are not to be guessed from their names")
  func help() async throws {
    for (command, words) in [
      ("delete", ["After a count of 0", "not_found"]),
      ("upsert", ["code no_difference", "wait for up to 2 seconds"]),
    ] {
      let run = try await run(["help", command])
      let text = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for word in words { #expect(text.contains(word), "\(command)") }
    }
  }

  @Test("times have units, and a rate is so many a second")
  func units() async throws {
    let run = try await run(
      ["delete", "--dry-run", "--timeout", "1m", "--max-wait", "2h", "--rate", "10"]
        + rehearsal.ids(1...1))
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains("at least 1 request to Dub, at most 10 requests a second"),
      "\(run.errors)")
    expectRefused(
      try await self.run(["delete", "--timeout", "soon", "x"]), "such as 30, 10s, 5m or 2h",
      "from 1ms to 1d")
  }

  @Test("what is wrong with --set is said once, and not of each row")
  func assignments() async throws {
    let rows = "url,key\nhttps://a.example,a\nhttps://b.example,b\n"
    for (arguments, input) in [
      (["create", "--set", "url=nothing"], rows),
      (["upsert", "--match", "key", "--set", "key=_no", "--set", "domain=a.example"], rows),
      (["upsert", "--match", "url", "--set", "utm_source=x"], rows),
      (["update", "--set", "url=nothing"], rehearsal.ids(1...2).joined(separator: "\n")),
      (["update", "--set", "archived=perhaps"], rehearsal.ids(1...2).joined(separator: "\n")),
    ] {
      let run = try await run(arguments, input: input)
      expectRefused(run, "error: --set: ")
      #expect(!run.errors.contains("standard input:"), "\(run.errors)")
    }
  }

  @Test("a match by key without a domain says how to give one to all rows")
  func domain() async throws {
    let run = try await run(["upsert", "--match", "key"], input: "url,key\nhttps://a.example,a\n")
    expectRefused(run, "standard input:2: the field domain is missing; --set domain=VALUE")
    #expect(run.errors.contains("1 of 1 row cannot be used"), "\(run.errors)")
  }

  @Test(
    "-q --failed-only prints nothing at all where every row is done", arguments: ["table", "csv"])
  func quiet(format: String) async throws {
    let options = ["-q", "--failed-only", "-o", format]
    let (good, bad) = (rehearsal.ids(1...3), rehearsal.ids([99]))
    let done = try await run(["delete", "--verify"] + options + good)
    #expect(done.status == 0 && done.output.isEmpty && done.errors.isEmpty, "\(done.output)")
    let failed = try await run(["delete", "--verify"] + options + rehearsal.ids(4...5) + bad)
    #expect(failed.status == 1 && failed.lines.count == 2, "\(failed.output)")
    #expect(failed.lines.last?.contains("not_found") == true && failed.errors.isEmpty)
    let loud = try await run(
      ["delete", "--failed-only", "-o", format] + rehearsal.ids(6...7))
    #expect(loud.lines.count == (format == "csv" ? 1 : 0), "\(loud.output)")
  }
}
