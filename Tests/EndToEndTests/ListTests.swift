import Records
import Sandbox
import TestSupport
import Testing

/// What `list` promises of a workspace, at rest and while others change it.
///
/// Where pages are of 150 links and fewer, 20,000 links are hundreds of pages: a tenth of them is read, and with
/// `LINKCTL_HARNESS=full` all.
@Suite(.inTurn) struct ListTests {
  private static let withLargePages: [SandboxProvider] = [.dub, .hoko, .shortpen]

  /// How often others change links; those of small pages are read under the hardest of it, and with `full` under all.
  private static let churns: [(SandboxProvider, String)] = SandboxProvider.all.flatMap { provider in
    let isWhole = Harness.isFull || withLargePages.contains(provider)
    let all = ["50/s", "2/request", "2/request,seam", "20/request"]
    return (isWhole ? all : ["2/request,seam"]).map { (provider, $0) }
  }

  private static func links(_ provider: SandboxProvider) -> Int {
    Harness.isFull || withLargePages.contains(provider) ? 20_000 : 2_000
  }

  @Test(
    "thousands of links in 7 folders and out, archived and not, come exactly once",
    arguments: SandboxProvider.all)
  func whole(provider: SandboxProvider) async throws {
    let rehearsal = try Rehearsal.forReading(provider, links: Self.links(provider))
    let list = try await rehearsal.list()
    rehearsal.expectTruth(list)
    #expect(Set(list.ids) == rehearsal.before)
  }

  @Test(
    "another client adds and deletes meanwhile, and each link that stays comes exactly once",
    arguments: churns)
  func churn(provider: SandboxProvider, churn: String) async throws {
    let rehearsal = try Rehearsal.forReading(provider, links: Self.links(provider)) {
      $0.churn = try Churn(parsing: churn)
      $0.shape.ties = .shifting
    }
    let list = try await rehearsal.list()
    // Where as many links come as go, the counts of the pages do not show that anything changed.
    let isInDoubt = list.run.status == 4 && list.run.errors.contains("the provider counts")
    rehearsal.expectTruth(list, status: isInDoubt ? 4 : 0)
  }

  @Test("imported links at Dub have new IDs and old dates, and come once like the others")
  func imported() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 3_000) {
      $0.dub.imported = 700
      $0.shape.ties = .shifting
    }
    let list = try await rehearsal.list()
    rehearsal.expectTruth(list)
    #expect(Set(list.ids) == rehearsal.before)
  }

  @Test("links of several workspaces at ShortPen, newest first, come all")
  func workspaces() async throws {
    let rehearsal = try Rehearsal.forReading(.shortpen, links: 2_500) {
      $0.shortPen.workspaces = [1, 2, 3, 4, 5]
      $0.shortPen.spreadsLinks = true
      $0.shortPen.order = .newest
      $0.churn = try Churn(parsing: "2/request")
    }
    rehearsal.expectTruth(try await rehearsal.list())
  }

  @Test("folders of the kind mega, which lists leave out, are read too, with filters and without")
  func megaFolders() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 1_000) { $0.dub.megaFolders = 2 }
    rehearsal.expectTruth(try await rehearsal.list())
    let found = try await rehearsal.list(["--search", "go.example.com"])
    #expect(Set(found.ids) == rehearsal.before, "\(found.run.errors)")
  }

  @Test("links in a folder that the key cannot read are said to be missing, with status 4")
  func hiddenFolder() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 50) {
      $0.dub.folders = [DubFolder(id: "fold_secret", access: .none)]
      $0.dub.links = [DubLink(id: "link_secret", folderID: "fold_secret")]
    }
    let list = try await rehearsal.list()
    #expect(list.run.status == 4 && list.run.errors.contains("fold_secret"), "\(list.run.errors)")
    #expect(list.ids.count == 50)
  }

  @Test("what does not come is asked for again", arguments: SandboxProvider.all)
  func faults(provider: SandboxProvider) async throws {
    let rehearsal = try Rehearsal.forReading(provider, links: 3_000) {
      $0.faults = [
        try FaultRule(parsing: "every=3 status=503"), try FaultRule(parsing: "every=7 cut"),
      ]
    }
    rehearsal.expectTruth(try await rehearsal.list(["--retries", "20"]))
  }

  @Test("filters leave the same links whoever applies them")
  func filters() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 1_000) { $0.shape.tags = 3 }
    let links = rehearsal.sandbox.links(of: .dub)
    let ids = { (isLeft: (JSONObject) -> Bool) in
      Set(links.filter(isLeft).compactMap { $0["id"]?.string })
    }
    let tagged = { (link: JSONObject, name: String) in
      link["tags"]?.array?.contains { $0["name"]?.string == name } ?? false
    }
    let cases: [(arguments: [String], ids: Set<String>)] = [
      (["--archived", "only"], ids { $0["archived"] == true }),
      (["--archived", "without"], ids { $0["archived"] == false }),
      (["--folder", "fold_seed_2"], ids { $0["folderId"] == "fold_seed_2" }),
      (["--folder", "none"], ids { $0["folderId"] == .null }),
      (["--tag", "Tag 2"], ids { tagged($0, "Tag 2") }),
      (["--search", "PAGE/99"], ids { $0["url"]?.string?.contains("page/99") ?? false }),
      (
        ["--folder", "none", "--tag", "tag_seed_1"],
        ids { $0["folderId"] == .null && tagged($0, "Tag 1") }
      ),
      (["--domain", "go.example.com"], ids { _ in true }),
    ]
    for (arguments, ids) in cases {
      let list = try await rehearsal.list(arguments)
      #expect(Set(list.ids) == ids && list.repeated == 0, "\(arguments) \(list.run.errors)")
      #expect(list.run.status == 0 && !ids.isEmpty)
    }
    let unknown = try await rehearsal.list(["--domain", "other.example"])
    #expect(
      unknown.run.status == 3 && unknown.run.errors.contains("not found"), "\(unknown.run.errors)")
  }

  @Test("a filter by what links do not show is refused")
  func filterRefused() async throws {
    let rehearsal = try Rehearsal.forReading(.hoko, links: 10)
    let list = try await rehearsal.list(["--tag", "spring"])
    #expect(list.run.status == 2 && list.run.errors.contains("Dub"), "\(list.run.errors)")
    #expect(rehearsal.counters.total() == 0)
  }

  @Test("a limit ends the list, and few pages are asked for")
  func limit() async throws {
    let rehearsal = try Rehearsal.forReading(.shortpen, links: 5_000)
    let list = try await rehearsal.list(["--limit", "150"])
    #expect(list.ids.count == 150 && list.run.status == 0, "\(list.run.errors)")
    #expect(rehearsal.counters.total(.list) < 10, "\(rehearsal.counters.requests)")
  }

  @Test("links come oldest or newest first where the provider sorts, and elsewhere that is refused")
  func sorted() async throws {
    let rehearsal = try Rehearsal.forReading(.hoko, links: 3_000) { $0.shape.sameMoment = 0 }
    let oldest = try await rehearsal.list(["--sort", "oldest"])
    rehearsal.expectTruth(oldest)
    #expect(oldest.ids == rehearsal.ids(1...3_000))
    let newest = try await rehearsal.list(["--sort", "newest"])
    rehearsal.expectTruth(newest)
    #expect(newest.ids == oldest.ids.reversed())
    let refused = try await Rehearsal.forReading(.dub, links: 1).list(["--sort", "newest"])
    #expect(refused.run.status == 2 && refused.run.errors.contains("Hoko"), "\(refused.run.errors)")
  }
}
