// Hoko's links and what requests do to them: all of a request or nothing (Hoko dossier, sections 3 to 6).

import Records

/// The links of the Hoko stand-in.
///
/// It knows nothing of HTTP.
struct HokoState: Sendable {
  /// The workspace's own links.
  private(set) var links: LinkStore<HokoSeeds>
  /// Links of other workspaces, in the order in which they were made.
  private var foreign: [HokoLink]
  private var idsByExternalID: [String: HokoID] = [:]
  /// Where the IDs begin of links that were not seeded.
  private var nextIndex = 2_000_000_000
  let shape: SeedShape
  private(set) var tally = LinkTally()

  /// The places of the first and the last link of the page that was given last.
  var seam: [Int] = []

  init(
    seeded count: Int, ids: [HokoID], options: HokoOptions, shape: SeedShape = SeedShape()
  ) {
    self.shape = shape
    links = LinkStore(HokoSeeds(count, shape))
    foreign = options.links.filter(\.isForeign)
    links.reserve(ids.count + options.links.count)
    for id in ids { add(HokoLink(id: id)) }
    for link in options.links where !link.isForeign { add(link) }
    for index in foreign.indices { foreign[index].serial = links.end + index + 1 }
  }

  var count: Int { links.count + foreign.count }

  /// Every link: the workspace's oldest first, then those of others.
  func forEach(_ body: (HokoLink) -> Void) {
    for place in links.takenPlaces { if let link = links.link(at: place) { body(link) } }
    foreign.forEach(body)
  }

  func holds(_ id: HokoID) -> Bool { anyLink(id) != nil }

  /// A link of any workspace.
  func anyLink(_ id: HokoID) -> HokoLink? { links[id] ?? foreign.first { $0.id == id } }

  /// The link of an ID, where it is the workspace's own.
  func link(_ id: HokoID) -> HokoLink? { links[id] }

  func link(externalID: String) -> HokoLink? { idsByExternalID[externalID].flatMap { links[$0] } }

  /// Deletes all of the distinct IDs, or none where one of them is not the workspace's.
  mutating func delete(_ ids: [HokoID]) -> Bool {
    guard ids.allSatisfy({ links.place(of: $0) != nil }) else { return false }
    for id in ids { remove(id) }
    tally.deleted += ids.count
    return true
  }

  private mutating func remove(_ id: HokoID) {
    if let place = links.place(of: id), let externalID = links.kept[place]?.externalID {
      idsByExternalID[externalID] = nil
    }
    _ = links.remove(id)
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
    var link = link
    link.serial = (links.place(of: link.id) ?? links.end) + 1
    links.insert(link)
    if let externalID = link.externalID { idsByExternalID[externalID] = link.id }
  }
}

extension HokoState: Churned {
  mutating func addForOther(_ dice: inout ChurnDice, at now: Timestamp) {
    nextIndex += 1
    var link = HokoLink(id: SeededID.hoko(nextIndex))
    link.made = now
    link.fields = ["url": .string("https://example.com/other/\(dice.number)")]
    let collections = [HokoCollection.first] + HokoCollection.seeded(shape)
    let collection = collections[dice.roll(below: collections.count)]
    link.fields.append("collectionId", .string(collection.id.text))
    add(link)
  }

  mutating func deleteForOther(_ dice: inout ChurnDice) -> Bool {
    guard links.count > 0 else { return false }
    return deleteForOther(at: links.place(ofRank: dice.roll(below: links.count)))
  }

  mutating func deleteAtSeam() -> Bool {
    while let place = seam.popLast() { if deleteForOther(at: place) { return true } }
    return false
  }

  private mutating func deleteForOther(at place: Int) -> Bool {
    guard let link = links.link(at: place) else { return false }
    remove(link.id)
    return true
  }
}
