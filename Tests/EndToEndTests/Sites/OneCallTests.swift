import Records
import Sandbox
import TestSupport
import Testing

/// What is particular to YOURLS: keywords that are written anew, destinations that have one link, creates that clash,
/// and changes that are said to be made.
@Suite(.inTurn) struct OneCallTests {
  private static func row(_ number: Int, key: String?, url: String? = nil) -> JSONObject {
    Site.onecall.row(number, key: key, url: url)
  }

  @Test(
    "a keyword that is written anew is told, and found or left open after a loss",
    arguments: ["", "create act-then-close first=4", "create close first=4"])
  func renamed(fault: String) async throws {
    let rehearsal = try Rehearsal(of: .onecall, faults: fault.isEmpty ? [] : [fault])
    let keys = ["Spring-Sale", "a_b", "plain", "X9"]
    let rows = keys.enumerated().map { Self.row($0 + 1, key: $1) }
    let run = try await rehearsal.run("create", rows)
    rehearsal.expectTruth(of: run, at: .onecall)
    if fault.isEmpty {
      #expect(run.results.map(\.id) == ["pringale", "ab", "plain", "9"])
      #expect(run.results.map(\.code) == ["renamed", "renamed", nil, "renamed"], "\(run.results)")
    } else {
      // A read wants a keyword as it is stored, which is not known of the others.
      #expect(run.results.map(\.status) == ["unknown", "unknown", "created", "unknown"])
    }
  }

  @Test("a destination has one link: a row gets the one that was there, or fails for its keyword")
  func existed() async throws {
    let rehearsal = try Rehearsal(of: .onecall, links: 3)
    let url = "https://example.com/page/1"
    var bare = Self.row(1, key: nil, url: url)
    bare = JSONObject(bare.members.filter { $0.name != "title" })
    let rows = [bare, Self.row(2, key: "other", url: url), Self.row(3, key: "K1-", url: url)]
    let run = try await rehearsal.run("create", rows)
    #expect(run.results.map(\.status) == ["unchanged", "failed", "failed"], "\(run.results)")
    #expect(run.results.map(\.code) == ["existed", "error:url", "error:url"])
    #expect(run.results[0].id == "k1" && rehearsal.counters.created == 0)
  }

  @Test("creates that clash have left nothing, and are made in the end")
  func clashes() async throws {
    let rehearsal = try Rehearsal(of: .onecall) { $0.yourls.clashes = .always }
    let rows = (1...100).map { Self.row($0, key: nil) }
    let run = try await rehearsal.run("create", rows, options: Rehearsal.fast)
    rehearsal.expectTruth(of: run, at: .onecall)
    #expect(run.count("created") == 100 && run.run.status == 0, "\(run.figures)")
    #expect(rehearsal.counters.total() > 100)
  }

  @Test("a change that is said to be made and is not is no update")
  func claimed() async throws {
    let rehearsal = try Rehearsal(of: .onecall, links: 3)
    let rows: [JSONObject] = [
      // Another link has this destination, and keeps it.
      ["id": "k1", "url": "https://example.com/page/3"],
      ["id": "k2", "url": "https://example.org/new"],
      ["id": "k3", "url": "https://example.com/page/3", "title": "<b>Three</b>"],
    ]
    let run = try await rehearsal.run("update", rows)
    #expect(run.results.map(\.status) == ["unconfirmed", "updated", "unconfirmed"])
    #expect(
      run.results.map(\.code) == ["not_as_asked", nil, "not_as_asked"] && run.run.status == 1)
    let links = rehearsal.sandbox.links(of: .yourls)
    #expect(
      links.map { $0["url"] } == [
        "https://example.com/page/1", "https://example.org/new", "https://example.com/page/3",
      ])
    // A title that is not given is kept.
    #expect(links.map { $0["title"] } == ["Page 1", "Page 2", "Three"])
  }

  @Test("a site without the plugin is told after one request")
  func plugin() async throws {
    let rehearsal = try Rehearsal(of: .onecall, links: 30) { $0.yourls.plugins = [] }
    let deletion = try await rehearsal.delete(rehearsal.ids(1...30), options: ["-c", "1"])
    rehearsal.expectTruth(deletion)
    #expect(deletion.run.status == 3 && rehearsal.counters.total() == 1, "\(deletion.run.errors)")
  }

  @Test("what cannot be a keyword is refused before anything is sent")
  func refused() async throws {
    let rehearsal = try Rehearsal(of: .onecall)
    for key in ["0", String(repeating: "k", count: 101)] {
      let run = try await rehearsal.run("create", [Self.row(1, key: key)])
      #expect(run.run.status == 2 && run.run.errors.contains("keyword"), "\(run.run.errors)")
    }
    let run = try await rehearsal.linkctl.run(
      ["delete", "http://s.example.com/k1"], environment: rehearsal.environment)
    #expect(run.status == 2 && run.errors.contains("it looks like a URL"), "\(run.errors)")
    #expect(rehearsal.counters.total() == 0)
  }
}
