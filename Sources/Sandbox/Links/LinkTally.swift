// How many links came, changed and went.

/// Counts of what was done to a stand-in's links.
struct LinkTally: Sendable, Equatable {
  var created = 0
  var updated = 0
  var deleted = 0

  static func + (left: LinkTally, right: LinkTally) -> LinkTally {
    LinkTally(
      created: left.created + right.created, updated: left.updated + right.updated,
      deleted: left.deleted + right.deleted)
  }

  static func - (left: LinkTally, right: LinkTally) -> LinkTally {
    LinkTally(
      created: left.created - right.created, updated: left.updated - right.updated,
      deleted: left.deleted - right.deleted)
  }
}
