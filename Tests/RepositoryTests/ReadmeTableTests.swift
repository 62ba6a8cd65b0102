import Commands
import Foundation
import Providers
import TestSupport
import Testing

/// The README's tables of providers say what the descriptors say.
@Suite struct ReadmeTableTests {
  /// The cells of a row, by the providers that stand in the first line of its table.
  private typealias Cells = [String: String]

  private let text: String
  private let rows: [String: Cells]
  private let titles: [String]

  init() throws {
    text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
    var (rows, titles): ([String: Cells], [String]) = ([:], [])
    var head: [String] = []
    for line in text.components(separatedBy: "\n") {
      guard line.hasPrefix("|") else {
        head = []
        continue
      }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
      if head.isEmpty {
        // The tables of providers are those that have no words in their first corner.
        head = cells.first == "" && cells.contains("Dub") || cells.contains("Kutt") ? cells : ["-"]
        if head != ["-"] { titles += head.dropFirst() }
      } else if head.count == cells.count, let name = cells.first {
        for (title, cell) in zip(head, cells).dropFirst() { rows[name, default: [:]][title] = cell }
      }
    }
    (self.rows, self.titles) = (rows, titles)
  }

  /// The numbers in a cell, which has no other ones.
  private func numbers(_ cell: String) -> Set<Int> {
    Set(
      cell.replacing(",000", with: "000").split { !$0.isNumber }.compactMap { Int($0) }
        + (cell.split { !$0.isLetter }.contains("one") ? [1] : []))
  }

  private func cell(_ row: String, _ provider: any Provider) throws -> String {
    try #require(rows[row]?[provider.title], "\(row) of \(provider.title)")
  }

  @Test("they have every provider, in the order of the list, and the first lines name each")
  func names() {
    #expect(titles == ProviderList.all.map(\.title))
    let first = text.components(separatedBy: "## ").first ?? ""
    for title in titles { #expect(first.contains(title)) }
  }

  @Test("how many links a request carries")
  func sizes() throws {
    for provider in ProviderList.all {
      let size = { name in provider.capabilities.first { $0.command == name }?.limit.links ?? 0 }
      for (row, command) in [
        ("creates", "create"), ("updates", "update"), ("a page of a list", "list"),
      ] {
        let cell = try cell(row, provider)
        #expect(numbers(cell).union([1]) == [size(command), 1], "\(provider.name): \(row)")
      }
      let deletes =
        try rows["IDs in a request"]?[provider.title] ?? cell("a delete", provider)
      #expect(
        numbers(deletes).union([1]) == [size("delete"), 1], "\(provider.name): \(deletes)")
    }
    #expect(numbers(try cell("`--verify` looks by", Dub())) == [Dub().reading.linksInRead])
  }

  @Test("which limit is kept, by what rows are matched, and what is done with duplicates")
  func limits() throws {
    for provider in ProviderList.all {
      let limit = try cell("limit that is kept", provider)
      #expect(
        numbers(limit).isSubset(of: numbers(provider.rateWords)), "\(provider.name): \(limit)")
      let documented = [provider.rateLimit?.requests, provider.mostAtOnce].compactMap(\.self)
      #expect(numbers(limit).isSuperset(of: documented), "\(provider.name): \(limit)")
      let matches = provider.upsertMeans?.upsertion.matches.map(\.rawValue) ?? []
      #expect(quoted(try cell("`upsert --match`", provider)) == matches, "\(provider.name)")
      guard let cell = rows["`--duplicates`"]?[provider.title] else { continue }
      let choices = provider.settings.first { $0.name == "duplicates" }?.choices ?? []
      #expect(quoted(cell) == choices, "\(provider.name): \(cell)")
    }
  }

  /// The words of a cell that are code.
  private func quoted(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
