// Links by their places, which is the order in which they were made. A seeded link that nobody has
// touched is not kept but made anew whenever somebody looks, so that a million of them take no room.

/// The links that a store begins with, each a fixed function of its place.
protocol LinkSeeds: Sendable {
  associatedtype Link: Identifiable & Sendable where Link.ID: Sendable

  var count: Int { get }

  /// The link of a place from 0 on and below `count`.
  func link(at place: Int) -> Link

  /// The place of the link that has an ID, whether or not it is still there.
  func place(of id: Link.ID) -> Int?
}

/// A store of links: the seeded ones, less what is gone, and what was changed and added.
struct LinkStore<Seeds: LinkSeeds>: Sendable {
  typealias Link = Seeds.Link

  let seeds: Seeds

  /// The places whose links are no longer there.
  private(set) var gone = SparseBits()

  /// The links that were changed or added, by their places.
  private(set) var kept: [Int: Link] = [:]

  /// The places of IDs that are not the seed's at that place.
  private var places: [Link.ID: Int] = [:]

  /// The place that the next link gets.
  private(set) var end: Int

  init(_ seeds: Seeds) {
    self.seeds = seeds
    end = seeds.count
  }

  var count: Int { end - gone.count }

  subscript(id: Link.ID) -> Link? { place(of: id).flatMap { link(at: $0) } }

  /// The link at a place, where there is one.
  func link(at place: Int) -> Link? {
    guard isTaken(place) else { return nil }
    return keptLink(at: place) ?? (place < seeds.count ? seeds.link(at: place) : nil)
  }

  /// The link at a place that is not, or no longer, as it was seeded.
  private func keptLink(at place: Int) -> Link? { kept.isEmpty ? nil : kept[place] }

  /// Whether a link is at a place.
  func isTaken(_ place: Int) -> Bool { place >= 0 && place < end && !gone.contains(place) }

  func place(of id: Link.ID) -> Int? {
    if !places.isEmpty, let place = places[id] { return place }
    guard let place = seeds.place(of: id), isTaken(place),
      keptLink(at: place).map({ $0.id == id }) ?? true
    else { return nil }
    return place
  }

  /// Whether the link at a place has the ID that the seed there had.
  func hasSeededID(_ place: Int) -> Bool {
    guard isTaken(place), place < seeds.count else { return false }
    return keptLink(at: place).map { seeds.place(of: $0.id) == place } ?? true
  }

  /// The places of links, oldest first.
  var takenPlaces: some Sequence<Int> { (0..<end).lazy.filter { !gone.contains($0) } }

  /// The IDs of links that are not a seed's at its place, in no order.
  var ownIDs: some Collection<Link.ID> { places.keys }

  /// The place of a link that has so many before it.
  func place(ofRank rank: Int) -> Int { gone.absent(rank) }

  /// How many links stand before a place.
  func rank(of place: Int) -> Int { place - gone.count(below: place) }

  mutating func reserve(_ count: Int) {
    places.reserveCapacity(count)
    kept.reserveCapacity(count)
  }

  /// Adds a link at the end; one that has the same ID is replaced where it stands.
  mutating func insert(_ link: Link) {
    if let place = place(of: link.id) { return keep(link, at: place) }
    let place = end
    end += 1
    keep(link, at: place)
  }

  /// Puts a link, whose ID may be another one, in the place of the one that has `id`.
  mutating func replace(_ id: Link.ID, with link: Link) {
    guard let place = place(of: id) else { return }
    places[id] = nil
    keep(link, at: place)
  }

  /// Takes a link out; false where there is none.
  mutating func remove(_ id: Link.ID) -> Bool {
    guard let place = place(of: id) else { return false }
    places[id] = nil
    kept[place] = nil
    return gone.insert(place)
  }

  private mutating func keep(_ link: Link, at place: Int) {
    kept[place] = link
    if seeds.place(of: link.id) != place { places[link.id] = place }
  }
}
