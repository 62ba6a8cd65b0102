// The column of a field table that says which field is which neutral word, looked at from both sides: what a link shows,
// and what a row gives.

import Records

/// Where the words stand at one provider.
struct NeutralColumn: Sendable {
  /// A place in a link or in a row.
  struct Place: Sendable {
    let word: NeutralWord
    let path: [String]
    let field: Field
  }

  /// Where links show them.
  let shown: [Place]
  /// Where rows give them.
  let given: [NeutralWord: Place]
  /// The words that a row may have for fields of other names.
  let otherNames: [String]

  init(_ fields: [Field], knows: (String) -> Bool) {
    shown = fields.compactMap { field in
      guard let word = field.word, field.wordForm != .givenOnly else { return nil }
      return Place(word: word, path: Self.path(field.shownName), field: field)
    }
    var given: [NeutralWord: Place] = [:]
    for field in fields where field.use != .shown && field.wordForm != .own {
      guard let word = field.word, given[word] == nil else { continue }
      given[word] = Place(word: word, path: Self.path(field.name), field: field)
    }
    self.given = given
    let names = Set(
      given.keys.map { $0.parameter == nil ? $0.rawValue : NeutralWord.parameterObject })
    otherNames = names.filter { name in
      !knows(name) || NeutralWord(rawValue: name).map { given[$0]?.field.name != name } ?? false
    }.sorted()
  }

  /// A dotted name as the way to what it names.
  static func path(_ name: String) -> [String] {
    name.split(separator: ".").map(String.init)
  }
}

extension FieldTable {
  /// Whether rows may give this under its neutral name, in a file of such words or beside the provider's own names.
  package func takes(word name: String) -> Bool {
    NeutralWord(rawValue: name).map { column.given[$0] != nil } ?? false
  }

  /// The neutral word that rows may say for a field of this name.
  package func word(of name: String) -> NeutralWord? {
    column.given.values.first { $0.field.name == name }?.word
  }

  /// The field that a neutral word is here.
  package func field(for word: NeutralWord) -> Field? { column.given[word]?.field }
}

extension JSONObject {
  /// What stands at the end of a path through objects.
  func value(at path: [String]) -> JSONValue? {
    guard let first = path.first, var value = self[first] else { return nil }
    for name in path.dropFirst() {
      guard let inner = value[name] else { return nil }
      value = inner
    }
    return value
  }

  /// The object with a value at the end of a path.
  func setting(_ value: JSONValue, at path: [String]) -> JSONObject {
    guard let first = path.first else { return self }
    let inner = path.dropFirst().reversed().reduce(value) { .object([$1: $0]) }
    return merging([first: inner])
  }
}
