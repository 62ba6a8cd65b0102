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

extension Ruling {
  /// What is said of a row that earlier runs did something of: that this run did not get to it, or that it is refused
  /// when it is to be done again, does not tell that it was not done then.
  func after(_ past: RowPast) -> Ruling {
    switch (past, outcome.status) {
    case (.inDoubt, .notAttempted): Ruling(Outcome(.unknown, .inDoubt), attempts: 0)
    case (.overtaken, .notAttempted): Ruling(Outcome(.unknown, .overtaken), attempts: 0)
    case (.overtaken, .failed):
      Ruling(Outcome(.unknown, outcome.detail, link: outcome.link), attempts: attempts)
    default: self
    }
  }
}
