// Lost answers: deletes that may have been carried out, settled by looking.

import Providers

extension Settler {
  /// Finds out what became of links whose delete may have been carried out.
  ///
  /// Where a delete of links that are gone is refused, one link is looked up first: while it is there the
  /// delete can be sent again, which does no harm whatever became of the others; when it is gone, the
  /// others are looked up, each, and only those that are there are sent again.
  func recover(_ load: Load, _ why: Refusal) async -> Outcomes {
    guard sender.stopped == nil, lookUp != nil else { return load.all(Outcome(.unknown, why)) }
    // Where lost answers are resent at once, the resends are used up by now.
    let maySend = deletion.afterLoss == .lookUp && load.resends < sender.retries
    if maySend, load.links.count > 1, let first = load.links.first,
      case .known(let presence) = await look(for: [first]), case .there = presence[first]
    {
      return await deleteAgain(load)
    }
    return await settleByLooking(load, why, maySend: maySend)
  }

  private func settleByLooking(_ load: Load, _ why: Refusal, maySend: Bool) async -> Outcomes {
    guard case .known(let presence) = await look(for: load.links) else {
      return load.all(Outcome(.unknown, why))
    }
    var standing: [LinkID] = []
    var outcomes: Outcomes = [:]
    for link in load.links {
      if case .there = presence[link] { standing.append(link) } else { outcomes[link] = gone(load) }
    }
    let rest = load.part(standing)
    outcomes.add(maySend ? await deleteAgain(rest) : rest.all(Outcome(.failed, why)))
    return outcomes
  }

  private func deleteAgain(_ load: Load) async -> Outcomes {
    var load = load
    load.resends += 1
    await sender.backOff(load.resends)
    return await delete(load)
  }
}
