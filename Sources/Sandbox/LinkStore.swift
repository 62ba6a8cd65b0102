// Links in memory: found by ID in constant time, listed in the order in which they were made.

/// A store of links; listing after deletes costs one pass over the store, everything else is constant.
struct LinkStore<ID: Hashable & Sendable, Link: Sendable>: Sendable {
  private var links: [ID: Link] = [:]
  private var order: [ID] = []

  var count: Int { links.count }

  subscript(id: ID) -> Link? { links[id] }

  mutating func reserve(_ count: Int) {
    links.reserveCapacity(count)
    order.reserveCapacity(count)
  }

  /// Adds a link at the end; one that has the same ID is replaced where it stands.
  mutating func insert(_ link: Link, id: ID) {
    if links[id] == nil {
      forgetRemoved()
      order.append(id)
    }
    links[id] = link
  }

  mutating func remove(_ id: ID) -> Link? { links.removeValue(forKey: id) }

  /// The IDs that are there, oldest first.
  mutating func ordered() -> [ID] {
    forgetRemoved()
    return order
  }

  private mutating func forgetRemoved() {
    if order.count > links.count { order.removeAll { links[$0] == nil } }
  }
}
