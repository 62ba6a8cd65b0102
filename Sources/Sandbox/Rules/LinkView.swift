// Lists of links in an order of their own, or of some of them: four bytes a link, kept up to date as links come,
// change and go, so that each page of a long list does not cost the whole of it.

/// What links are sorted by, the oldest first of those that share it.
enum SortKey: Comparable, Sendable {
  case number(Int)
  case text(String)

  typealias Maker = @Sendable (SandboxLink) -> SortKey
}

/// The places of those links that somebody asked for, in rising order.
struct LinkView: Sendable {
  typealias Filter = @Sendable (SandboxLink) -> Bool

  let name: String
  private let key: SortKey.Maker?
  private let isFound: Filter
  private(set) var places: [UInt32] = []
  /// How often links came or went since it was last asked for.
  private(set) var changes = 0

  /// The key's own links of a store that are found, in the order in which they were made where no key is given.
  ///
  /// Where every link is found, none needs to be looked at.
  init(
    _ name: String, by key: SortKey.Maker?, where isFound: Filter?, hasForeigners: Bool,
    in store: LinkStore<RuledSeeds>
  ) {
    self.name = name
    self.key = key
    self.isFound = { !$0.isForeign && isFound?($0) ?? true }
    let order = store.seeds.order
    let taken = (0..<store.end).lazy.map { order.place(at: $0) }.filter { store.isTaken($0) }
    guard key != nil || isFound != nil || hasForeigners else {
      places = taken.map(UInt32.init(truncatingIfNeeded:))
      return
    }
    var keyed: [(key: SortKey, place: UInt32)] = []
    for place in taken {
      guard let link = store.link(at: place), self.isFound(link) else { continue }
      let short = UInt32(truncatingIfNeeded: place)
      if let key { keyed.append((key(link), short)) } else { places.append(short) }
    }
    guard key != nil else { return }
    // The sort is stable, so that links with one key stay in the order in which they were made.
    keyed.sort { $0.key < $1.key }
    places = keyed.map(\.place)
  }

  /// Takes a link in that the store has now.
  mutating func insert(_ link: SandboxLink, at place: Int, in store: LinkStore<RuledSeeds>) {
    changes += 1
    guard isFound(link) else { return }
    places.insert(UInt32(truncatingIfNeeded: place), at: position(of: link, in: store))
  }

  /// Takes a link out that the store still has.
  mutating func remove(_ link: SandboxLink, at place: Int, in store: LinkStore<RuledSeeds>) {
    changes += 1
    guard isFound(link) else { return }
    let position = position(of: link, in: store)
    guard position < places.count, places[position] == place else { return }
    places.remove(at: position)
  }

  mutating func wasAskedFor() { changes = 0 }

  /// How many links of the list come before one.
  func position(of link: SandboxLink, in store: LinkStore<RuledSeeds>) -> Int {
    let wanted = key?(link)
    var range = places.startIndex..<places.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if isBefore(Int(places[middle]), link, wanted, in: store) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  private func isBefore(
    _ place: Int, _ link: SandboxLink, _ wanted: SortKey?, in store: LinkStore<RuledSeeds>
  ) -> Bool {
    let serial = store.seeds.serial(at: place)
    guard let key, let wanted, let other = store.link(at: place).map(key), other != wanted else {
      return serial < link.serial
    }
    return other < wanted
  }
}

/// A list as it is now, in one direction.
struct LinkList {
  private let view: LinkView
  private let store: LinkStore<RuledSeeds>
  private let isRising: Bool

  init(_ view: LinkView, isRising: Bool, in store: LinkStore<RuledSeeds>) {
    self.view = view
    self.store = store
    self.isRising = isRising
  }

  var count: Int { view.places.count }

  /// The link that has so many before it.
  func link(at index: Int) -> SandboxLink? {
    let position = isRising ? index : count - 1 - index
    return view.places.indices.contains(position)
      ? store.link(at: Int(view.places[position])) : nil
  }

  /// At most so many links, from an index on.
  func links(from start: Int, count most: Int) -> [SandboxLink] {
    let start = min(max(0, start), count)
    return (start..<start + min(max(0, most), count - start)).compactMap { link(at: $0) }
  }

  /// How many links stand before one that is in the list.
  func index(of link: SandboxLink) -> Int {
    let position = view.position(of: link, in: store)
    return isRising ? position : count - 1 - position
  }
}
