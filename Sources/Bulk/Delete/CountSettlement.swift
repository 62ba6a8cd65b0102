// What a count tells of each link that it covers. Pure.

package import Providers
import Records

/// What was known of links before their delete was sent.
package enum Beforehand: Sendable {
  case notLookedUp
  /// They were there.
  case seen
  /// They were not among what the provider showed.
  case notSeen
  /// Nor was anything left out of what it showed.
  case absent
}

/// A delete that was answered by a count, and what was learned afterwards.
package struct CountSettlement: Sendable {
  /// The links that were asked for, all distinct.
  package var links: [LinkID]
  /// How many the provider says it removed.
  package var removed: Int
  /// The links that are there after the delete, `nil` when that cannot be known.
  package var standing: Set<LinkID>?
  /// Whether the provider said of the others that they are not there; a list that does not show them
  /// may leave something out.
  package var isProved = false
  package var beforehand: Beforehand
  /// Whether an earlier request for these links may have been carried out too, so that the count may
  /// fall short of what was removed in all.
  package var mayHaveActedBefore: Bool

  package init(
    links: [LinkID], removed: Int, standing: Set<LinkID>?, isProved: Bool = false,
    beforehand: Beforehand, mayHaveActedBefore: Bool
  ) {
    self.links = links
    self.removed = removed
    self.standing = standing
    self.isProved = isProved
    self.beforehand = beforehand
    self.mayHaveActedBefore = mayHaveActedBefore
  }

  /// What became of one of the links.
  package func outcome(of link: LinkID) -> Outcome {
    if removed == links.count { return .deleted }
    guard let standing else { return Outcome(.unconfirmed, Refusal("count_short", counted)) }
    if standing.contains(link) {
      return Outcome(.failed, Refusal(Outcome.stillThereCode, "still there after the delete"))
    }
    // None was removed of links that were not there before.
    if removed == 0, beforehand == .absent { return Outcome(.notFound) }
    // A link that is gone was removed by us when as many were removed as are gone, and was not there to
    // begin with when none was removed and it is proved gone.
    if !mayHaveActedBefore {
      if removed == links.count - standing.count { return .deleted }
      if removed == 0, isProved { return Outcome(.notFound) }
    }
    if beforehand == .seen { return .deleted }
    return Outcome(.unconfirmed, Refusal(Outcome.goneCode, "not there now; " + counted))
  }

  private var counted: String {
    "the answer counted \(removed) of \(links.count.counted("link")) and does not say which"
  }
}
