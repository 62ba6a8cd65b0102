// What providers call the words that all of them share: the same column of their field tables, read the other way round.

/// The names of providers' own fields, each with the one word that it means wherever it is a field.
package struct ForeignWords: Sendable {
  package let words: [String: NeutralWord]
  /// Names that are one word at one provider, and something else at another; nobody takes them for the word.
  package let ambiguous: Set<String>

  package init(of providers: [any Provider]) {
    let tables = providers.flatMap { [$0.creation?.fields, $0.modification?.fields] }
    self.init(of: tables.compactMap(\.self))
  }

  init(of tables: [FieldTable]) {
    var meanings: [String: Set<NeutralWord?>] = [:]
    for field in tables.flatMap(\.named) {
      meanings[field.name, default: []].insert(field.commonWord)
    }
    words = meanings.compactMapValues { $0.count == 1 ? $0.first ?? nil : nil }
    ambiguous = Set(
      meanings.filter { $0.value.count > 1 && $0.value.contains { $0 != nil } }.map(\.key))
  }
}

extension FieldTable {
  /// All that rows can name: fields, and members that have a word.
  fileprivate var named: [Field] {
    let inside = column.given.values.map(\.field).filter { $0.use == .inside }
    return fields + inside
  }
}

extension Field {
  /// The word that its name and its values are at other providers too.
  ///
  /// None where its values are another provider's to understand: the ID of a folder, the numbers of tags or of a domain,
  /// a span in the place of a moment.
  var commonWord: NeutralWord? {
    guard let word, !word.isOfProvider, kind == word.kind else { return nil }
    switch wordForm {
    case .same, .givenOnly: return word
    case .milliseconds, .own: return nil
    }
  }
}
