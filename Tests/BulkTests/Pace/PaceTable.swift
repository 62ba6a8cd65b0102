// The pacing table: `LINKCTL_PACE_TABLE=1 swift test --filter PaceTableTests` prints it and writes it to
// Tests/Benchmarks/pace.txt. Without the variable what is kept there is held against what comes of it now, but for the
// longest rows and the stray 429s, which only `LINKCTL_HARNESS=full` tries.

import Foundation
import HTTP
import Providers
import TestSupport
import Testing

@testable import Bulk

/// The table as text.
struct PaceTable {
  private(set) var text = Self.head

  private static let head = """
    # How close a run comes to the least time that a limit allows

    The real gate against simulated limiters, on a simulated clock (Tests/BulkTests/Pace; how to print this anew stands in
    PaceTable.swift there); 8 requests at once, round trips that differ by a fifth. *Efficiency* is the least time that a
    sender who knows the limiter could take over the time taken, mean and worst of two beginnings in the server's window.
    *429s* are those in the first window, and those in a thousand requests after it. Aims: 0.98 where the answers tell, 0.95
    where they do not, and at most one 429 in a thousand after the first window, none where the limit is documented.

    """

  mutating func add(_ words: String) {
    text += "\n## \(words)\n\n"
    text += "| limiter | efficiency | worst | 429s, first window | 429s in 1,000 after | aim |\n"
    text += "| --- | ---: | ---: | ---: | ---: | --- |\n"
  }

  mutating func add(_ words: String, _ figures: PaceFigures, _ row: PaceRow) {
    let verdict =
      row.hasMetAim(figures) ? "met" : row.reason.map { "not met (\($0))" } ?? "NOT MET"
    let share = row.terms.runs > 1 ? "; shares 1 : \(Self.number(figures.fairness, 2))" : ""
    text += "| \(words)\(share) | \(Self.number(figures.efficiency, 3))"
    text += " | \(Self.number(figures.worst, 3))"
    text += " | \(Self.number(figures.first, 1)) | \(Self.number(figures.perThousand, 1))"
    text += " | \(verdict) |\n"
  }

  mutating func add(line: String) { text += line + "\n" }

  static func number(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}

@Suite struct PaceTableTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let path = Repository.path("Tests/Benchmarks/pace.txt")
  private static let isWanted = environment["LINKCTL_PACE_TABLE"] != nil
  private static let isFull = isWanted || Harness.isFull

  private func expect(_ figures: PaceFigures, _ row: PaceRow) {
    #expect(figures.efficiency >= row.least, "\(row.words): \(figures.efficiency)")
    #expect(figures.perThousand <= row.most + 0.05, "\(row.words): \(figures.perThousand)")
  }

  /// The rows of a section, each of which keeps what it promises.
  private func add(_ section: PaceSection, to table: inout PaceTable) {
    table.add(section.words)
    for row in section.rows where Self.isFull || !row.isLong {
      let figures = PaceFigures(row.terms, row.server)
      if figures.classes.isEmpty {
        expect(figures, row)
        table.add(row.words, figures, row)
      }
      for (name, figures) in figures.classes.sorted(by: { $0.key < $1.key }) {
        expect(figures, row)
        table.add("\(row.words): \(name)", figures, row)
      }
    }
  }

  @Test("the limits of the table are those that the providers say of themselves")
  func limits() {
    let list = HTTPRequest(.get, "/v4/groups/g/bitlinks", isRepeatable: true)
    let classes = [
      ShortIO().creation?.rateClass, ShortIO().deletion?.rateClass,
      Bitly().reading.rateClass(of: list),
    ].compactMap(\.self)
    let tried = PaceSection.documented.rows.flatMap(\.terms.classes).map(\.rateClass)
    #expect(classes.count == 3 && classes.allSatisfy(tried.contains))
    let keys = [ShortIO().rateLimit, Rebrandly().rateLimit].compactMap(\.self)
    let documented = PaceSection.documented.rows.flatMap(\.terms.documented)
    #expect(keys.count == 2 && keys.allSatisfy(documented.contains))
    #expect(PaceSection.documented.rows.contains { $0.terms.atOnce == Bitly().mostAtOnce })
  }

  @Test("each row of the pacing table keeps what it promises, and the table that is kept is true")
  func table() throws {
    var table = PaceTable()
    for section in PaceSection.all { add(section, to: &table) }
    table.add(line: "\nWhy an aim is out of reach:\n")
    for (letter, reason) in PaceSection.reasons { table.add(line: "- (\(letter)) \(reason)") }
    if Self.isFull { StrayCost.add(to: &table) }
    if Self.isWanted {
      print(table.text)
      try table.text.write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    let kept = try String(contentsOfFile: Self.path, encoding: .utf8)
    let lines = Set(kept.split(separator: "\n"))
    for line in table.text.split(separator: "\n") { #expect(lines.contains(line)) }
    if Self.isFull { #expect(kept == table.text) }
  }
}
