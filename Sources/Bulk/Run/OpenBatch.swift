// A batch on its way through the engine.

import Providers

/// What a settler is given: items that are to be sent, and what the journal knows of them, by their places.
struct OpenBatch<Item: Sendable>: Sendable {
  let items: [Item]
  /// Whether an earlier run left the fate of each open: it may have been sent.
  let doubtful: [Bool]
  /// The batch in the journal; `nil` where there is none.
  private let batch: BatchRecord?
  /// Where each item's rows are in it, for batches that are more than one request.
  private let recordPlaces: [[Int]]
  /// No run of the journal has sent anything before; `nil` where that is not known.
  let earliest: ContinuousClock.Instant?

  init(
    items: [Item], doubtful: [Bool], in batch: BatchRecord?, recordPlaces: [[Int]],
    earliest: ContinuousClock.Instant?
  ) {
    self.items = items
    self.doubtful = doubtful
    self.batch = batch
    self.recordPlaces = recordPlaces
    self.earliest = earliest
  }

  /// To be given with a request that changes something by the items at some places.
  func record(of places: [Int]) -> RowRecord? {
    batch.map { batch in
      RowRecord(batch, places: recordPlaces.isEmpty ? [] : places.flatMap { recordPlaces[$0] })
    }
  }

  /// Items that are sent for those at some places, in an order; `isDoubtful` may say otherwise than before.
  func part<Other>(
    _ others: [Other], at places: [Int], isDoubtful: ((Int) -> Bool)? = nil
  ) -> OpenBatch<Other> {
    OpenBatch<Other>(
      items: others, doubtful: places.map { isDoubtful?($0) ?? doubtful[$0] }, in: batch,
      recordPlaces: recordPlaces.isEmpty ? [] : places.map { recordPlaces[$0] }, earliest: earliest)
  }

  /// The items at some places.
  func part(_ places: [Int]) -> OpenBatch { part(places.map { items[$0] }, at: places) }
}

extension Refusal {
  /// What is said of a row of which an earlier run left the fate open, when nothing more can be learned.
  static let inDoubt = Refusal(
    Outcome.inDoubtCode, "an earlier run may have sent it, and what came of it is not known")

  /// What is said of a row that an earlier run did, and that is to be done again, until it is.
  static let overtaken = Refusal(
    Outcome.inDoubtCode,
    "an earlier run did it, and it is to be done again behind rows that come before it")

  /// What is said of a row when nothing else tells why its fate is open.
  static let answerLost = Refusal("answer_lost", "the answer to an earlier request was lost")
}

extension RowPast {
  /// Why a row may be done that a run does not get to; `nil` where nothing was sent for it.
  var doubt: Refusal? {
    switch self {
    case .inDoubt: .inDoubt
    case .overtaken: .overtaken
    case .open, .done: nil
    }
  }
}
