// What a user has to know of single providers, as those say it themselves: the help of commands and options is put
// together from it, so that no provider's name stands in their tables.

import Providers

enum ProviderWords {
  /// `At Dub: …` for each different thing that providers say about a command or an option of this name.
  static func habits(
    _ name: String, of providers: [any Provider] = ProviderList.all
  ) -> [String] {
    var sayings: [(titles: [String], words: String)] = []
    for provider in providers {
      for habit in provider.habits where habit.command == name {
        if let index = sayings.firstIndex(where: { $0.words == habit.words }) {
          sayings[index].titles.append(provider.title)
        } else {
          sayings.append(([provider.title], habit.words))
        }
      }
    }
    return sayings.map { "At \($0.titles.inWords): \($0.words.withFullStop)" }
  }

  /// The same as further paragraphs of a text.
  static func paragraphs(on name: String) -> String {
    habits(name).map { "\n\n" + $0 }.joined()
  }

  /// The same as further sentences of a paragraph.
  static func sentences(on name: String) -> String {
    habits(name).map { " " + $0 }.joined()
  }

  /// By what rows can name links at each provider.
  static var matchKeys: String {
    let able = ProviderList.all.compactMap { provider in
      provider.upsertMeans.map { (provider.title, $0.upsertion.matches.map(\.rawValue).inWords) }
    }
    let clauses = able.enumerated().map { index, able in
      "\(able.0)\(index == 0 ? " knows" : "") \(able.1)"
    }
    return clauses.isEmpty ? "" : " \(clauses.joined(separator: "; "))."
  }

  /// What columns of IDs are called.
  static var idNames: String {
    (["id"] + ProviderList.all.flatMap(\.idNames)).inWords(before: "or")
  }

  /// Where links have external IDs.
  static var externalIDs: String {
    let titles = ProviderList.all.filter { $0.creation?.fields.externalID != nil }.map(\.title)
    return titles.isEmpty
      ? "" : " \(titles.inWords) \(titles.count == 1 ? "has" : "have") external IDs."
  }

  /// A name for texts that show what something looks like.
  static var sampleName: String { ProviderList.all.first?.name ?? "NAME" }
}

extension String {
  /// The text as a sentence's end has it.
  var withFullStop: String { hasSuffix(".") ? self : self + "." }
}
