// What a delete wants: that a link is not there. Pure.

import Providers

struct DeleteAim: Aim {
  let operation: any Operation<LinkID>
  /// Links can be read by their IDs.
  let looksAfterLoss: Bool

  init(_ deletion: any Deletion, _ reading: any Reading) {
    operation = deletion.plain
    looksAfterLoss = reading.readsByID
  }

  /// What was refused or not sent after a loss is settled by looking too.
  var looksAtEnd: Bool { looksAfterLoss }

  func verdict(of row: Report.Row, for id: LinkID, _ past: Past, isAlone: Bool) -> Verdict {
    switch row {
    case .done: .settled(.deleted)
    // It should name all.
    case .untold, .existed, .taken, .claimed: .lost(.linkNotInAnswer)
    case .undecided(let why): .lost(why)
    case .notFound(let why): .settled(past.mayHaveActed ? gone(past) : Outcome(.notFound, why))
    case .refused(let why): past.mayHaveActed ? .lost(why) : .settled(Outcome(.failed, why))
    }
  }

  func verdict(
    of sight: Sight, for id: LinkID, _ past: Past, asked: Question, at index: Int
  ) -> Verdict {
    if case .afterRefusal(let why) = asked {
      if case .told(.notThere) = sight { return .settled(Outcome(.notFound, why)) }
      return .settled(Outcome(.failed, why))
    }
    switch sight {
    case .told(.there):
      let why = past.why
      return .again(
        Outcome(.failed, Refusal(Outcome.stillThereCode, "still there; " + why.message)))
    case .told(.notThere), .told(.notSeen): return .settled(gone(past))
    case .untold(let why): return .settled(Outcome(.unknown, why ?? past.why))
    }
  }

  /// Of a link that an earlier request may have removed a refusal only tells that it is gone, or nothing.
  ///
  /// Whether it is of a link that is not there, where it does not say so, is seen by looking.
  func verdict(refused why: Refusal, for id: LinkID, _ past: Past) -> Verdict {
    let told = operation.refusedAlone(why)
    if past.mayHaveActed { return told == .notFound ? .settled(gone(past)) : .lost(why) }
    if let told { return .settled(Outcome(told, why)) }
    let mayBeMissing = looksAfterLoss && past.beforehand != .seen
    return mayBeMissing ? .look : .settled(Outcome(.failed, why))
  }

  /// Rows that name one link in two ways are sent once, by its own ID.
  func beginning(
    of id: LinkID, _ sight: Sight, isWhole: Bool, _ past: Past
  ) -> Beginning<LinkID> {
    switch sight {
    case .told(.there(let link)): .send(link.id.map { LinkID($0) } ?? id, .seen)
    case .told(.notSeen): .send(id, isWhole ? .absent : .notSeen)
    case .told(.notThere): .settled(past.mayHaveActed ? gone(past) : Outcome(.notFound))
    case .untold(let why): .settled(unseen(why, past))
    }
  }

  func identity(of id: LinkID) -> String? { id.text }

  /// The outcome of a link whose delete was sent, whose answer was lost, and that is not there now.
  private func gone(_ past: Past) -> Outcome {
    switch past.beforehand {
    case .seen: .deleted
    case .absent: Outcome(.notFound)
    case .notLookedUp, .notSeen:
      Outcome(
        .unconfirmed,
        Refusal(Outcome.goneCode, "not there now; no answer tells whether it was deleted"))
    }
  }
}
