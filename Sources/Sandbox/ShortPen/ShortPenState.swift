// ShortPen's links by workspace, and what requests do to them (ShortPen dossier, sections 4 to 7).

import Records

/// The links of the ShortPen stand-in.
///
/// It knows nothing of HTTP.
struct ShortPenState: Sendable {
  /// A domain and a slug, which together are one link's.
  private struct Place: Hashable {
    var domain: Int64
    var slug: String
  }

  let options: ShortPenOptions
  private var stores: [Int64?: LinkStore<ShortPenLink>] = [:]
  private var idsByPlace: [Place: Int64]?
  /// Where the IDs begin of links that were not seeded.
  private var nextID: Int64 = 2_000_000_000
  private(set) var tally = LinkTally()

  init(seeded count: Int, ids: [Int64], options: ShortPenOptions) {
    self.options = options
    let first = options.workspaces.first ?? ShortPenLink.firstWorkspace
    stores[first, default: LinkStore()].reserve(count + ids.count)
    for index in 0..<max(0, count) {
      add(ShortPenLink(id: SeededID.shortPen(index + 1), workspace: first))
    }
    for id in ids { add(ShortPenLink(id: id, workspace: first)) }
    for link in options.links { add(link) }
  }

  var workspaces: [Int64] { options.workspaces }
  var count: Int { stores.values.reduce(0) { $0 + $1.count } }

  /// The IDs that are there: the organization's by workspace, then those of others.
  mutating func ids() -> [String] { ordered().map { String($0.id) } }

  mutating func shownLinks() -> [JSONObject] { ordered().map(shown) }

  func shown(_ link: ShortPenLink) -> JSONObject { link.shown(at: domainName(link.domain)) }

  func holds(_ id: Int64) -> Bool { anyLink(id) != nil }

  /// A link of any organization.
  func anyLink(_ id: Int64) -> ShortPenLink? { stores.values.lazy.compactMap { $0[id] }.first }

  /// A link of the organization.
  func link(_ id: Int64) -> ShortPenLink? {
    workspaces.lazy.compactMap { stores[$0]?[id] }.first
  }

  /// Whether a slug is another link's at that domain.
  mutating func isTaken(_ slug: String, at domain: Int64, besides id: Int64? = nil) -> Bool {
    if idsByPlace == nil {
      let pairs = ordered().map { (Place(domain: $0.domain, slug: $0.shownSlug), $0.id) }
      idsByPlace = Dictionary(pairs) { first, _ in first }
    }
    guard let owner = idsByPlace?[Place(domain: domain, slug: slug)] else { return false }
    return owner != id
  }

  /// Adds a link and gives it an ID.
  mutating func create(_ link: ShortPenLink) -> ShortPenLink {
    var link = link
    repeat { nextID += 1 } while holds(nextID)
    link.id = nextID
    add(link)
    tally.created += 1
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
  mutating func delete(_ ids: some Sequence<Int64>) -> Int {
    var deleted = 0
    for id in ids {
      guard let link = link(id), stores[link.workspace]?.remove(id) ?? false else { continue }
      forget(link)
      deleted += 1
    }
    tally.deleted += deleted
    return deleted
  }

  /// A page of a workspace's links, from 1, and how many links the workspace has.
  mutating func page(_ page: Int, of size: Int, workspace: Int64) -> ([ShortPenLink], total: Int) {
    guard workspaces.contains(workspace), let links = stores[workspace]?.ordered() else {
      return ([], 0)
    }
    let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
    guard !overflow, skipped < links.count else { return ([], links.count) }
    return (Array(links[skipped...].prefix(size)), links.count)
  }

  private mutating func ordered() -> [ShortPenLink] {
    (workspaces.map { $0 } + [nil]).flatMap { stores[$0]?.ordered() ?? [] }
  }

  private func domainName(_ id: Int64) -> String {
    options.domains.first { $0.id == id }?.name ?? ShortPenDomain.first.name
  }

  private mutating func add(_ link: ShortPenLink) {
    stores[link.workspace, default: LinkStore()].insert(link)
    remember(link)
  }

  private mutating func remember(_ link: ShortPenLink) {
    guard idsByPlace != nil else { return }
    idsByPlace?[Place(domain: link.domain, slug: link.shownSlug)] = link.id
  }

  private mutating func forget(_ link: ShortPenLink) {
    guard idsByPlace != nil else { return }
    idsByPlace?[Place(domain: link.domain, slug: link.shownSlug)] = nil
  }
}
