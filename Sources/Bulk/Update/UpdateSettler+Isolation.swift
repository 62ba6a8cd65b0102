// Updates that were refused together, taken apart, so that the good rows land.

import Providers

extension UpdateSettler {
  /// Tries parts of a batch that was refused whole until each row is settled.
  func takeApart(_ edits: [Edit]) async -> EditOutcomes {
    var outcomes = await sender.takeApart(edits, lanes: lanes) { part in
      switch await attempt(part) {
      case .settled(let outcomes): return .passed(outcomes)
      case .refused(let why):
        return .refused(part.count == 1 ? await refusedAlone(part, why) : [:])
      case .tooLarge(_, let earlier): return .dropped(await update(part, earlier: earlier))
      }
    }
    for edit in edits where outcomes[edit] == nil { outcomes[edit] = .notAttempted }
    return outcomes
  }
}
