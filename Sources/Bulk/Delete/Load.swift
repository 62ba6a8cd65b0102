// Links on their way: what is sent together, and what is known of it.

import Providers

/// Links that are sent together.
struct Load: Sendable {
  /// Distinct, and within what one request takes.
  var links: [LinkID]
  var beforehand: Beforehand
  /// Whether an earlier request for these links may have been carried out.
  var mayHaveActed = false
  /// How often they were sent again after their answer was lost.
  var resends = 0

  /// Some of the links, with the same past.
  func part(_ links: some Sequence<LinkID>) -> Load {
    var part = self
    part.links = Array(links)
    return part
  }

  /// The same outcome for every link.
  func all(_ outcome: Outcome) -> Outcomes {
    Outcomes(uniqueKeysWithValues: links.map { ($0, outcome) })
  }
}

typealias Outcomes = [LinkID: Outcome]

extension Outcomes {
  /// Adds the outcomes of other links.
  mutating func add(_ others: Outcomes) { merge(others) { first, _ in first } }
}
