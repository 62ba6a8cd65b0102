// What an update wants: that a link is as a row says. Doing it twice is the same as once, so it may be sent again
// whenever its answer was lost. Pure.

import Providers
import Records

struct UpdateAim: Aim {
  let operation: any Operation<Edit>
  private let modification: any Modification
  /// Whether a refusal may be of a link that is not there, which looking tells.
  private let looksWhenRefused: Bool

  /// A change that may have been made shows in a link, but so may another one's.
  let looksAfterLoss = false
  let countsDoubtAsLoss = false

  init(_ modification: any Modification, _ reading: any Reading) {
    operation = modification.plain
    self.modification = modification
    looksWhenRefused = reading.readsByID
  }

  func verdict(of row: Report.Row, for edit: Edit, _ past: Past, isAlone: Bool) -> Verdict {
    switch row {
    case .done(let link, let status):
      // What an earlier request may have done is not undone by one that finds it done.
      let isOld = status == .unchanged && past.mayHaveActed
      return .settled(Outcome(isOld ? .updated : status ?? .updated, link: link))
    case .notFound(let why):
      // The change itself may be why its link is not found.
      let isOpen = past.mayHaveActed && modification.canHide(edit)
      return .settled(Outcome(isOpen ? .unknown : .notFound, why))
    case .refused(let why):
      return .settled(Outcome(past.mayHaveActed ? .unknown : .failed, why))
    case .undecided(let why): return .settled(Outcome(.unknown, why))
    case .claimed: return .look
    case .untold, .existed, .taken:
      // An answer cannot leave out the only row.
      let status: Status = past.mayHaveActed ? .unknown : .unconfirmed
      let outcome = Outcome(status, .linkNotInAnswer)
      return isAlone ? .settled(outcome) : .alone(outcome)
    }
  }

  /// A refusal of one edit may be about its change or about a link that is not there.
  func verdict(refused why: Refusal, for edit: Edit, _ past: Past) -> Verdict {
    if past.mayHaveActed { return .settled(Outcome(.unknown, why)) }
    return looksWhenRefused ? .look : .settled(Outcome(.failed, why))
  }

  func verdict(
    of sight: Sight, for edit: Edit, _ past: Past, asked: Question, at index: Int
  ) -> Verdict {
    switch asked {
    case .afterRefusal(let why):
      if case .told(.notThere) = sight { return .settled(Outcome(.notFound, why)) }
      return .settled(Outcome(.failed, why))
    case .afterAnswer: return .settled(claimed(edit, sight))
    case .beforehand, .sample, .afterLoss, .afterCount: return .settled(past.ended(.notAttempted))
    }
  }

  /// What a look makes of a change that the answer called made, which proves nothing at its provider.
  private func claimed(_ edit: Edit, _ sight: Sight) -> Outcome {
    switch sight {
    case .told(.there(let link)):
      if modification.change(of: link.object, to: edit.change).members.isEmpty {
        return Outcome(.updated, link: link)
      }
      let why =
        "answered as done, and the link is not as asked: refused, or written in another form"
      return Outcome(.unconfirmed, Refusal("not_as_asked", why), link: link)
    case .told(.notThere): return Outcome(.failed, Refusal(Outcome.goneCode, "not there any more"))
    case .told(.notSeen), .untold(nil): return Outcome(.unconfirmed, .linkNotInAnswer)
    case .untold(let why?): return Outcome(.unconfirmed, why)
    }
  }

  /// A link that is to be kept before it is changed, or that a change might harm, has to be there.
  func beginning(of edit: Edit, _ sight: Sight, isWhole: Bool, _ past: Past) -> Beginning<Edit> {
    switch sight {
    case .told(.there(let link)):
      modification.refusal(of: edit, at: link).map { .settled(Outcome(.failed, $0)) }
        ?? .send(edit, .seen)
    case .told(.notThere), .told(.notSeen): .settled(Outcome(.notFound))
    case .untold(let why): .settled(unseen(why, past))
    }
  }

  /// That it is refused now does not tell that it was not made then.
  func inDoubt(_ outcome: Outcome, _ edit: Edit) -> Outcome {
    switch outcome.status {
    case .notFound where !modification.canHide(edit): outcome
    case .failed, .notFound: Outcome(.unknown, outcome.detail)
    default: outcome
    }
  }
}
