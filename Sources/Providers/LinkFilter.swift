// Which links a list is to show, and what a link says of itself that is asked for. A filter is held against each link
// here, whatever the provider has done with it before, so that the answer is the same everywhere.

import HTTP

/// What a list is narrowed down to; a link must pass all of it.
package struct LinkFilter: Sendable {
  /// Which links a list shows where some can be archived.
  package enum Archived: String, CaseIterable, Sendable {
    case only, with, without
  }

  package var folder: String?
  package var domain: String?
  package var tag: String?
  package var search: String?
  package var archived = Archived.with
  /// Milliseconds since 1970.
  package var createdBefore: Int64?
  package var createdAfter: Int64?
  package var clicksMax: Int?
  /// The order in which links are to come, where one is asked for; it leaves none out.
  package var order: ListOrder?

  package init() {}

  /// Whether a link passes.
  package func admits(_ traits: LinkTraits) -> Bool {
    if let folder, !Self.isSame(folder, traits.folder ?? Self.noFolder) { return false }
    if let domain {
      let own = traits.domain ?? traits.shortURL.flatMap(ShortURL.host)
      if own?.lowercased() != domain.lowercased() { return false }
    }
    if let tag, !traits.tags.contains(where: { Self.isSame($0.name, tag) || $0.id == tag }) {
      return false
    }
    if let search, !traits.texts.contains(where: { $0.lowercased().hasPart(search.lowercased()) }) {
      return false
    }
    switch archived {
    case .only where !traits.isArchived, .without where traits.isArchived: return false
    default: break
    }
    if createdBefore != nil || createdAfter != nil {
      guard let made = traits.made else { return false }
      if let createdBefore, made >= createdBefore { return false }
      if let createdAfter, made < createdAfter { return false }
    }
    if let clicksMax, (traits.clicks ?? 0) > clicksMax { return false }
    return true
  }

  /// Whether it leaves every link.
  package var isEmpty: Bool {
    folder == nil && domain == nil && tag == nil && search == nil && archived == .with
      && createdBefore == nil && createdAfter == nil && clicksMax == nil
  }

  /// The options of those parts of it that need something which a provider's links do not show.
  package func missing(in shown: Set<NeutralWord>) -> [String] {
    let asked: [(NeutralWord, String, Bool)] = [
      (.folder, "--folder", folder != nil), (.domain, "--domain", domain != nil),
      (.tags, "--tag", tag != nil), (.archived, "--archived", archived == .only),
      (.clicks, "--clicks-max", clicksMax != nil),
    ]
    return asked.filter { $2 && !shown.contains($0) }.map(\.1)
  }

  /// What stands for no folder at all.
  package static let noFolder = "none"

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }
}

/// An order that a provider can give a list.
package enum ListOrder: String, CaseIterable, Sendable {
  case oldest, newest
}

/// What a link shows of itself in words that all providers share.
package struct LinkTraits: Sendable {
  package var shortURL: String?
  package var url: String?
  package var domain: String?
  package var folder: String?
  package var tags: [(id: String, name: String)] = []
  package var isArchived = false
  package var clicks: Int?
  /// When it was made, as it is shown.
  package var created: String?
  /// The same in milliseconds since 1970.
  var made: Int64? { created.flatMap { ISODate.milliseconds($0) } }

  /// Where a search looks.
  var texts: [String] { [shortURL, url].compactMap(\.self) }
}

extension String {
  /// Whether the bytes of another text stand somewhere in this one's.
  fileprivate func hasPart(_ part: String) -> Bool {
    guard let first = part.utf8.first else { return true }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: part.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
