import Records
import Sandbox
import TestSupport
import Testing

/// What `get` reads, and how it names what is not there.
@Suite(.inTurn) struct GetTests {
  @Test(
    "10,000 Dub IDs take 100 requests, and the unknown among them at most 20 more",
    arguments: [0, 7])
  func requests(folders: Int) async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 9_500) { $0.shape.folders = folders }
    var random = SeededGenerator(seed: 12)
    let ids = rehearsal.ids(1...10_000).shuffled(using: &random)
    let get = try await rehearsal.get(ids)
    #expect(get.ids == ids.filter(rehearsal.before.contains))
    #expect(get.run.status == 1)
    #expect(get.run.errors.split(separator: "\n").count { $0.contains("no such link") } == 500)
    #expect((100...120).contains(rehearsal.counters.total()), "\(rehearsal.counters.requests)")
  }

  @Test("links in mega folders are found where lists do not show them")
  func megaFolder() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 400) { $0.dub.megaFolders = 3 }
    let ids = rehearsal.ids(1...420)
    let get = try await rehearsal.get(ids)
    #expect(get.ids == rehearsal.ids(1...400) && get.run.status == 1)
    #expect(rehearsal.counters.total() <= 4 + 1 + 3 * 3, "\(rehearsal.counters.requests)")
  }

  @Test("links are named by ID, external ID, domain and slug, and short URL")
  func names() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 3) {
      $0.ids[.dub] = ["ext_order 77"]
    }
    let links = rehearsal.sandbox.links(of: .dub)
    let short = try #require(links.first?["shortLink"]?.string)
    let external = try #require(links.last?["id"]?.string)
    let first = try #require(links.first?["id"]?.string)
    let get = try await rehearsal.get([short, String(short.dropFirst(8)), "ext_order 77", first])
    #expect(get.ids == [first, first, external, first] && get.run.status == 0, "\(get.run.errors)")
    let none = try await rehearsal.get(["go.example.com/none", "ext_none", first])
    #expect(none.ids == [first] && none.run.status == 1)
    #expect(none.run.errors.contains("row 1, go.example.com/none: "), "\(none.run.errors)")
  }

  @Test(
    "where no read asks for one link, or rows are many, a list tells",
    arguments: [SandboxProvider.hoko, .shortpen])
  func listed(provider: SandboxProvider) async throws {
    let rehearsal = try Rehearsal.forReading(provider, links: 3_000)
    var random = SeededGenerator(seed: 13)
    let ids = rehearsal.ids(2_800...3_100).shuffled(using: &random)
    let get = try await rehearsal.get(ids)
    #expect(get.ids == ids.filter(rehearsal.before.contains) && get.run.status == 1)
    #expect(rehearsal.counters.total() < 60, "\(rehearsal.counters.requests)")
    let few = try await rehearsal.get(Array(ids.prefix(3)))
    #expect(few.ids == ids.prefix(3).filter(rehearsal.before.contains), "\(few.run.errors)")
  }

  @Test("what cannot be an ID is refused before anything is sent")
  func malformed() async throws {
    let rehearsal = try Rehearsal.forReading(.dub, links: 3)
    let get = try await rehearsal.get(["n/a", "link_1"])
    #expect(get.run.status == 2 && get.run.errors.contains("nothing was sent"), "\(get.run.errors)")
    #expect(rehearsal.counters.total() == 0)
  }
}
