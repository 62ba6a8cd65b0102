// Lost answers: deletes that may have been carried out, settled by looking.

import Providers

extension DeleteSettler {
  /// Up to so many links are looked up one by one before a walk over all links is tried.
  private static let fewLinks = 50

  /// Finds out what became of links whose delete may have been carried out.
  ///
  /// Where a delete of links that are gone is refused, a few links are looked up first: while one of them
  /// is there the delete can be sent again, which does no harm whatever became of the others. It `isFirst` when
  /// this run has not sent it yet.
  func recover(_ load: Load, _ why: Refusal, isFirst: Bool = false) async -> Outcomes {
    guard !load.links.isEmpty else { return [:] }
    guard sender.stopped == nil, lookUp != nil else { return load.all(Outcome(.unknown, why)) }
    // Where lost answers are resent at once, the resends are used up by now.
    let maySend =
      isFirst || deletion.afterLoss == .lookUp && load.resends < sender.retries
    if maySend, load.links.count > Self.fewLinks {
      let step = load.links.count / 4
      let sample = stride(from: 0, to: load.links.count, by: step).map { load.links[$0] }
      let sight = await after.look(for: sample, .atOnce)
      if sample.contains(where: { sight.isThere($0) == true }) { return await deleteAgain(load) }
    }
    return await settleByLooking(load, why, maySend: maySend)
  }

  private func settleByLooking(_ load: Load, _ why: Refusal, maySend: Bool) async -> Outcomes {
    let sight = await sight(of: load)
    var standing: [LinkID] = []
    var outcomes: Outcomes = [:]
    for link in load.links {
      switch sight.isThere(link) {
      case true: standing.append(link)
      case false: outcomes[link] = gone(load)
      case nil: outcomes[link] = Outcome(.unknown, sight.refused[link] ?? why)
      }
    }
    guard !standing.isEmpty else { return outcomes }
    let rest = load.part(standing)
    let stillThere = Refusal(Outcome.stillThereCode, "still there; " + why.message)
    outcomes.add(maySend ? await deleteAgain(rest) : rest.all(Outcome(.failed, stillThere)))
    return outcomes
  }

  /// Where links are now: many by a walk over all links where there is one, the others by look-up.
  private func sight(of load: Load) async -> Sight {
    var sight = Sight()
    if load.links.count > Self.fewLinks, let listing, let walked = await sender.walk(listing) {
      for link in load.links { sight.presence[link] = walked.presence(of: link) }
    }
    let open = load.links.filter { sight.presence[$0] ?? .notSeen == .notSeen }
    let thoroughness = load.beforehand == .seen ? Thoroughness.exactly : .atOnce
    sight.add(await after.look(for: open, thoroughness))
    return sight
  }

  private func deleteAgain(_ load: Load) async -> Outcomes {
    var load = load
    load.resends += 1
    await sender.backOff(load.resends)
    return await delete(load)
  }
}
