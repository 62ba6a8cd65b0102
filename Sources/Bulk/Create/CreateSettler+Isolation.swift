// Creates that were refused together, taken apart, so that the good rows land.

import Providers

extension CreateSettler {
  /// Tries parts of a batch that was refused whole until each row is settled.
  func takeApart(_ links: [NewLink], resends: Int) async -> NewOutcomes {
    var outcomes = await sender.takeApart(links, lanes: lanes) { part in
      switch await attempt(part, resends: resends) {
      case .settled(let outcomes): return .passed(outcomes)
      case .refused(let why, _):
        return .refused(part.count == 1 ? all(part, Outcome(.failed, why)) : [:])
      case .split(let why), .overQuota(let why):
        return .dropped(
          part.count == 1
            ? all(part, Outcome(.failed, why)) : await halves(part, resends: resends))
      }
    }
    for link in links where outcomes[link] == nil { outcomes[link] = .notAttempted }
    return outcomes
  }
}
