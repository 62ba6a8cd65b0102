// Taking a refused batch apart with real requests, as `Isolation` directs.

import Providers

extension Settler {
  /// Tries parts of a batch that was refused whole until each link is settled, side by side where that
  /// saves time.
  func takeApart(_ load: Load) async -> Outcomes {
    var isolation = Isolation(refused: load.links, lanes: lanes)
    var outcomes: Outcomes = [:]
    var touched: Set<LinkID> = []
    await withTaskGroup(of: (Isolation.Trial, Attempt).self) { group in
      func start() {
        while sender.stopped == nil, let trial = isolation.next() {
          var part = load.part(trial.links)
          part.mayHaveActed = load.mayHaveActed || !touched.isDisjoint(with: trial.links)
          group.addTask { [part] in (trial, await attempt(part)) }
        }
      }
      start()
      while let (trial, attempt) = await group.next() {
        if case .refused(_, let load) = attempt, load.mayHaveActed { touched.formUnion(load.links) }
        outcomes.add(await take(attempt, of: trial, into: &isolation))
        start()
      }
    }
    if let limit = isolation.sizeLimit { sender.learn(longestBatch: limit) }
    let left = isolation.drain()
    for link in left {
      var rest = load.part([link])
      rest.mayHaveActed = load.mayHaveActed || touched.contains(link)
      outcomes.add(await unsettled(rest, .notAttempted))
    }
    return outcomes
  }

  /// Tells the isolation what came of a trial; the outcomes are those that are settled by it.
  private func take(
    _ attempt: Attempt, of trial: Isolation.Trial, into isolation: inout Isolation
  ) async -> Outcomes {
    switch attempt {
    case .settled(let outcomes):
      if outcomes.values.allSatisfy({ $0 == .deleted }) {
        isolation.passed(trial)
      } else {
        isolation.dropped(trial)
      }
      return outcomes
    case .refused(let why, let load):
      isolation.refused(trial)
      return load.links.count == 1 ? await refusedAlone(why, load) : [:]
    case .tooLarge(let why, let load):
      isolation.dropped(trial)
      return await halve(load, why)
    }
  }
}
