// A batch on its way through the engine.

import Providers

/// What a settler is given: items that are to be sent, and what the journal knows of them.
struct OpenBatch<Item: Hashable & Sendable>: Sendable {
  /// Distinct, and within what the plan allows.
  let items: [Item]
  /// Those of which an earlier run left the fate open: they may have been sent.
  let doubtful: Set<Item>
  /// To be given with each request that changes something; `nil` where there is no journal.
  let record: BatchRecord?
}

extension Refusal {
  /// What is said of a row of which an earlier run left the fate open, when nothing more can be learned.
  static let inDoubt = Refusal(
    Outcome.inDoubtCode, "an earlier run may have sent it, and what came of it is not known")
}
