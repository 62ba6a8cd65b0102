// Dub's links and the rules by which they are found and deleted (Dub dossier, sections 1.5 and 2).

/// The links of the Dub stand-in.
///
/// It knows nothing of HTTP.
struct DubState: Sendable {
  private var links = LinkStore<DubLink>()
  private var idsByExternalID: [String: String] = [:]
  private var idsByKey: [String: String]?
  private var idsInOrder: [String]?
  private(set) var folders: [String: DubFolder]
  private var made = 0

  init(seeded count: Int, ids: [String], options: DubOptions) {
    folders = Dictionary(options.folders.map { ($0.id, $0) }) { _, last in last }
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

  /// Where the IDs of links begin that were seeded by an external ID.
  static let firstIndexOfExternal = 1_000_000_000

  var count: Int { links.count }

  mutating func ids() -> [String] { links.ordered().map(\.id) }

  /// Whether a link is there, by ID or by external ID with `ext_` before it.
  func holds(_ id: String) -> Bool { link(id) != nil }

  /// The link of an ID, or of an external ID with `ext_` before it, of any workspace.
  func link(_ id: String) -> DubLink? {
    guard let externalID = Self.externalID(in: id) else { return links[id] }
    return idsByExternalID[externalID].flatMap { links[$0] }
  }

  func link(withID id: String) -> DubLink? { links[id] }

  mutating func link(key: String) -> DubLink? {
    if idsByKey == nil {
      let pairs = links.ordered().map { ($0.shownKey, $0.id) }
      idsByKey = Dictionary(pairs) { first, _ in first }
    }
    return idsByKey?[key].flatMap { links[$0] }
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
        access(to: link.folderID) == .write
      else { continue }
      remove(link)
      deleted += 1
    }
    return deleted
  }

  mutating func remove(_ link: DubLink) {
    _ = links.remove(link.id)
    if let externalID = link.externalID { idsByExternalID[externalID] = nil }
  }

  /// What the keys may do in a folder; in one that does not exist, nothing.
  func access(to folder: String?) -> DubFolder.Access {
    guard let folder else { return .write }
    return folders[folder]?.access ?? .none
  }

  private mutating func add(_ link: DubLink) {
    made += 1
    var link = link
    link.serial = made
    links.insert(link)
    if let externalID = link.externalID, !link.isForeign {
      idsByExternalID[externalID] = link.id
    }
  }

  /// The external ID in `ext_…`; only the first prefix is taken off.
  private static func externalID(in id: String) -> String? {
    id.hasPrefix("ext_") ? String(id.dropFirst(4)) : nil
  }
}
