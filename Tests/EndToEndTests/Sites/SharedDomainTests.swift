import Records
import Sandbox
import TestSupport
import Testing

/// What is particular to Short.io: one flag for many deletes, creates that share a domain, and a walk over domains.
@Suite(.inTurn) struct SharedDomainTests {
  private static let first = ShortIOOptions.firstDomain.name
  private static let second = ShortIODomain(id: 102, name: "to.example.com")

  private static func row(
    _ number: Int, key: String?, at domain: String = first, url: String? = nil
  ) -> JSONObject {
    Site.shareddomain.row(number, key: key, url: url).merging(["domain": .string(domain)])
  }

  @Test(
    "unknown IDs in a batch, whatever they do to the flag",
    arguments: ShortIOOptions.UnknownIDs.allCases, [false, true])
  func flag(unknown: ShortIOOptions.UnknownIDs, verify: Bool) async throws {
    let rehearsal = try Rehearsal(of: .shareddomain, links: 30) { $0.shortIO.unknownIDs = unknown }
    let ids = rehearsal.ids(1...20) + rehearsal.ids([9_001]) + rehearsal.ids(21...25)
    let deletion = try await rehearsal.delete(
      ids, options: ["--rate", "10000/s"] + (verify ? ["--verify"] : []))
    #expect(Set(rehearsal.sandbox.ids(of: .shortio)) == Set(rehearsal.ids(26...30)))
    // Only a look beforehand can tell, where the flag passes over it.
    if verify || unknown != .passedOver { rehearsal.expectTruth(deletion) }
    if verify { #expect(deletion.count("deleted") == 25 && deletion.count("not_found") == 1) }
    if unknown == .passedOver, !verify { #expect(deletion.count("deleted") == 26) }
    if unknown == .notFound { #expect(deletion.count("deleted") == 25) }
  }

  @Test(
    "creates share a domain and a folder, and are told to their rows in any order",
    arguments: ShortIOOptions.Order.allCases, [nil, 0] as [Int?])
  func groups(order: ShortIOOptions.Order, shortAnswer: Int?) async throws {
    let rehearsal = try Rehearsal(of: .shareddomain) {
      $0.shortIO.domains.append(Self.second)
      $0.shortIO.folders = [ShortIOFolder(id: "f1", domain: 101, name: "One")]
      $0.shortIO.order = order
      $0.shortIO.shortAnswerAfter = shortAnswer
    }
    let rows = (1...90).map { number -> JSONObject in
      let row = Self.row(
        number, key: number % 5 == 0 ? nil : "own\(number)",
        at: number % 3 == 0 ? Self.second.name : Self.first)
      return number % 3 == 1 ? row.merging(["folderId": "f1"]) : row
    }
    let run = try await rehearsal.run("create", rows, options: ["--rate", "10000/s"])
    rehearsal.expectTruth(of: run, at: .shareddomain)
    // An answer that tells of too few is asked for again.
    #expect(rehearsal.counters.total(.create) == (shortAnswer == nil ? 3 : 4))
    #expect(run.count("created") == 90, "\(run.figures)")
    for (row, result) in zip(rows, run.results) where result.status == "created" {
      let link = result.id.flatMap { rehearsal.sandbox.link($0, at: .shortio) }
      #expect(link?["FolderId"] == row["folderId"])
    }
  }

  @Test(
    "refusals beside links are told to their rows, in the order of the request and in another one")
  func refusals() async throws {
    for order in ShortIOOptions.Order.allCases {
      let rehearsal = try Rehearsal(of: .shareddomain, links: 5) { $0.shortIO.order = order }
      let rows = (1...10).map { number in
        Self.row(number, key: number <= 3 ? "p\(number)" : "own\(number)")
      }
      let run = try await rehearsal.run("create", rows)
      rehearsal.expectTruth(of: run, at: .shareddomain)
      #expect(run.count("created") == 7 && run.count("failed") == 3, "\(run.results)")
    }
  }

  @Test("rows of a domain that is not there fail at once, and those beside them do not")
  func noDomain() async throws {
    let rehearsal = try Rehearsal(of: .shareddomain)
    let rows = (1...40).map {
      Self.row($0, key: "own\($0)", at: $0 % 2 == 0 ? "no.example" : Self.first)
    }
    let run = try await rehearsal.run("create", rows)
    rehearsal.expectTruth(of: run, at: .shareddomain)
    #expect(run.count("failed", "http_404") == 20 && run.count("created") == 20)
    #expect(rehearsal.counters.total() == 2)
  }

  @Test("rows of one destination and no path are one link")
  func equal() async throws {
    let rehearsal = try Rehearsal(of: .shareddomain, faults: ["create first=1 act-then-close"])
    let row = Self.row(1, key: nil)
    let run = try await rehearsal.run("create", [row, row])
    #expect(run.results.map(\.status) == ["created", "unchanged"], "\(run.results)")
    #expect(rehearsal.counters.created == 1)
  }

  @Test("the domain of rows that name none is a setting, of option, variable and journal")
  func setting() async throws {
    let rehearsal = try Rehearsal(of: .shareddomain)
    let folder = try TemporaryDirectory()
    let row = Site.shareddomain.row(1, key: "own1")
    let missing = try await rehearsal.run("create", [row])
    #expect(missing.run.status == 2 && missing.run.errors.contains("domain is missing"))
    let input = try folder.write(JSONValue.object(row).text + "\n", to: "links.ndjson")
    let arguments = ["create", "--input", input, "--journal", folder.file("journal")]
    var environment = rehearsal.environment
    environment["SHAREDDOMAIN_DOMAIN"] = Self.first
    let made = try await rehearsal.linkctl.run(arguments, environment: environment)
    #expect(made.status == 0 && rehearsal.counters.created == 1, "\(made.errors)")
    let other = try await rehearsal.linkctl.run(
      arguments + ["--default-domain", "to.example.com"], environment: environment)
    #expect(other.status == 2 && other.errors.contains("another job"), "\(other.errors)")
  }

  @Test("many links are verified by a walk over every domain")
  func walk() async throws {
    let rehearsal = try Rehearsal(of: .shareddomain, links: 400) {
      $0.shortIO.domains.append(Self.second)
      $0.shortIO.links = (1...200).map {
        SandboxLink(
          id: "lnk_2nd_\($0)", domain: Self.second.name, slug: "s\($0)", url: "https://e.org/\($0)")
      }
    }
    let ids = rehearsal.ids(1...400) + (1...200).map { "lnk_2nd_\($0)" } + rehearsal.ids([9_001])
    let deletion = try await rehearsal.delete(ids, options: ["--verify", "--rate", "10000/s"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.count("deleted") == 600 && deletion.count("not_found") == 1)
    // The domains, three pages and two; then 600 links in requests of 150.
    #expect(rehearsal.counters.total() == 1 + 3 + 2 + 4)
  }
}
