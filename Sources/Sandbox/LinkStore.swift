// Links in memory: found by ID in constant time, listed in the order in which they were made.

/// A store of links; listing after deletes costs one pass over the store, everything else is constant.
struct LinkStore<Link: Identifiable & Sendable>: Sendable where Link.ID: Sendable {
  private var places: [Link.ID: Int] = [:]

  /// Every link at its place; one that `places` does not point to is no longer there.
  private var slots: [Link] = []

  var count: Int { places.count }

  subscript(id: Link.ID) -> Link? { places[id].map { slots[$0] } }

  mutating func reserve(_ count: Int) {
    places.reserveCapacity(count)
    slots.reserveCapacity(count)
  }

  /// Adds a link at the end; one that has the same ID is replaced where it stands.
  mutating func insert(_ link: Link) {
    if let place = places[link.id] {
      slots[place] = link
    } else {
      places[link.id] = slots.count
      slots.append(link)
    }
  }

  /// Puts a link, whose ID may be another one, in the place of the one that has `id`.
  mutating func replace(_ id: Link.ID, with link: Link) {
    guard let place = places.removeValue(forKey: id) else { return }
    places[link.id] = place
    slots[place] = link
  }

  /// Takes a link out; false where there is none.
  mutating func remove(_ id: Link.ID) -> Bool { places.removeValue(forKey: id) != nil }

  /// The links that are there, oldest first.
  mutating func ordered() -> [Link] {
    guard slots.count > places.count else { return slots }
    slots = slots.enumerated().filter { places[$1.id] == $0 }.map(\.element)
    for (place, link) in slots.enumerated() { places[link.id] = place }
    return slots
  }
}
