// What the names in a row mean at one provider, whose they are in the first place: its own fields always go first, then
// the words that all providers share, then what other providers call those.

package import Records

/// The names that rows may have for the fields of a table.
package struct RowWords: Sendable {
  let table: FieldTable
  /// The words that names of other providers are here, by those names; a dotted one is a member's.
  package let foreign: [String: NeutralWord]
  /// Names by which a row is known to have words in it that are not the provider's own.
  private let telling: NamePlaces
  /// The objects that names of other providers reach into.
  private let outer: Set<String>

  /// Other providers' names count where the table has a field for their word that means the same to all, and nothing of
  /// its own by that name.
  package init(_ table: FieldTable, among providers: [any Provider] = ProviderList.all) {
    self.init(table, ForeignWords(of: providers))
  }

  init(_ table: FieldTable, _ others: ForeignWords) {
    let taken = Set(NeutralLink.columns + [NeutralWord.parameterObject])
    let foreign = others.words.filter { name, word in
      table.column.given[word]?.field.commonWord == word && !table.knows(name)
        && !taken.contains(name)
    }
    self.table = table
    self.foreign = foreign
    let flat = foreign.keys.filter { !$0.contains(".") }
    telling = NamePlaces(table.column.otherNames + flat.sorted())
    outer = Set(foreign.keys.filter { $0.contains(".") }.map { String($0.prefix { $0 != "." }) })
  }

  /// Whether a row may have something under a name.
  package func takes(_ name: String) -> Bool {
    table.knows(name) || table.takes(word: name) || foreign[name] != nil
  }

  /// Whether a row says that it is in neutral words, or has something beside the provider's own names.
  ///
  /// Asked of every row, so it looks at names alone.
  package func areIn(_ row: JSONObject) -> Bool {
    NeutralLink.isNeutral(row) || row.firstName { telling[$0] != nil } != nil || reachInside(row)
  }

  /// Whether a row with this name, and with no object in it, may have words in it.
  package func isWord(_ name: String) -> Bool {
    name == NeutralLink.mark || telling[name] != nil
  }

  /// Whether an object of a row has another provider's name in it.
  private func reachInside(_ row: JSONObject) -> Bool {
    guard !outer.isEmpty, row.written == nil else { return false }
    return row.members.contains { !foreignMembers(of: $0).isEmpty }
  }

  /// The members of an object that other providers' names reach.
  func foreignMembers(of member: JSONObject.Member) -> [(word: NeutralWord, inner: String)] {
    guard case .object(let object) = member.value, outer.contains(member.name) else { return [] }
    return object.members.compactMap { inner in
      foreign[member.name + "." + inner.name].map { ($0, inner.name) }
    }
  }

  /// What a row says for a word, by whichever name.
  package func value(of word: NeutralWord, in row: JSONObject) -> JSONValue? {
    places(of: word).lazy.compactMap { row.value(at: $0) }.first
  }

  /// The row with another value for a word, by the name by which the row has it.
  package func replacing(
    _ word: NeutralWord, in row: JSONObject, _ other: (JSONValue) -> JSONValue?
  ) -> JSONObject {
    for place in places(of: word) {
      guard let value = row.value(at: place).flatMap(other) else { continue }
      return row.setting(value, at: place)
    }
    return row
  }

  /// Where rows may say a word, the neutral name first.
  private func places(of word: NeutralWord) -> [[String]] {
    let own = table.column.given[word].map { [$0.path] } ?? []
    let others = foreign.filter { $0.value == word }.keys.sorted()
    return [NeutralColumn.path(word.rawValue)] + own + others.map(NeutralColumn.path)
  }
}
