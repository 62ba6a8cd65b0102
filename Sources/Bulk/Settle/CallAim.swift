// What a provider's own upsert wants: that a link is as its row says, whether it was there or not, and no second one.
// Pure.

import Providers

struct CallAim: Aim {
  let operation: any Operation<NewLink>

  /// A call that is sent again finds what the first one has made, once it shows.
  let looksAfterLoss = true
  let pausesBeforeLook = true

  func verdict(of row: Report.Row, for link: NewLink, _ past: Past, isAlone: Bool) -> Verdict {
    switch row {
    case .done(let shown, let status): .settled(Outcome(status ?? .updated, link: shown))
    case .existed(let shown): .settled(Outcome(.unchanged, link: shown))
    case .notFound(let why), .refused(let why): .settled(past.ended(Outcome(.failed, why)))
    case .undecided(let why): .settled(Outcome(.unknown, why))
    case .taken, .untold, .claimed: .settled(Outcome(.unknown, .notInAnswer))
    }
  }

  func verdict(
    of sight: Sight, for link: NewLink, _ past: Past, asked: Question, at index: Int
  ) -> Verdict {
    // The first call may still be under way, and none is seen that the second one would find.
    if case .told(.there) = sight { return .again(Outcome(.unknown, past.why)) }
    return .settled(Outcome(.unknown, past.why))
  }

  /// A refusal after a loss may be of what the lost one has done.
  func verdict(refused why: Refusal, for link: NewLink, _ past: Past) -> Verdict {
    .settled(past.ended(Outcome(.failed, why)))
  }
}
