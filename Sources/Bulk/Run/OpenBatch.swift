// A batch on its way through the engine.

import Providers

/// What a settler is given: items that are to be sent, and what the journal knows of them.
struct OpenBatch<Item: Hashable & Sendable>: Sendable {
  /// Distinct, and within what the plan allows.
  let items: [Item]
  /// Those of which an earlier run left the fate open: they may have been sent.
  let doubtful: Set<Item>
  /// The batch in the journal; `nil` where there is none.
  private let batch: BatchRecord?
  /// Where each item's rows are in it, for batches that are more than one request.
  private let places: [Item: [Int]]
  /// No run of the journal has sent anything before; `nil` where that is not known.
  let earliest: ContinuousClock.Instant?

  init(
    items: [Item], doubtful: Set<Item>, in batch: BatchRecord?, places: [Item: [Int]],
    earliest: ContinuousClock.Instant?
  ) {
    self.items = items
    self.doubtful = doubtful
    self.batch = batch
    self.places = places
    self.earliest = earliest
  }

  /// To be given with each request that changes something, where the batch is one request.
  var record: RowRecord? { batch.map { RowRecord($0) } }

  /// To be given with a request that changes something by some of the items.
  func record(of items: [Item]) -> RowRecord? {
    batch.map { RowRecord($0, places: items.flatMap { places[$0] ?? [] }) }
  }

  /// Other items that are sent for some of these, in an order.
  func part<Other>(
    _ others: [Other], for items: [Other: Item], doubtful: Set<Other>
  ) -> OpenBatch<Other> {
    var parts: [Other: [Int]] = [:]
    for other in others { parts[other] = items[other].flatMap { places[$0] } }
    return OpenBatch<Other>(
      items: others, doubtful: doubtful, in: batch, places: parts, earliest: earliest)
  }

  /// The same with fewer items.
  func part(_ items: [Item]) -> OpenBatch {
    OpenBatch(
      items: items, doubtful: doubtful.intersection(items), in: batch, places: places,
      earliest: earliest)
  }
}

extension Refusal {
  /// What is said of a row of which an earlier run left the fate open, when nothing more can be learned.
  static let inDoubt = Refusal(
    Outcome.inDoubtCode, "an earlier run may have sent it, and what came of it is not known")

  /// What is said of a row when nothing else tells why its fate is open.
  static let answerLost = Refusal("answer_lost", "the answer to an earlier request was lost")
}
