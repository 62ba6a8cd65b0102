// Deletes that were refused together, taken apart.

import Providers
import Synchronization

extension DeleteSettler {
  /// Tries parts of a batch that was refused whole until each link is settled.
  func takeApart(_ load: Load) async -> Outcomes {
    // Links that a trial may have removed before it was refused.
    let touched = Touched()
    var outcomes = await sender.takeApart(load.links, lanes: lanes) { links in
      var part = load.part(links)
      part.mayHaveActed = load.mayHaveActed || touched.contains(any: links)
      switch await attempt(part) {
      case .settled(let outcomes):
        let isPassed = outcomes.values.allSatisfy { $0 == .deleted }
        return isPassed ? .passed(outcomes) : .dropped(outcomes)
      case .refused(let why, let load):
        if load.mayHaveActed { touched.add(links) }
        return .refused(links.count == 1 ? await refusedAlone(why, load) : [:])
      case .tooLarge(let why, let load): return .dropped(await halve(load, why))
      }
    }
    for link in load.links where outcomes[link] == nil {
      var rest = load.part([link])
      rest.mayHaveActed = load.mayHaveActed || touched.contains(any: [link])
      outcomes.add(await unsettled(rest, .notAttempted))
    }
    return outcomes
  }
}

/// Links whose delete may have been carried out.
private final class Touched: Sendable {
  private let links = Mutex<Set<LinkID>>([])

  func add(_ more: [LinkID]) { links.withLock { $0.formUnion(more) } }

  func contains(any some: [LinkID]) -> Bool { links.withLock { !$0.isDisjoint(with: some) } }
}
