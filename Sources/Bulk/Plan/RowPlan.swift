// How the rows of an input become what an operation sends.

package import HTTP
package import Providers
package import Records

/// The rows of an input, each with the item that is sent for it or the reason why none is.
package protocol RowPlan: Sendable {
  /// What is sent for a row.
  associatedtype Item: Sendable

  /// The kind of request that its batches are, where the provider limits some kinds by themselves.
  var rateClass: RateClass? { get }

  /// What one batch takes.
  var limit: BatchLimit { get }

  /// The bytes of `limit` that an item takes.
  func bytes(of item: Item) -> Int

  /// A hash by which equal items are found, which share one place in a batch; `nil` where none are equal.
  func hash(of item: Item) -> UInt64?

  /// Whether items of one hash are one.
  static func areOne(_ item: Item, _ other: Item) -> Bool

  /// Whether the items of a batch travel in one request.
  var isBatchOneRequest: Bool { get }

  /// The requests that carry an item one after another, for a dry run that says of which kind they are.
  func plannedRequests(for item: Item) -> [HTTPRequest]

  /// What a journal knows the rows of an item by.
  func identity(of item: Item) -> RowIdentity

  /// What is sent for a row that an earlier run of the journal did to a link, and that is done again; `nil` where that is
  /// the same.
  func again(_ item: Item) -> Item?

  /// How many requests the items of a batch take at least, look-ups too.
  func requests(for items: [Item]) -> Int

  /// How many requests a run with anything to send takes at least beside those of its batches.
  var requestsBeforehand: Int { get }

  /// Which items of a full look-ahead go now, those that are `urgent` in any case; the others wait for more of
  /// their kind. `nil` where none waits.
  func first(of items: [Item], urgent: [Bool]) -> [Bool]?

  /// How the rows lie in their input.
  var layout: RowLayout { get }

  /// Members of rows so far that are not sent, since the provider sets them itself.
  var leftOut: Set<String> { get }

  /// In how many rows so far something stands that the provider does not take, by its neutral word.
  var notCarried: [String: Int] { get }

  /// How many rows so far give their link no name by which it could be found again.
  var nameless: Int { get }

  /// From here on rows are only checked: those that need no closer look are gone past, and what results alone show is
  /// left out; to be called before the first is read.
  mutating func beginCheck()

  /// The rows that were gone past so far.
  var passed: PassedRows { get }

  /// The next of the rows at hand, `nil` after the last of them.
  mutating func next() -> Row<Item>?

  /// Brings the next rows to hand, when those there were are taken; `false` after the last of all.
  mutating func readOn() async throws(InputError) -> Bool
}

extension RowPlan {
  /// The limits of the key alone hold, as far as it is known beforehand what is sent.
  package var rateClass: RateClass? { nil }

  /// They may not.
  package var isBatchOneRequest: Bool { false }

  /// None are equal.
  package func hash(of item: Item) -> UInt64? { nil }
  package static func areOne(_ item: Item, _ other: Item) -> Bool { false }

  /// The same.
  package func again(_ item: Item) -> Item? { nil }

  /// None waits.
  package func first(of items: [Item], urgent: [Bool]) -> [Bool]? { nil }

  /// Everything is sent.
  package var leftOut: Set<String> { [] }
  package var notCarried: [String: Int] { [:] }
  package var nameless: Int { 0 }

  /// There are none.
  package var requestsBeforehand: Int { 0 }

  /// All are looked at as they are.
  package mutating func beginCheck() {}
  package var passed: PassedRows { PassedRows() }

  /// A batch is one request.
  package func requests(for items: [Item]) -> Int { items.isEmpty ? 0 : 1 }
}
