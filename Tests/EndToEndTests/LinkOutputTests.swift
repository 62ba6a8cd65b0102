import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// Links as they are printed, and what other commands make of that.
@Suite(.inTurn) struct LinkOutputTests {
  private func rehearsal(_ provider: SandboxProvider = .dub, links: Int = 50) throws -> Rehearsal {
    try Rehearsal.forReading(provider, links: links)
  }

  private func list(_ rehearsal: Rehearsal, _ arguments: [String]) async throws -> Tool.Run {
    try await rehearsal.linkctl.run(
      ["list", "--rate", "100000/s"] + arguments, environment: rehearsal.environment)
  }

  @Test(
    "JSON and NDJSON are the provider's objects, member by member",
    arguments: SandboxProvider.all)
  func objects(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider)
    let shown = Set(rehearsal.sandbox.links(of: provider).map { JSONValue.object($0).text })
    let lines = try await list(rehearsal, ["-o", "ndjson"]).lines.map(String.init)
    #expect(Set(lines) == shown && lines.count == 50)
    let array = try JSONValue(parsing: [UInt8](try await list(rehearsal, ["--json"]).output.utf8))
    #expect(Set((array.array ?? []).map(\.text)) == shown)
    let empty = try await list(rehearsal, ["--json", "--limit", "0"])
    #expect(try JSONValue(parsing: [UInt8](empty.output.utf8)) == [])
  }

  @Test("fields are chosen and ordered, from inside of objects too")
  func fields() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 0) {
      $0.dub.links = [DubLink(id: "link_a1", key: "a", url: "https://example.com/a")]
    }
    let csv = try await list(rehearsal, ["-o", "csv", "--fields", "url,id,none.such"])
    #expect(csv.output == "url,id,none.such\nhttps://example.com/a,link_a1,\n", "\(csv.output)")
    #expect(csv.errors.contains("no link has a member none.such"), "\(csv.errors)")
    let json = try await list(rehearsal, ["-o", "ndjson", "--fields", "key,id"])
    #expect(json.output == "{\"key\":\"a\",\"id\":\"link_a1\"}\n")
  }

  @Test("cells that a spreadsheet would run are guarded, unless they are wanted raw")
  func guarded() async throws {
    let rehearsal = try rehearsal(links: 0)
    let row: JSONObject = [
      "url": "https://example.com/a", "title": "=HYPERLINK(\"http://x\",\"y\")",
    ]
    _ = try await rehearsal.run("create", [row])
    let csv = try await list(rehearsal, ["-o", "csv", "--fields", "title"])
    #expect(csv.output == "title\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n", "\(csv.output)")
    let raw = try await list(rehearsal, ["-o", "csv", "--fields", "title", "--csv-raw"])
    #expect(raw.output == "title\n\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n", "\(raw.output)")
  }

  @Test("a list of IDs is what delete takes", arguments: SandboxProvider.all)
  func deleted(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 230)
    let ids = try await rehearsal.list()
    let run = try await rehearsal.linkctl.run(
      ["delete", "--ids-file", "-", "--rate", "100000/s"], environment: rehearsal.environment,
      input: ids.run.output)
    #expect(run.status == 0 && rehearsal.sandbox.ids(of: provider).isEmpty, "\(run.errors)")
  }

  @Test("a CSV of IDs and URLs is what update takes", arguments: SandboxProvider.ofLinkctl)
  func updated(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 30)
    let csv = try await list(rehearsal, ["-o", "csv", "--fields", "id,url"])
    let edited = csv.output.replacingOccurrences(of: "example.com/page", with: "new.example/page")
    let run = try await rehearsal.linkctl.run(
      ["update", "--input", "-", "--rate", "100000/s"], environment: rehearsal.environment,
      input: edited)
    #expect(run.status == 0, "\(run.errors)")
    let urls = rehearsal.sandbox.links(of: provider).compactMap { $0["url"]?.string }
    #expect(urls.count == 30 && urls.allSatisfy { $0.contains("new.example/page") })
  }

  @Test("a backup of all links is what create takes back", arguments: SandboxProvider.ofLinkctl)
  func restored(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 30)
    let backup = try await list(rehearsal, ["-o", "ndjson"])
    let ids = rehearsal.sandbox.ids(of: provider)
    let urls = Set(
      rehearsal.sandbox.links(of: provider).compactMap { $0["url"]?.string })
    _ = try await rehearsal.delete(ids, options: ["--rate", "100000/s"])
    let run = try await rehearsal.linkctl.run(
      ["create", "--input", "-", "--format", "ndjson", "--rate", "100000/s"],
      environment: rehearsal.environment, input: backup.output)
    #expect(run.status == 0, "\(run.errors)")
    let links = rehearsal.sandbox.links(of: provider)
    #expect(links.count == 30 && Set(links.compactMap { $0["url"]?.string }) == urls)
  }

  /// Pages that are numbered, by offset, and by cursor: of many parts, and of one.
  private static let waysOfPages: [SandboxProvider] = [.shortpen, .hoko, .dub, .shortio]

  @Test(
    "a reader that has seen enough ends a list quietly, after at most the pages in flight",
    arguments: waysOfPages)
  func closedPipe(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 20_000)
    let shell = try Tool(at: "/bin/sh")
    let run = try await shell.run(
      ["-c", "\"$0\" list -o ndjson --rate 100000/s | head -1", rehearsal.linkctl.path],
      environment: rehearsal.environment)
    #expect(run.lines.count == 1 && run.errors == "", "\(run.errors)")
    // Eight may be in flight, and a pipe holds the first few.
    #expect(rehearsal.counters.total(.list) < 24, "\(rehearsal.counters.requests)")
  }

  @Test("a full disk is said, with status 3", arguments: waysOfPages)
  func fullDisk(provider: SandboxProvider) async throws {
    let rehearsal = try rehearsal(provider, links: 20_000)
    let shell = try Tool(at: "/bin/sh")
    let run = try await shell.run(
      ["-c", "\"$0\" list -o ndjson --rate 100000/s > /dev/full", rehearsal.linkctl.path],
      environment: rehearsal.environment)
    #expect(run.status == 3 && run.errors.contains("can no longer be written"), "\(run.errors)")
    #expect(rehearsal.counters.total(.list) < 24, "\(rehearsal.counters.requests)")
  }

  @Test(
    "an interrupted list ends with whole lines",
    arguments: [(.shortpen, "ndjson"), (.shortpen, "json"), (.dub, "ndjson"), (.shortio, "json")]
      as [(SandboxProvider, String)])
  func interrupted(provider: SandboxProvider, form: String) async throws {
    let rehearsal = try Rehearsal.forReading(provider, links: 5_000) {
      $0.latency = try Latency(parsing: "100ms")
    }
    let folder = try TemporaryDirectory()
    for name in ["stdin", "stdout", "stderr"] { _ = try folder.write("", to: name) }
    let child = try ChildProcess(
      rehearsal.linkctl.path, ["list", "-o", form, "--rate", "20/s"],
      environment: rehearsal.environment, standardInput: folder.file("stdin"),
      standardOutput: folder.file("stdout"), standardError: folder.file("stderr"))
    #expect(try await Patience.wait { try !folder.text(of: "stdout").isEmpty })
    child.signal(SIGINT)
    #expect(try await child.ending() == 128 + SIGINT)
    let text = try folder.text(of: "stdout")
    if form == "json" {
      #expect(try JSONValue(parsing: [UInt8](text.utf8)).array?.isEmpty == false)
    } else {
      #expect(text.hasSuffix("}\n"))
      for line in text.split(separator: "\n") { _ = try JSONValue(parsing: [UInt8](line.utf8)) }
    }
    #expect(try folder.text(of: "stderr").contains("interrupted by SIGINT"))
  }
}
