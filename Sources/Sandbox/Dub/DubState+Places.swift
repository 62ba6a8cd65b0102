// Dub's links by their places: looked through, written, and walked in the order of their IDs.

import Records

extension DubState {
  /// The order of the links in time; where those of one moment have no fixed order, that of the page which
  /// begins after so many.
  func order(forPage skipped: Int) -> SeedOrder {
    switch shape.ties {
    case .stable: links.seeds.order
    case .shifting: links.seeds.order(salt: UInt64(skipped) + 1)
    }
  }

  /// Gives `body` every link that a filter shows; a seeded one comes without its ID.
  func forEach(shownBy filter: DubFilter, _ body: (DubLink) -> Void) {
    for place in 0..<links.end where isShown(place, filter) {
      if let link = links.kept[place] {
        body(link)
      } else {
        body(links.seeds.outline(at: place))
      }
    }
  }

  /// How many links a filter shows.
  func count(shownBy filter: DubFilter) -> Int {
    var count = 0
    for place in 0..<links.end where isShown(place, filter) { count += 1 }
    return count
  }

  /// Whether a filter shows the link at a place.
  ///
  /// A count asks for that of every place, so that this reads the store's parts itself.
  func isShown(_ place: Int, _ filter: DubFilter) -> Bool {
    guard !links.gone.contains(place) else { return false }
    if let ids = filter.linkIDs, links.link(at: place).map({ !ids.contains($0.id) }) ?? true {
      return false
    }
    if !links.kept.isEmpty, let link = links.kept[place] { return filter.shows(link) }
    return place < links.seeds.count && filter.shows(place, of: links.seeds)
  }

  /// The links at some places as lists show them: the IDs of their webhooks are there where they are asked for
  /// (`include` in `get-links-for-workspace.ts`).
  func list(of places: [Int], withWebhooks: Bool) -> [UInt8] {
    let (seeds, kept) = (links.seeds, links.kept)
    return .json(arrayOf: places.count, about: 1800) { number, bytes in
      guard let link = kept[places[number]] else {
        return seeds.write(places[number], to: &bytes)
      }
      var object = shown(link)
      if !withWebhooks { object = object.with("webhookIds", []) }
      JSONValue.object(object).write(to: &bytes)
    }
  }

  /// Goes through the places of links in the order of their IDs, from beside an ID on, up or down, as long
  /// as `body` says so; `prepareOwnIDs` has been called.
  func walkIDs(beside id: String, up: Bool, _ body: (Int) -> Bool) {
    var walk = DubIDWalk(beside: id, up: up, links.seeds, ownIDs ?? [])
    while let next = walk.next() {
      let place: Int? =
        switch next {
        case .own(let id): links.place(of: id)
        // A seeded link whose ID was changed is found under the new one.
        case .seeded(let place): links.hasSeededID(place) ? place : nil
        }
      if let place, !body(place) { return }
    }
  }

  /// Puts the IDs that are no seed's in order, where they are not.
  mutating func prepareOwnIDs() {
    guard let ids = ownIDs, ids.count <= 2 * links.ownIDs.count + 1000 else {
      ownIDs = links.ownIDs.sorted()
      return
    }
  }

  /// Takes note of an ID, so that cursors find it.
  mutating func rememberOwnID(_ id: String) {
    guard let index = ownIDs?.firstIndex(notBelow: id), links.seeds.place(of: id) == nil else {
      return
    }
    let isThere = ownIDs.map { index < $0.count && $0[index] == id } ?? true
    if !isThere { ownIDs?.insert(id, at: index) }
  }
}
