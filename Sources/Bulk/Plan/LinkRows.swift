// Rows that hold fields of links, whatever words they are in: from here on they are in the provider's own.

import Providers
import Records

/// The objects of an input with the names of one provider's fields.
struct LinkRows: Sendable {
  private var rows: RowsAhead<ObjectRow>
  private let words: RowWords
  private let provider: any Provider
  private let domains: DomainMap
  /// A row of which this was found out, for the others below its header.
  private var looked: (row: WrittenRow, mayHaveWords: Bool)?
  /// In how many rows so far something stands that the provider does not take, by its neutral word.
  private(set) var notCarried: [String: Int] = [:]

  init(
    _ rows: ObjectRowReader, _ fields: FieldTable, at provider: any Provider, _ domains: DomainMap
  ) {
    self.rows = rows.ahead
    words = RowWords(fields)
    self.provider = provider
    self.domains = domains
  }

  var layout: RowLayout { rows.layout }

  /// Goes past rows that need no closer look, as long as their words are the provider's own.
  mutating func pass(_ cells: PlainCells) { if domains.isEmpty { rows.pass(.cells(cells)) } }

  var passed: PassedRows { rows.passed }

  mutating func readOn() async throws(InputError) -> Bool { try await rows.readOn() }

  mutating func next() -> ObjectRow? {
    guard let row = rows.next() else { return nil }
    guard case .object(let given, let id) = row.content else { return row }
    let mapped = domains.mapping(given, words)
    // A link as the provider shows it has words in it that are its own, in forms of its own.
    if !mayHaveWords(mapped) || !words.areIn(mapped)
      || provider.creation?.restoration(of: given) != nil
    {
      return ObjectRow(number: row.number, line: row.line, content: .object(mapped, id: id))
    }
    let own = words.own(mapped, at: provider.name)
    if let fault = own.fault {
      return ObjectRow(number: row.number, line: row.line, content: .malformed(fault))
    }
    for word in own.leftOut { notCarried[word, default: 0] += 1 }
    return ObjectRow(number: row.number, line: row.line, content: .object(own.object, id: id))
  }

  /// Whether any of a row's names may be none of the provider's own; below one header the names are the same.
  private mutating func mayHaveWords(_ row: JSONObject) -> Bool {
    guard let row = row.written else { return true }
    if let looked, looked.row.hasHeader(of: row) { return looked.mayHaveWords }
    let mayHaveWords = row.names.contains(where: words.isWord)
    looked = (row, mayHaveWords)
    return mayHaveWords
  }
}

/// The domains that links are to have in place of those that rows name.
package struct DomainMap: Sendable, Equatable {
  private let domains: [String: String]

  /// `pairs` are old and new ones.
  package init(_ pairs: [(old: String, new: String)] = []) {
    domains = Dictionary(pairs.map { ($0.old.lowercased(), $0.new) }) { _, last in last }
  }

  package var isEmpty: Bool { domains.isEmpty }

  /// A row with the new domain, by whichever name it has one.
  func mapping(_ row: JSONObject, _ words: RowWords) -> JSONObject {
    if domains.isEmpty { return row }
    return words.replacing(.domain, in: row) { value in
      value.string.flatMap { domains[$0.lowercased()] }.map { .string($0) }
    }
  }
}
