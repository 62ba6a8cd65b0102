// What a count tells of each link that it covers. Pure.

package import Providers
import Records

/// A request that was answered by a count, and what was learned afterwards.
package struct CountSettlement: Sendable {
  /// How many links were asked for, all distinct.
  package var total: Int
  /// How many the provider says it removed.
  package var removed: Int
  /// Whether each link is there after the delete, `nil` when that cannot be known.
  package var standing: [Bool]?
  /// Whether the provider said of the others that they are not there; a list that does not show them
  /// may leave something out.
  package var isProved = false
  package var beforehand: Beforehand
  /// Whether an earlier request for these links may have been carried out too, so that the count may
  /// fall short of what was removed in all.
  package var mayHaveActedBefore: Bool

  package init(
    total: Int, removed: Int, standing: [Bool]? = nil, isProved: Bool = false,
    beforehand: Beforehand, mayHaveActedBefore: Bool
  ) {
    self.total = total
    self.removed = removed
    self.standing = standing
    self.isProved = isProved
    self.beforehand = beforehand
    self.mayHaveActedBefore = mayHaveActedBefore
  }

  /// Whether it tells of every link without a look.
  var isWhole: Bool { removed == total }

  /// None of the links is there, as the provider says.
  mutating func proveNoneStands() {
    standing = Array(repeating: false, count: total)
    isProved = true
  }

  /// What became of the link at a place.
  package func outcome(at place: Int) -> Outcome {
    if isWhole { return .deleted }
    guard let standing, standing.indices.contains(place) else {
      return Outcome(.unconfirmed, Refusal("count_short", counted))
    }
    if standing[place] {
      return Outcome(.failed, Refusal(Outcome.stillThereCode, "still there after the delete"))
    }
    // None was removed of links that were not there before.
    if removed == 0, beforehand == .absent { return Outcome(.notFound) }
    // A link that is gone was removed by us when as many were removed as are gone, and was not there to
    // begin with when none was removed and it is proved gone.
    if !mayHaveActedBefore {
      if removed == standing.count(where: { !$0 }) { return .deleted }
      if removed == 0, isProved { return Outcome(.notFound) }
    }
    if beforehand == .seen { return .deleted }
    return Outcome(.unconfirmed, Refusal(Outcome.goneCode, "not there now; " + counted))
  }

  private var counted: String {
    "the answer counted \(removed) of \(total.counted("link")) and does not say which"
  }
}
