// One create request, and what its answer settles of the links it carried.

import Providers
import Records

extension CreateSettler {
  /// What came of sending some links together.
  enum Attempt: Sendable {
    case settled(NewOutcomes)
    /// Refused whole for some link; by its index where it is named.
    case refused(Refusal, at: Int?)
    /// Refused whole for its size.
    case split(Refusal)
    case overQuota(Refusal)
  }

  /// Sends the links together.
  ///
  /// A request that may have been carried out is never sent again blindly.
  func attempt(_ links: [NewLink], resends: Int) async -> Attempt {
    let exchange = await sender.exchange(
      creation.request(for: links), resendsLost: false, isResend: resends > 0,
      record: record
    ) { creation.read($0, for: links) }
    attempts.add(exchange.sent, for: links)
    switch exchange.result {
    case .content(let report): return .settled(await settle(links, report, resends: resends))
    case .refused(let why, let index): return .refused(why, at: index)
    case .tooLarge(let why): return .split(why)
    case .overQuota(let why): return .overQuota(why)
    case .rejected(let why), .unsent(let why):
      return .settled(ended(links, Outcome(.failed, why), resends: resends))
    case .lost(let why): return .settled(await recover(links, why, resends: resends))
    case .stopped: return .settled(ended(links, .notAttempted, resends: resends))
    }
  }

  private func settle(
    _ links: [NewLink], _ report: CreationReport, resends: Int
  ) async -> NewOutcomes {
    if let name = report.defaultDomain { workspace.learn(defaultDomain: name) }
    var outcomes: NewOutcomes = [:]
    var open: [NewLink] = []
    for link in links {
      if let why = report.undecided[link] {
        outcomes[link] = Outcome(.unknown, why)
      } else if let why = report.refused[link] {
        outcomes[link] = Outcome(.failed, why)
        // It may be our own link, of a request whose answer was lost, that is in the way.
        if resends > 0 { open.append(link) }
      } else if let made = report.made[link], creation.isSame(made, as: link, isFound: false) {
        workspace.claims.give(made, to: link)
        outcomes[link] = Outcome(.created, link: made)
      } else if resends == 0, link.externalID == nil, let other = report.taken[link] {
        outcomes[link] = conflict(name(of: link), other)
      } else {
        open.append(link)
      }
    }
    outcomes.merge(await explain(open, report, resends: resends)) { _, later in later }
    return outcomes
  }

  /// Why the answer refuses links, leaves them out, or gives another request's link for them: something
  /// with their external ID or key is there already, and it is named.
  ///
  /// A link of this answer that was told to no row is no other request's.
  private func explain(
    _ links: [NewLink], _ report: CreationReport, resends: Int
  ) async -> NewOutcomes {
    let leftOut = Refusal("not_in_answer", "the answer leaves this row out")
    let strays = Set(report.strays.compactMap { $0["id"]?.string })
    return await search(links) { link, found in
      let refused = report.refused[link].map { Outcome(.failed, $0) }
      switch found {
      case .there(let other):
        if let id = other.link["id"]?.string, strays.contains(id),
          workspace.claims.give(other.link, to: link)
        {
          return Outcome(.created, link: other.link)
        }
        guard resends > 0 else { return refused ?? conflict(name(of: link), other.link) }
        let outcome = outcome(of: other, for: link, since: began)
        return outcome.status == .failed ? refused ?? outcome : outcome
      case .notThere:
        // What it gives instead has the key.
        guard let other = report.taken[link], let key = link.key else {
          // A key that was written anew is found by no search, and a link that was told to no row may have it.
          let isTold = strays.isEmpty || link.externalID != nil
          return refused ?? Outcome(isTold ? .failed : .unknown, leftOut)
        }
        return conflict("key \(key.exact)", other)
      case .unknown(let why):
        // What was sent once and is left out, though it has a name to be left out for, was not made.
        let isTold = resends == 0 && strays.isEmpty && link.ownName != nil
        return refused ?? (isTold ? Outcome(.failed, leftOut) : Outcome(.unknown, why ?? leftOut))
      }
    }
  }

  /// Links whose create may have been carried out: what is there is done, what is not is sent again, and
  /// what cannot be asked for is unknown.
  private func recover(_ links: [NewLink], _ why: Refusal, resends: Int) async -> NewOutcomes {
    guard sender.stopped == nil else { return all(links, Outcome(.unknown, why)) }
    let isOpen = Outcome(.notAttempted, why)
    var outcomes = await search(links) { link, found in
      switch found {
      case .there(let other): return outcome(of: other, for: link, since: began)
      case .notThere: return isOpen
      case .unknown(let other): return Outcome(.unknown, other ?? why)
      }
    }
    let rest = links.filter { outcomes[$0] == isOpen }
    guard !rest.isEmpty, resends < sender.retries, sender.stopped == nil else {
      // It was not there when it was looked for, but a request that is on its way may still make it.
      for link in rest { outcomes[link] = Outcome(.unknown, why) }
      return outcomes
    }
    await sender.backOff(resends + 1)
    // One row may be what the server fails on, and must not take the others along.
    let again =
      resends > 0 && rest.count > 1
      ? await halves(rest, resends: resends + 1) : await create(rest, resends: resends + 1)
    outcomes.merge(again) { _, later in later }
    return outcomes
  }
}
