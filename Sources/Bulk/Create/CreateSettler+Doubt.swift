// Creates that may have been carried out already, by a request of this run or of an earlier one of the journal:
// looked for before anything else, never sent again blindly, and open as long as nothing tells.

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
    var again = self
    again.began = earliest
    outcomes.merge(await again.create(rest, resends: 1)) { _, later in later }
    return outcomes
  }

  /// What is said of links whose way ends before a request tells what became of them.
  ///
  /// Where one that was sent before, as `resends` counts, may still be carried out, that is not known.
  func ended(_ links: [NewLink], _ outcome: Outcome, resends: Int) -> NewOutcomes {
    guard resends > 0 else { return all(links, outcome) }
    return all(links, Outcome(.unknown, outcome.detail ?? .answerLost))
  }

  /// What is said of a link that was refused with no other beside it.
  ///
  /// What is in the way may be what a request has made whose answer was lost.
  func refusedAlone(_ links: [NewLink], _ why: Refusal, resends: Int) async -> NewOutcomes {
    guard resends > 0 else { return all(links, Outcome(.failed, why)) }
    return await search(links) { link, found in
      switch found {
      case .there(let other):
        let outcome = outcome(of: other, for: link, since: began)
        return outcome.status == .failed ? Outcome(.failed, why) : outcome
      case .notThere: return Outcome(.failed, why)
      case .unknown: return Outcome(.unknown, why)
      }
    }
  }
}
