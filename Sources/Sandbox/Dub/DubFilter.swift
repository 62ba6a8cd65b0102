// Which links a list or a count shows (Dub dossier, section 2.1; `get-links-for-workspace.ts`,
// `get-links-count.ts` and `validate-links-query-filters.ts` in Dub's source).

import HTTP
import Records

/// What a query asks of links, ready to be held against each.
struct DubFilter: Sendable {
  /// The folders whose links are shown.
  private enum Scope: Sendable {
    case everywhere
    /// This folder alone, or none.
    case folder(String?)
    /// No folder, and every one that lists show together.
    case open(Set<String>)
  }

  private enum Search: Sendable {
    case part(String)
    case startOfKey(String)
    case startOfShortLink(String)
  }

  private let scope: Scope
  private let showsArchived: Bool
  /// The IDs that are asked for, where the query names any.
  let linkIDs: Set<String>?
  private var search: Search?
  private var domain: String?
  private let user: String?
  private let tenant: String?
  private let partner: String?
  private var needsTag = false
  private var tags: Set<String>?

  /// The filter of a list, or of a count that groups as it says; what Dub refuses is thrown.
  init(
    _ query: DubQuery, _ state: DubState, counting: Bool = false, by grouping: String? = nil
  ) throws(DubError) {
    showsArchived = try query.flag("showArchived")
    let wantsTag = try query.flag("withTags")
    let folder = query["folderId"] == "unsorted" ? nil : query["folderId"]
    try Self.check(domain: query["domain"], folder: folder, state.workspace)
    linkIDs = counting ? nil : query.list("linkIds").map { Set($0) }
    // Two lists of names are there even where nothing is in them.
    let isFiltered =
      linkIDs != nil || query.list("tagIds") != nil || query.list("tagNames") != nil
      || ["search", "domain", "tagId", "tenantId"].contains { query[$0] != nil }
    let opens = folder == nil && (isFiltered || grouping != nil && grouping != "folderId")
    scope =
      if opens {
        .open(state.workspace.openFolders)
      } else if grouping == "folderId" {
        .everywhere
      } else {
        .folder(folder)
      }
    // A count by a field does not filter by that field.
    domain = grouping == "domain" ? nil : query["domain"].map(DubState.folded)
    user = grouping == "userId" ? nil : query["userId"]
    tenant = query["tenantId"]
    partner = counting ? nil : query["partnerId"]
    if grouping != "tagId" {
      needsTag = wantsTag
      tags = Self.tags(query, state.workspace)
    }
    search = query["search"].map { text in
      Self.search(DubState.folded(text), isExact: !counting && state.isVeryLarge)
    }
  }

  /// Only where very many links are does a search look at the start of keys alone, or of short links.
  private static func search(_ text: String, isExact: Bool) -> Search {
    guard isExact else { return .part(text) }
    return text.hasPrefix("https://") ? .startOfShortLink(text) : .startOfKey(text)
  }

  /// The IDs of the tags of which a link must have one: `tagIds` goes before `tagId`, both before names.
  private static func tags(_ query: DubQuery, _ workspace: DubWorkspace) -> Set<String>? {
    if let ids = query.list("tagIds") ?? query["tagId"].map({ [$0] }) { return Set(ids) }
    return query.list("tagNames").map { names in
      Set(names.compactMap { workspace.tagID(named: $0) })
    }
  }

  private static func check(
    domain: String?, folder: String?, _ workspace: DubWorkspace
  ) throws(DubError) {
    if let domain, !workspace.domains.contains(domain) {
      if workspace.foreignDomains.contains(domain) {
        throw DubReply.forbidden(
          "Domain \(domain) does not belong to workspace \(DubLink.ownWorkspace).")
      }
      throw DubReply.notFound("Domain \(domain) not found.")
    }
    if let folder {
      guard workspace.folders[folder] != nil else { throw DubReply.folderNotFound }
      guard workspace.access(to: folder) != .none else { throw DubReply.folderForbidden }
    }
  }

  /// Whether a link is shown, as far as this does not hang on its ID.
  func shows(_ link: DubLink) -> Bool {
    passes(isArchived: link.isArchived, folder: link.folderID, tags: link.tags) && passes(link)
  }

  /// The same of a seeded link, which is not made for it where that is not needed.
  func shows(_ place: Int, of seeds: DubSeeds) -> Bool {
    passes(
      isArchived: seeds.isArchived(place), folder: seeds.folder(of: place),
      tags: seeds.tags(of: place).map(\.id)) && (!asksForMore || passes(seeds.outline(at: place)))
  }

  private func passes(
    isArchived: Bool, folder: String?, tags linkTags: @autoclosure () -> [String]
  ) -> Bool {
    guard showsArchived || !isArchived, isInScope(folder) else { return false }
    if let tags { return linkTags().contains(where: tags.contains) }
    return !needsTag || !linkTags().isEmpty
  }

  private func passes(_ link: DubLink) -> Bool {
    if link.isForeign { return false }
    if let domain, DubState.folded(link.domain) != domain { return false }
    if let user, link["userId"].string != user { return false }
    if let tenant, link["tenantId"].string != tenant { return false }
    if let partner, link["partnerId"].string != partner { return false }
    return search.map { Self.isFound($0, link) } ?? true
  }

  /// Whether anything is asked for that not all seeded links have.
  private var asksForMore: Bool {
    domain != nil || user != nil || tenant != nil || partner != nil || search != nil
  }

  private func isInScope(_ folder: String?) -> Bool {
    switch scope {
    case .everywhere: true
    case .folder(let wanted): folder == wanted
    case .open(let folders): folder.map(folders.contains) ?? true
    }
  }

  private static func isFound(_ search: Search, _ link: DubLink) -> Bool {
    switch search {
    case .part(let text):
      [link.shortLink, link.url].contains { DubState.folded($0).hasPart(text) }
    case .startOfKey(let text): DubState.folded(link.shownKey).hasPrefix(text)
    case .startOfShortLink(let text): DubState.folded(link.shortLink).hasPrefix(text)
    }
  }
}

extension String {
  /// Whether the bytes of another text stand somewhere in this one's; `contains` takes many times as long.
  fileprivate func hasPart(_ part: String) -> Bool {
    var rest = utf8[...]
    guard let first = part.utf8.first else { return true }
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: part.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
