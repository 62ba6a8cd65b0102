// What a link shows of itself that filters and tables ask for: the same column, looked at without making an object.

import Records

extension FieldTable {
  /// What links show of themselves.
  package var shownWords: Set<NeutralWord> {
    let own = column.shown.filter { $0.field.wordForm != .own }.map(\.word)
    // Every short URL has a domain and a slug.
    return Set(own + [.domain, .slug, .created])
  }

  /// What a link in neutral words may have: utm parameters too, which may stand in any destination.
  package var neutralWords: Set<NeutralWord> { shownWords.union(NeutralWord.parameters) }

  /// What a link shows of itself.
  package func traits(of link: ShownLink) -> LinkTraits {
    var traits = LinkTraits()
    traits.shortURL = link.shortURL
    traits.created = link.made
    for place in column.shown where place.field.wordForm != .own {
      guard let value = link.object.value(at: place.path) else { continue }
      switch place.word {
      case .destination: traits.url = value.string
      case .domain: traits.domain = value.string
      case .folder: traits.folder = value.textOrNumber
      case .archived: traits.isArchived = value.bool ?? false
      case .clicks: traits.clicks = value.int64.map { Int(clamping: $0) }
      case .tags:
        traits.tags = (value.array ?? []).map { tag in
          (tag["id"]?.string ?? "", tag.string ?? tag["name"]?.string ?? "")
        }
      default: continue
      }
    }
    if traits.domain == nil { traits.domain = link.shortURL.flatMap(ShortURL.host) }
    return traits
  }
}
