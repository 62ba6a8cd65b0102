import Foundation
import Records
import TestSupport
import Testing

/// The README's recipe for a CI job keeps links in step, run after run, with one journal.
@Suite(.inTurn) struct ReadmeRecipeTests {
  private let folder: TemporaryDirectory
  private let recipe: String

  init() throws {
    let readme = try ReadmeText()
    let block = readme.shellBlocks(in: ["Recipes"]).first { $0.text.contains("database.journal") }
    recipe = try #require(block).text
    folder = try TemporaryDirectory()
  }

  /// Runs the recipe as a job does, once with each of some files in the place of the database's export.
  ///
  /// Between two files `meanwhile` may be typed.
  private func run(_ exports: [String], meanwhile: String = "") async throws -> [[LinkReport]] {
    var script = "cd '\(folder.path)'\n"
    for (index, export) in exports.enumerated() {
      _ = try folder.write(export, to: "export-\(index)")
      script += "cp export-\(index) database.csv\n\(recipe)\n"
      script += "echo $? >> statuses; mv results.json results-\(index)\n\(meanwhile)\n"
    }
    let path = try folder.write(script, to: "script")
    let run = try await Tool("linkctl-sandbox").run(["-q", "--", "bash", path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text(of: "statuses").split(separator: "\n").allSatisfy { $0 == "0" })
    return try exports.indices.map { index in
      let text = try folder.text(of: "results-\(index)")
      let document = try JSONValue(parsing: [UInt8](text.utf8))
      return try #require(document["results"]?.array).map(LinkReport.init)
    }
  }

  /// An export with a title for each of its links.
  private static func export(_ titles: String...) -> String {
    let lines = titles.enumerated().map { "https://example.com/\($0),job-\($0),\($1)\n" }
    return "url,externalId,title\n" + lines.joined()
  }

  @Test("a title that is changed and changed back is so at the provider too")
  func backAndForth() async throws {
    let runs = try await run([
      Self.export("Spring", "Summer"), Self.export("Spring2", "Summer"),
      Self.export("Spring", "Summer"), Self.export("Spring", "Summer"),
      Self.export("Spring", "Summer", "Autumn"),
    ])
    #expect(
      runs.map { $0.map(\.status) } == [
        ["created", "created"], ["updated", "unchanged"], ["updated", "unchanged"],
        ["unchanged", "unchanged"], ["unchanged", "unchanged", "created"],
      ], "\(runs)")
    let titles = runs.map { $0.map { $0.link?["title"]?.string ?? "" } }
    #expect(titles[1][0] == "Spring2" && titles[2...].allSatisfy { $0[0] == "Spring" })
    #expect(Set(runs.compactMap { $0.first?.link?["id"]?.string }).count == 1)
  }

  @Test("a link that somebody else has changed is put right by the next run")
  func changedMeanwhile() async throws {
    let export = Self.export("Spring")
    let runs = try await run(
      [export, export],
      meanwhile: "linkctl update --provider dub --yes -q ext_job-0 --set title=Autumn > changed")
    #expect(runs.map { $0.map(\.status) } == [["created"], ["updated"]], "\(runs)")
    #expect(runs[1].first?.link?["title"] == "Spring")
  }
}
