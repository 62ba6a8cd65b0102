// Dub's links and the rules by which they are found and deleted (Dub dossier, sections 1.5 and 2). Keys,
// external IDs and URLs are compared as Dub's database does, without regard to case.

import Records

/// The links of the Dub stand-in.
///
/// It knows nothing of HTTP.
struct DubState: Sendable {
  private(set) var links: LinkStore<DubSeeds>
  private var idsByExternalID: [String: String] = [:]
  /// Of links whose keys were chosen; the others' keys tell their places.
  private var idsByKey: [String: String] = [:]
  /// Of links whose URLs were chosen.
  ///
  /// One whose URL has changed since is not taken out; whoever looks compares.
  private var idsByURL: [String: [String]]?
  /// The IDs that are no seed's, in ascending order, some perhaps gone; `nil` until a cursor asks.
  var ownIDs: [String]?
  let shape: SeedShape
  let workspace: DubWorkspace
  private(set) var tally = LinkTally()

  /// The places of the first and the last link of the page that was given last.
  var seam: [Int] = []
  /// The links that count against the month's quota; a delete does not give any back.
  var usage = 0
  /// How many rows with keys of their own bulk creates have inserted, for lost races.
  var rowsWithKeys = 0
  /// How many keys and IDs were drawn.
  private var drawn: UInt64 = 0

  init(seeded count: Int, ids: [String], options: DubOptions, shape: SeedShape = SeedShape()) {
    workspace = DubWorkspace(options, shape)
    self.shape = shape
    links = LinkStore(DubSeeds(count, shape, options))
    links.reserve(ids.count + options.links.count)
    for (index, id) in ids.enumerated() {
      // An external ID stands for a link that has it; its own ID is beyond the seeded ones.
      if let externalID = Self.externalID(in: id) {
        let own = SeededID.dub(Self.firstIndexOfExternal + index)
        add(DubLink(id: own, externalID: externalID))
      } else {
        add(DubLink(id: id))
      }
    }
    for link in options.links { add(link) }
  }

  /// Where the IDs of links begin that were seeded by an external ID, and of those made later.
  static let firstIndexOfExternal = 1_000_000_000
  private static let firstIndexOfMade = 2_000_000_000

  var count: Int { links.count }

  /// Whether lists have the order that is asked for (`SORTABLE_LINKS_LIMIT` in Dub's source).
  var isSortable: Bool { count <= 10_000 }

  /// Whether searches look at the start of keys alone (`MEGA_WORKSPACE_LINKS_LIMIT`).
  var isVeryLarge: Bool { count > 1_000_000 }

  func forEachID(_ body: (String) -> Void) {
    for place in links.takenPlaces { if let link = links.link(at: place) { body(link.id) } }
  }

  func forEachShown(_ body: (JSONObject) -> Void) {
    for place in links.takenPlaces { if let link = links.link(at: place) { body(shown(link)) } }
  }

  func shown(_ link: DubLink) -> JSONObject { link.shown(workspace.tags) }

  /// Whether a link is there, by ID or by external ID with `ext_` before it.
  func holds(_ id: String) -> Bool { link(id) != nil }

  /// The link of an ID, or of an external ID with `ext_` before it, of any workspace.
  func link(_ id: String) -> DubLink? {
    guard let externalID = Self.externalID(in: id) else { return links[id] }
    return link(externalID: externalID)
  }

  func link(withID id: String) -> DubLink? { links[id] }

  /// The workspace's own link of an external ID, without `ext_`.
  func link(externalID: String) -> DubLink? {
    idsByExternalID[Self.folded(externalID)].flatMap { links[$0] }
  }

  func link(domain: String, key: String) -> DubLink? {
    let place = Self.place(domain, key)
    if let link = unchosen(Self.folded(key), after: DubLink.seededKey, radix: 36), link.key == nil,
      Self.place(link.domain, link.shownKey) == place
    {
      return link
    }
    return idsByKey[place].flatMap { links[$0] }
  }

  /// The oldest of the workspace's own links that lead to a URL.
  mutating func link(url: String) -> DubLink? {
    let sought = Self.folded(url)
    var found = indexedIDs(ofURL: sought).compactMap { links[$0] }
    if let link = unchosen(sought, after: DubLink.seededURL, radix: 10) { found.append(link) }
    return found.filter { !$0.isForeign && Self.folded($0.url) == sought }
      .min { $0.serial < $1.serial }
  }

  private mutating func indexedIDs(ofURL url: String) -> [String] {
    if let idsByURL { return idsByURL[url] ?? [] }
    var index: [String: [String]] = [:]
    for link in links.kept.values {
      guard let url = link.destination else { continue }
      index[Self.folded(url), default: []].append(link.id)
    }
    idsByURL = index
    return index[url] ?? []
  }

  /// The link that a text names by its serial, as keys and URLs do that nobody chose.
  private func unchosen(_ text: String, after prefix: String, radix: Int) -> DubLink? {
    guard text.hasPrefix(prefix),
      let serial = Int(text.dropFirst(prefix.utf8.count), radix: radix), serial > 0
    else { return nil }
    return links.link(at: serial - 1)
  }

  /// Deletes those of the IDs that a bulk delete may delete, and says how many they were.
  mutating func deleteBulk(_ ids: some Sequence<String>) -> Int {
    var deleted = 0
    for id in ids {
      guard let link = link(id), !link.isForeign, !link.isRoot,
        workspace.bulkAccess(to: link.folderID) == .write
      else { continue }
      remove(link)
      deleted += 1
    }
    return deleted
  }

  mutating func remove(_ link: DubLink, counts: Bool = true) {
    guard links.remove(link.id) else { return }
    forget(link)
    if counts { tally.deleted += 1 }
  }

  /// Adds a link with an ID of its own, unless its key or external ID is taken.
  ///
  /// Links made in one batch share a time, so that their IDs are in no order among themselves.
  @discardableResult
  mutating func insert(
    _ link: DubLink, batch: Int, at now: Timestamp, counts: Bool = true
  ) -> DubLink? {
    guard !isTaken(link, by: nil) else { return nil }
    var link = link
    link.id = SeededID.dub(time: Self.firstIndexOfMade &+ batch, serial: draw())
    link.made = now
    add(link)
    if counts { tally.created += 1 }
    return links[link.id]
  }

  /// Puts a changed link in the place of the old one, unless its key, external ID or ID is taken.
  mutating func replace(
    _ old: DubLink, with new: DubLink, counts: Bool = true
  ) -> Bool {
    guard !isTaken(new, by: old), new.id == old.id || links[new.id] == nil else { return false }
    forget(old)
    links.replace(old.id, with: new)
    remember(new, isURLNew: new.id != old.id || new.url != old.url)
    if counts { tally.updated += 1 }
    return true
  }

  /// Whether a link's key or external ID is another's.
  func isTaken(_ link: DubLink, by old: DubLink?) -> Bool {
    if let other = self.link(domain: link.domain, key: link.shownKey), other.id != old?.id {
      return true
    }
    return isExternalIDTaken(link, by: old)
  }

  func isExternalIDTaken(_ link: DubLink, by old: DubLink?) -> Bool {
    guard let externalID = link.externalID, let other = self.link(externalID: externalID) else {
      return false
    }
    return other.id != old?.id
  }

  /// A number for a batch, a key or an ID; never the same twice.
  mutating func draw() -> UInt64 {
    drawn &+= 1
    return drawn
  }

  private mutating func add(_ link: DubLink) {
    var link = link
    link.serial = (links.place(of: link.id) ?? links.end) + 1
    links.insert(link)
    remember(link, isURLNew: true)
  }

  private mutating func remember(_ link: DubLink, isURLNew: Bool) {
    if let externalID = link.externalID, !link.isForeign {
      idsByExternalID[Self.folded(externalID)] = link.id
    }
    if link.key != nil {
      let place = Self.place(link.domain, link.shownKey)
      if idsByKey[place].flatMap({ links[$0] }) == nil { idsByKey[place] = link.id }
    }
    if isURLNew, link.destination != nil {
      idsByURL?[Self.folded(link.url), default: []].append(link.id)
    }
    rememberOwnID(link.id)
  }

  private mutating func forget(_ link: DubLink) {
    if let externalID = link.externalID, !link.isForeign {
      idsByExternalID[Self.folded(externalID)] = nil
    }
    let place = Self.place(link.domain, link.shownKey)
    if link.key != nil, idsByKey[place] == link.id { idsByKey[place] = nil }
  }

  static func place(_ domain: String, _ key: String) -> String { folded(domain + "/" + key) }

  static func folded(_ text: String) -> String {
    // The way of most keys, which is the quicker one.
    text.utf8.contains { $0 >= 0x80 || (0x41...0x5A).contains($0) } ? text.lowercased() : text
  }

  /// The external ID in `ext_…`; only the first prefix is taken off.
  private static func externalID(in id: String) -> String? {
    id.hasPrefix("ext_") ? String(id.dropFirst(4)) : nil
  }
}
