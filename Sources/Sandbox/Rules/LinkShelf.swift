// The links of a ruled stand-in: found by ID, by domain and slug and by destination, listed in any order, counted
// as they come and go. It knows nothing of HTTP, and does not mind two links at one place: that is the rules'.

/// Links with what is known of their comings and goings; seeded ones take no room until they are changed.
struct LinkShelf: Sendable {
  /// After so many changes nobody is thought to wait for the next page of a list.
  private static let mostChanges = 2000

  private var store: LinkStore<RuledSeeds>
  private var index: LinkIndex
  /// The serials of links that are gone and did not have their seeded IDs.
  private var graves: [String: Int] = [:]
  /// The seeded IDs of links that have others now.
  private var renamed: Set<String> = []
  private var foreigners = 0
  /// How often all links were followed.
  private(set) var visits: Int
  /// The list that was last asked for.
  private var view: LinkView?
  /// The places of the first and the last link of the page that was given last.
  private var seam: [Int] = []
  private var drawn: UInt64 = 0
  private(set) var tally = LinkTally()

  /// The seeded links of a provider, where slugs are compared without regard to case at the folded domains.
  init(
    of rules: any ProviderRules.Type, _ options: SandboxOptions, foldedDomains: Set<String> = []
  ) {
    let seeds = RuledSeeds(of: rules, options)
    store = LinkStore(seeds)
    index = LinkIndex(foldedDomains: foldedDomains)
    visits = seeds.visits
  }

  var count: Int { store.count }
  var shape: SeedShape { store.seeds.shape }

  /// The serial of the link that was made last, whether or not it is still there.
  var lastSerial: Int { store.end }

  /// The link of an ID, where it is the key's own.
  subscript(id: String) -> SandboxLink? { store[id].flatMap { $0.isForeign ? nil : $0 } }

  /// The link of an ID, whosoever it is.
  func any(_ id: String) -> SandboxLink? { store[id] }

  /// The serial of a link that is there, or was.
  func serial(of id: String) -> Int? {
    if let serial = store[id]?.serial ?? graves[id] { return serial }
    guard let place = store.seeds.place(of: id), store.gone.contains(place), !renamed.contains(id)
    else { return nil }
    return store.seeds.serial(at: place)
  }

  /// The oldest link at a domain and slug, whosoever it is.
  func link(at domain: String, _ slug: String) -> SandboxLink? {
    let slug = index.folded(slug, at: domain)
    let seeded = untouched(store.seeds.place(ofSlug: slug)) { link in
      link.domain == domain && index.folded(link.slug, at: domain) == slug
    }
    return oldestFirst(index.places(at: domain, slug), seeded).first
  }

  /// The key's own links to a destination, oldest first.
  func links(to url: String) -> [SandboxLink] {
    let seeded = untouched(store.seeds.place(to: url)) { $0.url == url }
    return oldestFirst(index.places(to: url), seeded).filter { !$0.isForeign }
  }

  /// The link at a place, where it is still as it was seeded and the one that is meant.
  private func untouched(
    _ place: Int?, where isMeant: (SandboxLink) -> Bool
  ) -> SandboxLink? {
    guard let place, store.kept[place] == nil, let link = store.link(at: place), isMeant(link)
    else { return nil }
    return link
  }

  private func oldestFirst(_ places: [Int], _ seeded: SandboxLink?) -> [SandboxLink] {
    let links = places.compactMap { store.link(at: $0) } + (seeded.map { [$0] } ?? [])
    return links.sorted { $0.serial < $1.serial }
  }

  /// Every link, in the order of the IDs.
  func forEach(_ body: (SandboxLink) -> Void) {
    for place in store.takenPlaces { if let link = store.link(at: place) { body(link) } }
  }

  /// The ID of every link, for which a seeded link need not be made.
  func forEachID(_ body: (String) -> Void) {
    for place in store.takenPlaces { body(store.kept[place]?.id ?? store.seeds.id(at: place)) }
  }

  /// The key's own links that were changed or added, oldest first.
  var touched: [SandboxLink] {
    store.kept.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isForeign }
  }

  /// Those of the key's own links that are found, at most so many, from behind a serial on in the order in which
  /// they were made, or the other way round.
  func next(
    _ most: Int, behind serial: Int? = nil, isRising: Bool = true,
    where isFound: (SandboxLink) -> Bool = { _ in true }
  ) -> [SandboxLink] {
    let order = store.seeds.order
    let last = min(max(0, serial ?? (isRising ? 0 : store.end + 1)), store.end + 1)
    var rank = isRising ? last : last - 2
    var links: [SandboxLink] = []
    while links.count < most, rank >= 0, rank < store.end {
      if let link = store.link(at: order.place(at: rank)), !link.isForeign, isFound(link) {
        links.append(link)
      }
      rank += isRising ? 1 : -1
    }
    return links
  }

  /// A list made of the key's own links, from the smallest key up or the other way round.
  ///
  /// It is kept under a name, which must tell keys and filters apart, until another one is asked for or nobody
  /// asks for long.
  mutating func list(
    _ name: String, isRising: Bool, by key: SortKey.Maker? = nil,
    where isFound: LinkView.Filter? = nil
  ) -> LinkList {
    let kept = view?.name == name ? view : nil
    var current =
      kept
      ?? LinkView(name, by: key, where: isFound, hasForeigners: foreigners > 0, in: store)
    current.wasAskedFor()
    view = current
    return LinkList(current, isRising: isRising, in: store)
  }

  /// Takes note of a page that somebody is given.
  mutating func gave(_ page: [SandboxLink]) {
    seam = [page.first, page.last].compactMap { link in link.flatMap { store.place(of: $0.id) } }
  }

  /// Adds a link that nobody counts.
  mutating func seed(_ link: SandboxLink) {
    _ = add(link)
  }

  /// Adds a link as the newest.
  mutating func create(
    _ link: SandboxLink, at now: Timestamp, counts: Bool = true
  ) -> SandboxLink {
    var link = link
    link.made = link.made ?? now
    if counts { tally.created += 1 }
    return add(link)
  }

  /// Puts a link, whose ID may be another one, in the place of one that is there.
  mutating func replace(
    _ old: SandboxLink, with link: SandboxLink, at now: Timestamp
  ) -> SandboxLink {
    guard let place = store.place(of: old.id) else { return link }
    var link = link
    link.changed = now
    link.serial = old.serial
    if link.id != old.id, store.hasSeededID(place) { renamed.insert(old.id) }
    renamed.remove(link.id)
    forget(old, at: place)
    store.replace(old.id, with: link)
    remember(link, at: place)
    tally.updated += 1
    return link
  }

  /// Takes one of the key's own links away; `nil` where there is none.
  mutating func remove(_ id: String) -> SandboxLink? {
    guard let place = store.place(of: id), let link = takeAway(at: place) else { return nil }
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

  private mutating func takeAway(at place: Int) -> SandboxLink? {
    guard let link = store.link(at: place), !link.isForeign else { return nil }
    if !store.hasSeededID(place) { graves[link.id] = link.serial }
    forget(link, at: place)
    return store.remove(link.id) ? link : nil
  }

  private mutating func add(_ link: SandboxLink) -> SandboxLink {
    let place = store.place(of: link.id) ?? store.end
    if let old = store.link(at: place) { forget(old, at: place) }
    var link = link
    link.serial = store.seeds.serial(at: place)
    store.insert(link)
    remember(link, at: place)
    return link
  }

  /// To be called when the store has the link.
  private mutating func remember(_ link: SandboxLink, at place: Int) {
    if link.isForeign { foreigners += 1 }
    visits += link.visits
    index.insert(link, at: place)
    view?.insert(link, at: place, in: store)
    dropUnaskedView()
  }

  /// To be called while the store still has the link.
  private mutating func forget(_ link: SandboxLink, at place: Int) {
    if link.isForeign { foreigners -= 1 }
    visits -= link.visits
    index.remove(link, at: place)
    view?.remove(link, at: place, in: store)
    dropUnaskedView()
  }

  private mutating func dropUnaskedView() {
    if let view, view.changes > Self.mostChanges { self.view = nil }
  }
}

extension LinkShelf {
  /// Another client takes a link that it may take; false where the one that was chosen is not one.
  mutating func removeForOther(
    _ dice: inout ChurnDice, where mayGo: (SandboxLink) -> Bool
  ) -> Bool {
    guard count > 0 else { return false }
    return removeForOther(at: store.place(ofRank: dice.roll(below: count)), where: mayGo)
  }

  /// The same with one that began or ended the last page.
  mutating func removeAtSeam(where mayGo: (SandboxLink) -> Bool) -> Bool {
    while let place = seam.popLast() { if removeForOther(at: place, where: mayGo) { return true } }
    return false
  }

  private mutating func removeForOther(
    at place: Int, where mayGo: (SandboxLink) -> Bool
  ) -> Bool {
    guard let link = store.link(at: place), mayGo(link) else { return false }
    return takeAway(at: place) != nil
  }
}
