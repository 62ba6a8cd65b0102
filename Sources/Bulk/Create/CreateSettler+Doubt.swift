// Creates that an earlier run of the journal may have sent: looked for before anything else, never sent
// again blindly.

import Providers

extension CreateSettler {
  /// What became of links of which an earlier run left the fate open.
  ///
  /// What is there, as the row asks for and not older than the first run, is done. What is not is created
  /// now: it was searched for by something that no two links can have, so a request that is still on its way
  /// makes it at most once. What cannot be asked for stays unknown.
  func settle(
    doubtful links: [NewLink], since earliest: ContinuousClock.Instant?
  ) async -> NewOutcomes {
    guard !links.isEmpty, sender.stopped == nil else { return all(links, .notAttempted) }
    let isOpen = Outcome(.notAttempted, .inDoubt)
    var outcomes = await search(links) { link, found in
      switch found {
      case .there(let other): return outcome(of: other, for: link, since: earliest)
      case .notThere: return isOpen
      case .unknown(let why): return Outcome(.unknown, why ?? .inDoubt)
      }
    }
    let rest = links.filter { outcomes[$0] == isOpen }
    outcomes.merge(await create(rest, resends: 1)) { _, later in later }
    return outcomes
  }
}
