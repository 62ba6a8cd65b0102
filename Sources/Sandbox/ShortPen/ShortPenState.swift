// ShortPen's links by workspace, and what requests do to them (ShortPen dossier, sections 4 to 7).

import Records

/// The links of the ShortPen stand-in.
///
/// It knows nothing of HTTP.
struct ShortPenState: Sendable {
  /// A domain and a slug, which together are one link's.
  private struct Slug: Hashable {
    var domain: Int64
    var text: String
  }

  let options: ShortPenOptions
  let shape: SeedShape
  private(set) var stores: [Int64?: LinkStore<ShortPenSeeds>] = [:]
  /// Of links whose slugs were chosen; the others' slugs tell their IDs.
  private var idsBySlug: [Slug: Int64] = [:]
  /// Where the IDs begin of links that were not seeded.
  private var nextID: Int64 = 2_000_000_000
  private(set) var tally = LinkTally()

  /// The places of the first and the last link of the page that was given last.
  var seam: [ShortPenPlace] = []

  init(
    seeded count: Int, ids: [Int64], options: ShortPenOptions, shape: SeedShape = SeedShape()
  ) {
    self.shape = shape
    var known = options
    for workspace in options.workspaces {
      known.folders += ShortPenResource.seededFolders(shape, of: workspace)
    }
    self.options = known
    let first = options.workspaces.first ?? ShortPenLink.firstWorkspace
    let spread = options.spreadsLinks ? options.workspaces : [first]
    for (index, workspace) in spread.enumerated() {
      // Each workspace has a stretch of the indexes.
      let start = max(0, count) * index / spread.count
      let end = max(0, count) * (index + 1) / spread.count
      stores[workspace] = LinkStore(
        ShortPenSeeds(start..<end, workspace, shape, options.domainName(ShortPenDomain.first.id)))
    }
    stores[first]?.reserve(ids.count)
    for id in ids { add(ShortPenLink(id: id, workspace: first)) }
    for link in options.links { add(link) }
  }

  var workspaces: [Int64] { options.workspaces }
  var count: Int { stores.values.reduce(0) { $0 + $1.count } }

  /// Every link: the organization's by workspace, then those of others.
  func forEach(_ body: (ShortPenLink) -> Void) {
    for workspace in workspaces.map({ $0 }) + [nil] as [Int64?] {
      guard let links = stores[workspace] else { continue }
      for place in links.takenPlaces { if let link = links.link(at: place) { body(link) } }
    }
  }

  func shown(_ link: ShortPenLink) -> JSONObject {
    link.shown(at: options.domainName(link.domain))
  }

  func holds(_ id: Int64) -> Bool { anyLink(id) != nil }

  /// A link of any organization.
  func anyLink(_ id: Int64) -> ShortPenLink? { stores.values.lazy.compactMap { $0[id] }.first }

  /// A link of the organization.
  func link(_ id: Int64) -> ShortPenLink? {
    workspaces.lazy.compactMap { stores[$0]?[id] }.first
  }

  /// Whether a slug is another link's at that domain.
  func isTaken(_ slug: String, at domain: Int64, besides id: Int64? = nil) -> Bool {
    let owner = idsBySlug[Slug(domain: domain, text: slug)] ?? unchosen(slug, at: domain)
    return owner.map { $0 != id } ?? false
  }

  /// The ID of the link that a slug names by its ID, as slugs do that nobody chose.
  private func unchosen(_ slug: String, at domain: Int64) -> Int64? {
    guard slug.hasPrefix(ShortPenLink.seededSlug), let id = Int64(slug.dropFirst(), radix: 36),
      let link = anyLink(id), link.slug == nil, link.domain == domain, link.shownSlug == slug
    else { return nil }
    return id
  }

  /// Adds a link and gives it an ID.
  mutating func create(_ link: ShortPenLink, counts: Bool = true) -> ShortPenLink {
    var link = link
    repeat { nextID += 1 } while holds(nextID)
    link.id = nextID
    add(link)
    if counts { tally.created += 1 }
    return link
  }

  mutating func replace(_ old: ShortPenLink, with new: ShortPenLink) {
    forget(old)
    if new.workspace == old.workspace {
      stores[old.workspace]?.replace(old.id, with: new)
      remember(new)
    } else {
      _ = stores[old.workspace]?.remove(old.id)
      add(new)
    }
    tally.updated += 1
  }

  /// Deletes those of the IDs that the organization has, and says how many they were.
  mutating func delete(_ ids: some Sequence<Int64>, counts: Bool = true) -> Int {
    var deleted = 0
    for id in ids {
      guard let link = link(id), stores[link.workspace]?.remove(id) ?? false else { continue }
      forget(link)
      deleted += 1
    }
    if counts { tally.deleted += deleted }
    return deleted
  }

  private mutating func add(_ link: ShortPenLink) {
    let none = ShortPenSeeds(0..<0, link.workspace, shape, "")
    stores[link.workspace, default: LinkStore(none)].insert(link)
    remember(link)
  }

  private mutating func remember(_ link: ShortPenLink) {
    guard let slug = link.slug else { return }
    idsBySlug[Slug(domain: link.domain, text: slug)] = link.id
  }

  private mutating func forget(_ link: ShortPenLink) {
    guard let slug = link.slug else { return }
    idsBySlug[Slug(domain: link.domain, text: slug)] = nil
  }
}
