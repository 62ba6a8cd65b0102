// One delete request, and what its answer settles of the links it carried.

import Providers

extension DeleteSettler {
  /// What came of sending some links together.
  enum Attempt: Sendable {
    case settled(Outcomes)
    /// Refused whole for some link; nothing was done this time.
    case refused(Refusal, Load)
    /// Refused whole for the number of links; nothing was done this time.
    case tooLarge(Refusal, Load)
  }

  /// Sends the links together, with as many resends as are safe and allowed.
  func attempt(_ load: Load) async -> Attempt {
    let exchange = await exchange(load, resendsLost: deletion.afterLoss == .resend)
    var load = load
    load.mayHaveActed = load.mayHaveActed || exchange.mayHaveActedBefore
    switch exchange.result {
    case .content(.removed(let removed)): return .settled(await settle(removed, of: load))
    case .content(.count(let count)): return .settled(await settle(count, of: load))
    case .refused(let why, _): return .refused(why, load)
    case .tooLarge(let why): return .tooLarge(why, load)
    case .rejected(let why), .overQuota(let why), .unsent(let why):
      return .settled(await unsettled(load, Outcome(.failed, why)))
    case .lost(let why):
      load.mayHaveActed = true
      return .settled(await recover(load, why))
    case .stopped: return .settled(await unsettled(load, .notAttempted))
    }
  }

  private func exchange(_ load: Load, resendsLost: Bool) async -> Exchange<DeletionReport> {
    let exchange = await sender.exchange(
      deletion.request(for: load.links), resendsLost: resendsLost, isResend: load.resends > 0,
      isLossFinal: lookUp == nil, record: record
    ) { deletion.read($0, for: load.links) }
    attempts.add(exchange.sent, for: load.links)
    return exchange
  }

  /// Links that this request did not touch, but that an earlier one may have.
  func unsettled(_ load: Load, _ outcome: Outcome) async -> Outcomes {
    guard load.mayHaveActed else { return load.all(outcome) }
    return await recover(load, outcome.detail ?? .answerLost)
  }

  /// Links that an answer does not name, though it should name all, are looked for as if it was lost.
  private func settle(_ removed: Set<LinkID>, of load: Load) async -> Outcomes {
    var rest = load.part(load.links.filter { !removed.contains($0) })
    rest.mayHaveActed = true
    let missing = Refusal("not_in_answer", "the answer does not name this link")
    var outcomes = await recover(rest, missing)
    outcomes.add(load.part(load.links.filter(removed.contains)).all(.deleted))
    return outcomes
  }

  /// A full count settles every link at once; when it falls short, what remains is found out.
  private func settle(_ count: Int, of load: Load) async -> Outcomes {
    var settlement = CountSettlement(
      links: load.links, removed: count, standing: nil, beforehand: load.beforehand,
      mayHaveActedBefore: load.mayHaveActed)
    if count < load.links.count {
      switch deletion.afterShortCount {
      case .lookUp: await look(for: load, into: &settlement)
      case .resend: await resend(load, until: &settlement)
      }
    }
    return Outcomes(uniqueKeysWithValues: load.links.map { ($0, settlement.outcome(of: $0)) })
  }

  /// Finds out which links are still there, where that can be told of each.
  ///
  /// Where as many are not shown as were removed, they are the ones, and nothing more has to be asked. Else
  /// links that were seen before may be where the large reads do not look.
  private func look(for load: Load, into settlement: inout CountSettlement) async {
    // What was looked for before and not there, and of which nothing was removed, needs no other look.
    if settlement.removed == 0, load.beforehand == .absent {
      settlement.standing = []
      return
    }
    let isNone = settlement.removed == 0 && !load.mayHaveActed
    var sight = await after.look(for: load.links, isNone ? .cheaply : .atOnce)
    let missing = load.links.filter { sight.isThere($0) == false }
    if load.beforehand == .seen, missing.count != settlement.removed {
      sight.put(await after.lookExactly(for: missing), for: missing)
    }
    guard load.links.allSatisfy({ sight.isThere($0) != nil }) else { return }
    settlement.standing = Set(load.links.filter { sight.isThere($0) == true })
    settlement.isProved = sight.isProof(for: load.links)
  }

  /// Sends the delete again until nothing matches, which tells that none of the links is there.
  private func resend(_ load: Load, until settlement: inout CountSettlement) async {
    // The first answer itself was that nothing matched.
    if settlement.removed == 0 { (settlement.standing, settlement.isProved) = ([], true) }
    var load = load
    while settlement.standing == nil, settlement.removed < load.links.count, load.resends < 3 {
      load.resends += 1
      let exchange = await exchange(load, resendsLost: true)
      guard case .content(.count(let more)) = exchange.result,
        more <= load.links.count - settlement.removed
      else { return }
      if exchange.mayHaveActedBefore { settlement.mayHaveActedBefore = true }
      settlement.removed += more
      if more == 0 { (settlement.standing, settlement.isProved) = ([], true) }
    }
  }
}
