// What a create wants: that a link is there that the row has made, and no second one.

import Providers

struct CreateAim: Aim {
  let operation: any Operation<NewLink>
  let ownership: LinkOwnership

  /// Links are searched for by a name of theirs.
  let looksAfterLoss = true

  init(_ creation: any Creation, _ claims: Claims, _ modification: (any Modification)? = nil) {
    operation = creation.plain
    ownership = LinkOwnership(creation: creation, modification: modification, claims: claims)
  }

  func verdict(of row: Report.Row, for link: NewLink, _ past: Past, isAlone: Bool) -> Verdict {
    switch row {
    case .done(let made?, _):
      // Equal rows may be answered by one link.
      guard ownership.claims.give(made, to: link) else {
        return .settled(ownership.existing(made, for: link))
      }
      return .settled(Outcome(.created, ownership.rewritten(made, for: link), link: made))
    case .done(nil, _): return .settled(Outcome(.created))
    case .existed(let other):
      guard past.mayHaveActed else { return .settled(ownership.existing(other, for: link)) }
      // It may be of the request whose answer was lost.
      let outcome = ownership.outcome(of: other, for: link, since: past.since)
      return .settled(outcome.status == .created ? outcome : ownership.existing(other, for: link))
    case .undecided(let why): return .settled(Outcome(.unknown, why))
    case .notFound(let why): return .settled(past.ended(Outcome(.failed, why)))
    // It may be our own link, of a request whose answer was lost, that is in the way.
    case .refused(let why): return past.mayHaveActed ? .look : .settled(Outcome(.failed, why))
    case .taken(let other) where !past.mayHaveActed && link.externalID == nil:
      return .settled(ownership.conflict(LinkOwnership.name(of: link), other))
    // Something with its external ID or key is there already, and is named.
    case .taken, .untold, .claimed: return .look
    }
  }

  func verdict(
    of sight: Sight, for link: NewLink, _ past: Past, asked: Question, at index: Int
  ) -> Verdict {
    switch asked {
    case .afterRefusal(let why): return .settled(refused(why, link, sight, past))
    case .afterAnswer(let rows, let strays):
      let row = rows.indices.contains(index) ? rows[index] : .untold
      return .settled(explained(row, strays, link, sight, past))
    case .beforehand, .sample, .afterCount, .afterLoss: break
    }
    switch sight {
    case .told(.there(let found)):
      return .settled(ownership.outcome(of: found, for: link, since: past.since))
    // It was not there when it was looked for, but a request that is on its way may still make it.
    case .told(.notThere): return .again(Outcome(.unknown, past.why))
    case .told(.notSeen): return .settled(Outcome(.unknown, past.why))
    case .untold(let why): return .settled(Outcome(.unknown, why ?? past.why))
    }
  }

  /// What is in the way of a row that was refused may be what a request has made whose answer was lost.
  func verdict(refused why: Refusal, for link: NewLink, _ past: Past) -> Verdict {
    past.mayHaveActed ? .look : .settled(Outcome(.failed, why))
  }

  private func refused(_ why: Refusal, _ link: NewLink, _ sight: Sight, _ past: Past) -> Outcome {
    switch sight {
    case .told(.there(let found)):
      let outcome = ownership.outcome(of: found, for: link, since: past.since)
      return outcome.status == .failed ? Outcome(.failed, why) : outcome
    case .told(.notThere): return Outcome(.failed, why)
    case .told(.notSeen), .untold: return Outcome(.unknown, why)
    }
  }

  /// Why an answer refuses a link, leaves it out, or gives another request's link for it: something with its external
  /// ID or key is there already, and it is named.
  ///
  /// A link of this answer that was told to no row is no other request's.
  private func explained(
    _ row: Report.Row, _ strays: [ShownLink], _ link: NewLink, _ sight: Sight, _ past: Past
  ) -> Outcome {
    var refused: Outcome?
    if case .refused(let why) = row { refused = Outcome(.failed, why) }
    switch sight {
    case .told(.there(let other)):
      if let id = other.id, strays.contains(where: { $0.id == id }),
        ownership.claims.give(other, to: link)
      {
        return Outcome(.created, link: other)
      }
      guard past.mayHaveActed else {
        return refused ?? ownership.conflict(LinkOwnership.name(of: link), other)
      }
      let outcome = ownership.outcome(of: other, for: link, since: past.since)
      return outcome.status == .failed ? refused ?? outcome : outcome
    case .told(.notThere):
      // What it gives instead has the key.
      if case .taken(let other) = row, let key = link.key {
        return ownership.conflict("key \(key.exact)", other)
      }
      // A key that was written anew is found by no search, and a link that was told to no row may have it.
      let isTold = strays.isEmpty || link.externalID != nil
      return refused ?? Outcome(isTold ? .failed : .unknown, .notInAnswer)
    case .told(.notSeen), .untold:
      var why: Refusal?
      if case .untold(let refusal) = sight { why = refusal }
      // What was sent once and is left out, though it has a name to be left out for, was not made.
      let isTold = !past.mayHaveActed && strays.isEmpty && link.ownName != nil
      return refused
        ?? (isTold ? Outcome(.failed, .notInAnswer) : Outcome(.unknown, why ?? .notInAnswer))
    }
  }
}
