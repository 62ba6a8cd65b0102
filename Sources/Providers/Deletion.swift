// What a provider says of deleting links: how much fits into a request, what the answer tells, and what
// can be done when it tells too little.

package import HTTP

/// How links are deleted at a provider.
package protocol Deletion: Sendable {
  /// What one request takes.
  var limit: BatchLimit { get }

  /// How it is done and answered, half a sentence for people.
  var way: String { get }

  /// What to do when the answer was lost.
  var afterLoss: AfterLoss { get }

  /// How to learn which links remain when fewer were removed than were asked for.
  var afterShortCount: AfterShortCount { get }

  /// The bytes of `limit` that an ID takes.
  func bytes(of id: LinkID) -> Int

  /// The request for IDs that are distinct and within the limit.
  func request(for ids: [LinkID]) -> HTTPRequest

  /// What the answer to that request means; a success tells of these IDs and of no others.
  func read(_ response: HTTPResponse, for ids: [LinkID]) -> Answer<DeletionReport>

  /// What became of a well-formed ID that was refused in a request of its own.
  func refusedAlone(_ refusal: Refusal) -> Outcome
}

extension Deletion {
  /// Where bytes are not bounded, none are counted.
  package func bytes(of id: LinkID) -> Int { 0 }
}

/// What one request takes: so many links, and so many bytes of them.
package struct BatchLimit: Sendable {
  package let links: Int
  /// The bytes that all IDs of a request may take together, where they share a bounded place.
  package let bytes: Int

  package init(links: Int, bytes: Int = .max) {
    self.links = links
    self.bytes = bytes
  }

  /// Items in their order, in runs that each fit into a request and are as long as they get.
  package func runs<Item>(of items: [Item], bytes: (Item) -> Int) -> [[Item]] {
    var runs: [[Item]] = []
    var taken = 0
    for item in items {
      let size = bytes(item)
      if let last = runs.indices.last, runs[last].count < links, taken + size <= self.bytes {
        runs[last].append(item)
        taken += size
      } else {
        runs.append([item])
        taken = size
      }
    }
    return runs
  }
}

/// What a successful answer tells of the links that were asked for.
package enum DeletionReport: Sendable, Equatable {
  /// So many were removed, at most as many as were asked for; it does not say which.
  case count(Int)
  /// These were removed, all of them asked for; of the others it tells nothing.
  case removed(Set<LinkID>)
}

/// What to do when a delete may have been carried out but its answer is lost.
package enum AfterLoss: Sendable {
  /// Send it again: a link that is gone already is passed over.
  case resend
  /// Look first: a link that is gone already would have the whole request refused.
  case lookUp
}

/// How to learn which links remain after a delete that counted too few.
package enum AfterShortCount: Sendable {
  /// Look the links up.
  case lookUp
  /// Send the delete again: an answer that nothing matched means that none of them is there.
  case resend
}
