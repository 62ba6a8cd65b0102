// Hoko's links and what requests do to them: all of a request or nothing (Hoko dossier, sections 3 to 6).

import Records

/// The links of the Hoko stand-in.
///
/// It knows nothing of HTTP.
struct HokoState: Sendable {
  private var links = LinkStore<HokoLink>()
  private var idsByExternalID: [String: HokoID] = [:]
  private var made = 0
  /// Where the IDs begin of links that were not seeded.
  private var nextIndex = 2_000_000_000
  private(set) var tally = LinkTally()

  init(seeded count: Int, ids: [HokoID], options: HokoOptions) {
    links.reserve(count + ids.count + options.links.count)
    for index in 0..<max(0, count) { add(HokoLink(id: SeededID.hoko(index + 1))) }
    for id in ids { add(HokoLink(id: id)) }
    for link in options.links { add(link) }
  }

  var count: Int { links.count }

  mutating func ids() -> [String] { links.ordered().map(\.id.text) }

  mutating func shownLinks() -> [JSONObject] { links.ordered().map(\.shown) }

  func holds(_ id: HokoID) -> Bool { links[id] != nil }

  /// A link of any workspace.
  func anyLink(_ id: HokoID) -> HokoLink? { links[id] }

  /// The link of an ID, where it is the workspace's own.
  func link(_ id: HokoID) -> HokoLink? {
    guard let link = links[id], !link.isForeign else { return nil }
    return link
  }

  func link(externalID: String) -> HokoLink? { idsByExternalID[externalID].flatMap { link($0) } }

  /// Deletes all of the distinct IDs, or none where one of them is not the workspace's.
  mutating func delete(_ ids: [HokoID]) -> Bool {
    guard ids.allSatisfy({ link($0) != nil }) else { return false }
    for id in ids {
      if let externalID = links[id]?.externalID { idsByExternalID[externalID] = nil }
      _ = links.remove(id)
    }
    tally.deleted += ids.count
    return true
  }

  /// Creates and changes links, or does nothing where an ID is unknown or an external ID would be two
  /// links'.
  ///
  /// The answer has the links in the order of the changes.
  mutating func store(_ changes: [HokoChange], at now: Timestamp) -> [HokoLink]? {
    var results: [HokoLink] = []
    results.reserveCapacity(changes.count)
    // Where the link stands that an earlier change of the same request was about.
    var places: [HokoID: Int] = [:]
    for change in changes {
      var link: HokoLink
      if let id = change.id {
        guard let old = places[id].map({ results[$0] }) ?? self.link(id) else { return nil }
        places[id] = results.count
        link = old
        link.changed = now
      } else {
        link = HokoLink(id: SeededID.hoko(nextIndex + results.count))
        link.made = now
      }
      link.merge(change.fields)
      results.append(link)
    }
    guard areExternalIDsFree(results) else { return nil }
    nextIndex += results.count
    return zip(changes, results).map { change, link in
      if change.id == nil { return create(link) }
      return replace(link)
    }
  }

  private func areExternalIDsFree(_ results: [HokoLink]) -> Bool {
    var held: [HokoID: String?] = [:]
    for link in results { held[link.id] = .some(link.externalID) }
    var owners: Set<String> = []
    for (_, externalID) in held {
      guard let externalID else { continue }
      guard owners.insert(externalID).inserted else { return false }
      // A link that gives its external ID up in the same request may lose it to another.
      if let owner = idsByExternalID[externalID], held[owner] == nil { return false }
    }
    return true
  }

  /// The workspace's own links, oldest first.
  mutating func ordered() -> [HokoLink] { links.ordered().filter { !$0.isForeign } }

  private mutating func create(_ link: HokoLink) -> HokoLink {
    add(link)
    tally.created += 1
    return links[link.id] ?? link
  }

  private mutating func replace(_ link: HokoLink) -> HokoLink {
    if let old = links[link.id]?.externalID, idsByExternalID[old] == link.id {
      idsByExternalID[old] = nil
    }
    links.replace(link.id, with: link)
    if let externalID = link.externalID { idsByExternalID[externalID] = link.id }
    tally.updated += 1
    return link
  }

  private mutating func add(_ link: HokoLink) {
    made += 1
    var link = link
    link.serial = made
    links.insert(link)
    if let externalID = link.externalID, !link.isForeign { idsByExternalID[externalID] = link.id }
  }
}
