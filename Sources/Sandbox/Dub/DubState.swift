// Dub's links and the rules by which they are found and deleted (Dub dossier, sections 1.5 and 2). Keys,
// external IDs and URLs are compared as Dub's database does, without regard to case.

import Records

/// The links of the Dub stand-in.
///
/// It knows nothing of HTTP.
struct DubState: Sendable {
  private var links = LinkStore<DubLink>()
  private var idsByExternalID: [String: String] = [:]
  private var idsByKey: [String: String]?
  /// A link whose URL has changed since is not taken out; whoever looks compares.
  private var idsByURL: [String: [String]]?
  private var idsInOrder: [String]?
  private var made = 0
  let workspace: DubWorkspace
  private(set) var tally = LinkTally()

  /// The links that count against the month's quota; a delete does not give any back.
  var usage = 0
  /// How many rows with keys of their own bulk creates have inserted, for lost races.
  var rowsWithKeys = 0
  /// How many keys and IDs were drawn.
  private var drawn: UInt64 = 0

  init(seeded count: Int, ids: [String], options: DubOptions) {
    workspace = DubWorkspace(options)
    links.reserve(count + ids.count + options.links.count)
    for index in 0..<max(0, count) { add(DubLink(id: SeededID.dub(index + 1))) }
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

  mutating func ids() -> [String] { links.ordered().map(\.id) }

  mutating func shownLinks() -> [JSONObject] { links.ordered().map(shown) }

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

  mutating func link(domain: String, key: String) -> DubLink? {
    if idsByKey == nil {
      let pairs = links.ordered().map { (Self.place($0.domain, $0.shownKey), $0.id) }
      idsByKey = Dictionary(pairs) { first, _ in first }
    }
    return idsByKey?[Self.place(domain, key)].flatMap { links[$0] }
  }

  /// The oldest of the workspace's own links that lead to a URL.
  mutating func link(url: String) -> DubLink? {
    let sought = Self.folded(url)
    if idsByURL == nil {
      var index: [String: [String]] = [:]
      for link in links.ordered() { index[Self.folded(link.url), default: []].append(link.id) }
      idsByURL = index
    }
    for id in idsByURL?[sought] ?? [] {
      if let link = links[id], !link.isForeign, Self.folded(link.url) == sought { return link }
    }
    return nil
  }

  /// The links that are there, newest first.
  mutating func newestFirst() -> ReversedCollection<[DubLink]> { links.ordered().reversed() }

  /// All IDs that ever were, in ascending order; cursors go by it.
  mutating func idsAscending() -> [String] {
    if let idsInOrder { return idsInOrder }
    let sorted = links.ordered().map(\.id).sorted()
    idsInOrder = sorted
    return sorted
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

  mutating func remove(_ link: DubLink) {
    guard links.remove(link.id) else { return }
    forget(link)
    tally.deleted += 1
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
    if new.id != old.id { idsInOrder = nil }
    remember(new, isURLNew: new.id != old.id || new.url != old.url)
    if counts { tally.updated += 1 }
    return true
  }

  /// Whether a link's key or external ID is another's.
  mutating func isTaken(_ link: DubLink, by old: DubLink?) -> Bool {
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
    made += 1
    var link = link
    link.serial = made
    links.insert(link)
    remember(link, isURLNew: true)
    guard let last = idsInOrder?.last else { return }
    if last < link.id { idsInOrder?.append(link.id) } else { idsInOrder = nil }
  }

  private mutating func remember(_ link: DubLink, isURLNew: Bool) {
    if let externalID = link.externalID, !link.isForeign {
      idsByExternalID[Self.folded(externalID)] = link.id
    }
    if idsByKey != nil { idsByKey?[Self.place(link.domain, link.shownKey)] = link.id }
    if isURLNew, idsByURL != nil { idsByURL?[Self.folded(link.url), default: []].append(link.id) }
  }

  private mutating func forget(_ link: DubLink) {
    if let externalID = link.externalID, !link.isForeign {
      idsByExternalID[Self.folded(externalID)] = nil
    }
    if idsByKey != nil { idsByKey?[Self.place(link.domain, link.shownKey)] = nil }
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
