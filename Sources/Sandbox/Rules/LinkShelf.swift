// The links of a ruled stand-in: found by ID, by domain and slug and by destination, listed in any order, counted
// as they come and go. It knows nothing of HTTP, and does not mind two links at one place: that is the rules'.

/// Links in memory with what is known of their comings and goings.
struct LinkShelf: Sendable {
  private var store = LinkStore<SandboxLink>()
  private var idsByPlace: [String: [String]] = [:]
  private var idsByURL: [String: [String]] = [:]
  /// The serials of links that are gone.
  private var graves: [String: Int] = [:]
  private var foreigners = 0
  /// How often all links were followed.
  private(set) var visits = 0
  /// The list that was last asked for, until something changes.
  private var view: (name: String, links: [SandboxLink])?
  private var drawn: UInt64 = 0
  private(set) var lastSerial = 0
  private(set) var tally = LinkTally()

  /// The domains at which slugs are compared without regard to case.
  var foldedDomains: Set<String> = []

  var count: Int { store.count }

  /// The link of an ID, where it is the key's own.
  subscript(id: String) -> SandboxLink? { store[id].flatMap { $0.isForeign ? nil : $0 } }

  /// The link of an ID, whosoever it is.
  func any(_ id: String) -> SandboxLink? { store[id] }

  /// The serial of a link that is there, or was.
  func serial(of id: String) -> Int? { store[id]?.serial ?? graves[id] }

  /// The oldest link at a domain and slug, whosoever it is.
  func link(at domain: String, _ slug: String) -> SandboxLink? {
    idsByPlace[place(domain, slug)]?.lazy.compactMap { store[$0] }.first
  }

  /// The key's own links to a destination, oldest first.
  func links(to url: String) -> [SandboxLink] { (idsByURL[url] ?? []).compactMap { self[$0] } }

  /// Every link, oldest first.
  mutating func all() -> [SandboxLink] { store.ordered() }

  /// The key's own links, oldest first.
  mutating func own() -> [SandboxLink] {
    foreigners == 0 ? store.ordered() : store.ordered().filter { !$0.isForeign }
  }

  /// A list made of the key's own links; the last one is kept under its name until a link changes.
  mutating func list(
    _ name: String, _ make: ([SandboxLink]) -> [SandboxLink]
  ) -> [SandboxLink] {
    if let view, view.name == name { return view.links }
    let links = make(own())
    view = (name, links)
    return links
  }

  /// Adds a link that nobody counts.
  mutating func seed(_ link: SandboxLink) {
    _ = add(link)
  }

  /// Adds a link as the newest.
  mutating func create(_ link: SandboxLink, at now: Timestamp) -> SandboxLink {
    var link = link
    link.made = link.made ?? now
    tally.created += 1
    return add(link)
  }

  /// Puts a link, whose ID may be another one, in the place of one that is there.
  mutating func replace(
    _ old: SandboxLink, with link: SandboxLink, at now: Timestamp
  ) -> SandboxLink {
    var link = link
    link.changed = now
    link.serial = old.serial
    forget(old)
    store.replace(old.id, with: link)
    remember(link)
    tally.updated += 1
    return link
  }

  /// Takes one of the key's own links away; `nil` where there is none.
  mutating func remove(_ id: String) -> SandboxLink? {
    guard let link = self[id], store.remove(id) else { return nil }
    forget(link)
    graves[id] = link.serial
    tally.deleted += 1
    return link
  }

  /// A slug that no link of the domain has; of a long one the end is always the same.
  mutating func freeSlug(at domain: String, length: Int, _ alphabet: String) -> String {
    let alphabet = Array(alphabet.utf8)
    let tail = String(repeating: "x", count: min(max(0, length - 8), 1000))
    while true {
      drawn += 1
      let slug = SeededID.scattered(drawn, min(length, 8), alphabet) + tail
      if link(at: domain, slug) == nil { return slug }
    }
  }

  private func place(_ domain: String, _ slug: String) -> String {
    domain + "/" + (foldedDomains.contains(domain) ? slug.lowercased() : slug)
  }

  private mutating func add(_ link: SandboxLink) -> SandboxLink {
    if let old = store[link.id] { forget(old) }
    lastSerial += 1
    var link = link
    link.serial = lastSerial
    store.insert(link)
    remember(link)
    return link
  }

  private mutating func remember(_ link: SandboxLink) {
    view = nil
    if link.isForeign { foreigners += 1 }
    visits += link.visits
    idsByPlace[place(link.domain, link.slug), default: []].append(link.id)
    idsByURL[link.url, default: []].append(link.id)
  }

  private mutating func forget(_ link: SandboxLink) {
    view = nil
    if link.isForeign { foreigners -= 1 }
    visits -= link.visits
    Self.take(link.id, from: &idsByPlace, place(link.domain, link.slug))
    Self.take(link.id, from: &idsByURL, link.url)
  }

  private static func take(_ id: String, from index: inout [String: [String]], _ key: String) {
    index[key]?.removeAll { $0 == id }
    if index[key]?.isEmpty ?? false { index[key] = nil }
  }
}
