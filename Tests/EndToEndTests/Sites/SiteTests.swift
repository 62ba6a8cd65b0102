import Records
import Sandbox
import TestSupport
import Testing

/// What every command does at a provider that is said in one file: as many requests as there must be, files that are
/// written, and answers that are no plain yes.
@Suite(.inTurn) struct SiteTests {
  private static let domain = ["--default-domain", ShortIOOptions.firstDomain.name]

  private func domain(_ site: Site) -> [String] {
    site.isBulk ? Self.domain : []
  }

  @Test("a dry run takes the limit of its own kind of request, where that is the slower one")
  func classLimit() async throws {
    let rehearsal = try Rehearsal(of: .shortio, links: 500)
    let dry = try await rehearsal.delete(rehearsal.ids(1...500), options: ["--dry-run"])
    let words = "at least 4 requests to Short.io, which take at least 3.0 s at 1 request a second"
    #expect(dry.run.errors.contains(words), "\(dry.run.errors)")
  }

  @Test("a dry run counts the requests that a run takes", arguments: Site.allCases)
  func requests(site: Site) async throws {
    let rehearsal = try Rehearsal(of: site, links: 350) {
      $0.shortIO.domains.append(ShortIODomain(id: 102, name: "to.example.com"))
    }
    let isBulk = site.isBulk
    let many = isBulk ? 1_500 : 200
    let rows = (1...many).map { number -> JSONObject in
      var row = site.row(number, key: "own\(number)")
      if isBulk, number.isMultiple(of: 3) { row.append("domain", "to.example.com") }
      return row
    }
    // 1,000 rows of the one domain, 500 of the other.
    let creates = isBulk ? 2 : many
    let ids = rehearsal.ids(1...350)
    let changes = ids.enumerated().map { site.change(of: $1, $0) }
    let options = ["--rate", "10000/s"]
    for (command, rows, count, extra) in [
      ("create", rows, creates, domain(site)), ("update", changes, 350, []),
    ] as [(String, [JSONObject], Int, [String])] {
      let dry = try await rehearsal.run(command, rows, options: options + extra + ["--dry-run"])
      #expect(dry.run.errors.contains("at least \(count.grouped) request"), "\(dry.run.errors)")
      #expect(dry.count("planned") == rows.count && rehearsal.counters.total() == 0)
    }
    let made = try await rehearsal.run("create", rows, options: options + domain(site))
    rehearsal.expectTruth(of: made, at: site)
    #expect(made.count("created") == many && rehearsal.counters.total() == creates)
    let changed = try await rehearsal.run("update", changes, options: options)
    rehearsal.expectChanges(of: changed, at: site)
    // What says yes to everything is looked at after each change, and what may do harm before.
    let looks = site.readsForChanges ? 700 : 350
    #expect(changed.count("updated") == 350 && rehearsal.counters.total() == creates + looks)
    let deletion = try await rehearsal.delete(ids, options: options)
    rehearsal.expectTruth(deletion)
    let deletes = site.deletes(350)
    // A refusal may be the key's, which a look tells.
    let refused = site.deletesAll ? 0 : deletion.count("failed")
    #expect(rehearsal.counters.total() == creates + looks + deletes + refused)
    #expect(deletion.run.status == (site.deletesAll ? 0 : 1))
  }

  @Test(
    "what is deleted is in the backup, and create makes it again", arguments: Site.allCases)
  func backup(site: Site) async throws {
    let rehearsal = try Rehearsal(of: site, links: 40)
    let folder = try TemporaryDirectory()
    let path = folder.file("backup.ndjson")
    let before = rehearsal.sandbox.links(of: site.provider)
    let deletion = try await rehearsal.delete(
      rehearsal.ids(1...40) + rehearsal.ids([9_001]), options: ["--backup", path])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 40 && deletion.count("not_found") == 1)
    let kept = try folder.text(of: "backup.ndjson").split(separator: "\n").map {
      try JSONValue(parsing: [UInt8]($0.utf8)).object
    }
    #expect(
      kept.count == 40
        && before.allSatisfy { link in
          kept.contains { kept in link.members.allSatisfy { kept?[$0.name] == $0.value } }
        })
    let again = try await rehearsal.linkctl.run(
      ["create", "--input", path, "-o", "ndjson"], environment: rehearsal.environment)
    #expect(again.status == 0 && again.errors.contains("is left out"), "\(again.errors)")
    let now = rehearsal.sandbox.links(of: site.provider)
    for name in [site.url, site.title, "shorturl", "shortURL", "shortUrl"] {
      let texts = [now, before].map { links in Set(links.compactMap { $0[name]?.string }) }
      #expect(texts[0] == texts[1], "\(name)")
    }
  }

  @Test("links are kept before they are changed", arguments: Site.allCases)
  func backupOfChanges(site: Site) async throws {
    let rehearsal = try Rehearsal(of: site, links: 10)
    let folder = try TemporaryDirectory()
    let ids = rehearsal.ids(1...10) + rehearsal.ids([9_001])
    let run = try await rehearsal.run(
      "update", ids.enumerated().map { site.change(of: $1, $0) },
      options: ["--backup", folder.file("backup")])
    rehearsal.expectChanges(of: run, at: site)
    #expect(run.count("updated") == 10 && run.count("not_found") == 1, "\(run.results)")
    #expect(try folder.text(of: "backup").split(separator: "\n").count == 10)
  }

  @Test("rows that are refused are rejected, and nothing else", arguments: Site.allCases)
  func rejects(site: Site) async throws {
    let rehearsal = try Rehearsal(of: site, links: 5)
    let folder = try TemporaryDirectory()
    let path = folder.file("rejects.ndjson")
    // Of the same key another destination, twice, and the very link.
    let taken = [1, 2].map { site.row($0, key: site.seededKey($0)) }
    let same = site.row(3, key: site.seededKey(3), url: "https://example.com/page/3").merging(
      [
        site.title: "Page 3"
      ])
    let other = site.row(4, key: site.seededKey(4), url: "https://example.com/page/4")
    let rows = taken + [same, other] + (10...20).map { site.row($0, key: "own\($0)") }
    let run = try await rehearsal.run(
      "create", rows, options: domain(site) + ["--rejects", path])
    let codes = run.results.prefix(4).map { [$0.status, $0.code ?? ""] }
    let refusal = ["failed", site.conflict]
    #expect(
      codes == [
        refusal, refusal, site.tellsExisting ? ["unchanged", "existed"] : refusal,
        site.tellsExisting ? ["failed", "existed_otherwise"] : refusal,
      ], "\(run.results.prefix(4))")
    #expect(run.count("created") == 11 && run.run.status == 1)
    let rejected = try folder.text(of: "rejects.ndjson").split(separator: "\n").map {
      try JSONValue(parsing: [UInt8]($0.utf8))[site.title]?.string
    }
    #expect(rejected == ["row 1", "row 2"] + (site.tellsExisting ? [] : ["Page 3"]) + ["row 4"])
  }

  @Test(
    "a key that a server echoes is not shown, however it is written", arguments: Site.allCases)
  func echo(site: Site) async throws {
    let key = SandboxKey.full(site.provider)
    for words in ["no use of \(key)", "no use of signature=\(key)&x", "Authorization: \(key)"] {
      let rehearsal = try Rehearsal(
        of: site, links: 5,
        faults: [
          #"status=400 body="{\"message\":\"\#(words)\",\"error\":\"\#(words)\",\"type\":\"x\",\"detail\":\"\#(words)\"}""#
        ])
      let deletion = try await rehearsal.delete(rehearsal.ids(1...2))
      #expect(
        deletion.count("failed") == 2 && deletion.results[0].message?.contains("[key]") == true)
      #expect(!deletion.run.output.contains(key) && !deletion.run.errors.contains(key))
    }
  }

  @Test("a key is tried, and one that is refused stops the run", arguments: Site.allCases)
  func keys(site: Site) async throws {
    let rehearsal = try Rehearsal(of: site, links: 5)
    var environment = rehearsal.environment
    let check = try await rehearsal.linkctl.run(["config", "check"], environment: environment)
    #expect(check.status == 0 && check.output.contains("accepted"), "\(check.errors)")
    environment[site.keyVariable] = "wrong-key-1234567890"
    let ids = rehearsal.ids(1...5)
    let run = try await rehearsal.linkctl.run(["delete"] + ids, environment: environment)
    #expect(run.status == 3, "\(run.errors)")
    #expect(rehearsal.sandbox.linkCount(of: site.provider) == 5)
  }

  @Test("an address that nobody knows is asked for")
  func address() async throws {
    let rehearsal = try Rehearsal(of: .onecall)
    var environment = rehearsal.environment
    environment["LINKCTL_BASE_URL"] = nil
    let run = try await rehearsal.linkctl.run(["delete", "a"], environment: environment)
    #expect(
      run.status == 2 && run.errors.contains("hint: give it: --base-url URL"), "\(run.errors)")
  }
}
