// Creates that were refused together, taken apart, so that the good rows land.

import Providers

extension CreateSettler {
  /// Tries parts of a batch that was refused whole until each row is settled.
  func takeApart(_ links: [NewLink], resends: Int) async -> NewOutcomes {
    var outcomes = await sender.takeApart(links, lanes: lanes) { part in
      switch await attempt(part, resends: resends) {
      case .settled(let outcomes): return .passed(outcomes)
      case .refused(let why, _):
        return .refused(
          part.count == 1 ? await refusedAlone(part, why, resends: resends) : [:])
      case .split(let why), .overQuota(let why):
        return .dropped(
          part.count == 1
            ? ended(part, Outcome(.failed, why), resends: resends)
            : await halves(part, resends: resends))
      }
    }
    let rest = links.filter { outcomes[$0] == nil }
    outcomes.merge(ended(rest, .notAttempted, resends: resends)) { first, _ in first }
    return outcomes
  }
}
