// The check of a CSV file finds the same whether or not it goes past the rows that are plainly right.

import Providers
import Records
import TestSupport
import Testing

@testable import Bulk

@Suite struct PlainRowsTests {
  /// What is right in some columns, wrong in others, and odd everywhere.
  private static let cells = [
    "", "", "", "plain", "https://example.com/a?b=c", "https://example.com", "null", " null ", " ",
    "'=1", "'x",
    "[]", "[\"a\"]", ",", "a,b", ",a", "straße", "\u{201C}q\u{201D}", "say \"so\"", "back\\slash",
    "true", "no",
    "7", "07", "-7", "1e3", "12345678901234567890", "{\"a\":\"b\"}", "2027-01-31T10:00:00Z",
    "01/02/2027", "no url", "http://",
    "https://münchen.example/",
    "\u{200B}x", String(repeating: "x", count: 300), "\u{1}", "a\tb", "https://0x7f.1/", "x ",
    "https://e.example/ ",
  ]

  private static func text(_ names: [String], _ rows: Int, _ random: inout SeededGenerator)
    -> String
  {
    func line(_ cells: [String]) -> String {
      cells.map { cell in
        let isQuoted = cell.contains { "\",\n".contains($0) } || Bool.random(using: &random)
        return isQuoted ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }.joined(separator: ",") + "\n"
    }
    let lines = (0..<rows).map { row in
      let isOdd = row % 3 == 0
      return line(
        names.map { name in
          if isOdd { return cells.randomElement(using: &random) ?? "" }
          if name == "domain_id" { return "7" }
          return name.contains("rl")
            ? "https://example.com/\(row)" : row % 3 == 1 ? "" : "plain \(row)"
        })
    }
    return line(names) + lines.joined()
  }

  @Test(arguments: [
    ("dub", ["archived", "tagNames", "key", "externalId"]),
    ("shortpen", ["with_password", "custom_slug"]),
  ])
  func `what is gone past is right, and what is not is said of every row`(
    provider name: String, often: [String]
  ) async throws {
    let provider = try #require(ProviderList.named(name))
    let creation = try #require(provider.creation)
    let required = creation.fields.fields.filter(\.isRequired).map(\.name)
    var passed = 0
    for seed in 1...40 {
      var random = SeededGenerator(seed: UInt64(seed))
      let others = creation.fields.fields.filter {
        $0.kind == .text && !$0.name.contains(".") && !(required + often).contains($0.name)
      }
      let drawn = (others.map(\.name) + often).shuffled(using: &random).prefix(4)
      let names = required + drawn + (seed % 8 == 0 ? ["unheard"] : [])
      let folder = try TemporaryDirectory()
      let path = try folder.write(Self.text(names, 120, &random), to: "rows.csv")
      var shape = RowShape()
      shape.types = [
        "archived": .boolean, "tagNames": .list, "with_password": .boolean, "domain_id": .number,
      ]
      let source = try InputSource(
        path: path, options: InputOptions(), temporaryDirectory: folder.path)
      let rows = CreateRows(
        try source.objectRows(shape), for: provider, creation, allowsUnknown: false,
        words: { "\($0)" })
      var all = rows
      var count = 0
      var faults: [Survey.Fault] = []
      while try await all.readOn() {
        while let row = all.next() {
          count += 1
          guard case .refuse(let why) = row.plan else { continue }
          faults.append(Survey.Fault(row: row.number, line: row.line, why: why))
        }
      }
      let survey = try await Survey(Planner(rows, batchSize: nil), keepingFaults: .max)
      #expect(survey.faults == faults, "seed \(seed)")
      #expect(survey.rows == count && survey.nameless == all.nameless, "seed \(seed)")
      var checked = rows
      checked.beginCheck()
      while try await checked.readOn() { while checked.next() != nil {} }
      passed += checked.passed.count
    }
    #expect(passed > 1_000)
  }
}
