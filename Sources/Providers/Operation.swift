// What a provider says of doing one thing to many links: how much fits into a request, which rows may share one,
// what the answer tells, and what may be done when it tells too little.

package import HTTP

/// One thing that can be done to links, whatever it is.
package protocol Operation<Item>: Sendable {
  /// What is sent for one row.
  associatedtype Item: Sendable

  /// What one request takes.
  var limit: BatchLimit { get }

  /// How it is done and answered, half a sentence for people.
  var way: String { get }

  /// The kind of request that it is, where the provider limits some kinds by themselves.
  var rateClass: RateClass? { get }

  /// What to do when the answer was lost.
  var afterLoss: AfterLoss { get }

  /// How to learn which rows were not done when fewer were counted than were asked for.
  var afterShortCount: AfterShortCount { get }

  /// The bytes of `limit` that an item takes.
  func bytes(of item: Item) -> Int

  /// Whether not any items may share a request, so that rows are looked over for those that do.
  var groupsRows: Bool { get }

  /// Items of equal groups may share a request; one of the group `nil` travels alone.
  func group(of item: Item) -> [UInt8]?

  /// The request for items of one group that are within the limit.
  func request(for items: [Item]) -> HTTPRequest

  /// What the answer to that request means, row by row in the order of the items.
  func read(_ reply: Reply, for items: [Item]) -> Answer<Report>

  /// What the refusal of a row in a request of its own says for certain; `nil` where it is a failure.
  func refusedAlone(_ refusal: Refusal) -> Status?
}

extension Operation {
  /// Only the limits of the key hold.
  package var rateClass: RateClass? { nil }

  package var afterShortCount: AfterShortCount { .lookUp }

  /// Where bytes are not bounded, none are counted.
  package func bytes(of item: Item) -> Int { 0 }

  package var groupsRows: Bool { false }

  /// Any items may share a request.
  package func group(of item: Item) -> [UInt8]? { [] }

  package func refusedAlone(_ refusal: Refusal) -> Status? { nil }
}

/// An operation that takes one link a request.
package protocol OneByOne<Item>: Operation {
  func request(for item: Item) -> HTTPRequest

  /// What the answer to that request means.
  func read(_ reply: Reply, for item: Item) -> Answer<Report.Row>
}

extension OneByOne {
  package var limit: BatchLimit { BatchLimit(links: 1) }
  package var way: String { "a request a link" }

  /// There is one.
  package func request(for items: [Item]) -> HTTPRequest { request(for: items[0]) }

  package func read(_ reply: Reply, for items: [Item]) -> Answer<Report> {
    read(reply, for: items[0]).map { Report([$0]) }
  }
}

/// What one request takes: so many links, and so many bytes of them.
package struct BatchLimit: Sendable {
  package let links: Int
  /// The bytes that all items of a request may take together, where they share a bounded place.
  package let bytes: Int

  package init(links: Int, bytes: Int = .max) {
    self.links = links
    self.bytes = bytes
  }

  /// The same, and no more links than so many.
  package func atMost(_ most: Int) -> BatchLimit {
    BatchLimit(links: max(1, min(links, most)), bytes: bytes)
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

/// What to do when a request may have been carried out but its answer is lost.
package enum AfterLoss: Sendable {
  /// Send it again: doing it twice is the same as once.
  case resend
  /// Look first, and send what was not done: a second one would do harm, or be refused whole for what the first
  /// has done.
  case readBack
}

/// How to learn which rows are not done after a count that falls short.
package enum AfterShortCount: Sendable {
  /// Look the links up.
  case lookUp
  /// Send the request again: an answer that nothing matched means that none of them is there.
  case resend
}

extension Operation {
  /// The same, known for its items alone.
  package var plain: any Operation<Item> { self }
}
