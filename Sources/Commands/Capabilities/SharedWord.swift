// The words that all providers share, at one of them: what stands in its field tables for each.

import Providers

/// What a provider makes of a neutral word.
struct SharedWord {
  let word: NeutralWord
  /// The fields, or members of one, that a create and an update take for it.
  let create: String?
  let update: String?
  /// Whether `list --neutral` shows it.
  let isListed: Bool
  /// The names of other providers that are taken for it.
  let aliases: [String]

  /// Those that the provider takes or shows.
  static func all(of provider: any Provider) -> [SharedWord] {
    let tables = [provider.creation?.fields, provider.modification?.fields]
    let taken = tables.map { table in table.map { (table: $0, names: RowWords($0)) } }
    let shown = provider.linkFields.neutralWords
    return NeutralWord.allCases.compactMap { word in
      let fields = taken.map { $0?.table.field(for: word) }
      let isListed = shown.contains(word)
      guard isListed || fields.contains(where: { $0 != nil }) else { return nil }
      let aliases = taken.compactMap { $0?.names.foreign.filter { $0.value == word }.keys }
      return SharedWord(
        word: word, create: fields.first??.name, update: fields.last??.name, isListed: isListed,
        aliases: Set(aliases.joined()).sorted())
    }
  }
}
