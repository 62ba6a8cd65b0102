// Taking a refused batch apart with real requests, as `Isolation` directs.

import Providers
import Synchronization

/// What came of sending a part of a refused batch.
enum TrialEnd<Item: Hashable & Sendable>: Sendable {
  /// Every item of it is done.
  case passed([Item: Outcome])
  /// It was refused whole; an item that was alone in it has its outcome.
  case refused([Item: Outcome])
  /// Its items are settled in another way, which tells nothing of the rest.
  case dropped([Item: Outcome])
}

extension Sender {
  /// Tries parts of a batch that was refused whole, side by side where that saves time, until each item is
  /// settled; an item without an outcome was not tried because the run stopped.
  func takeApart<Item: Hashable & Sendable>(
    _ items: [Item], lanes: Int, _ attempt: @escaping @Sendable ([Item]) async -> TrialEnd<Item>
  ) async -> [Item: Outcome] {
    var isolation = Isolation(refused: items, lanes: lanes)
    var outcomes: [Item: Outcome] = [:]
    let failures = FailureCount()
    await withTaskGroup(of: (Isolation<Item>.Trial, TrialEnd<Item>).self) { group in
      func start() {
        while stopped == nil, let trial = isolation.next() {
          group.addTask { (trial, await attempt(trial.items)) }
        }
      }
      start()
      while let (trial, end) = await group.next() {
        let settled = isolation.take(end, of: trial)
        watch(settled.values, failures)
        outcomes.merge(settled) { first, _ in first }
        start()
      }
    }
    if let limit = isolation.sizeLimit { learn(longestBatch: limit) }
    return outcomes
  }

  /// Counts rows of a batch that is not settled whole yet, so that a bound on failures holds inside it.
  func watch(_ outcomes: some Sequence<Outcome>, _ failures: FailureCount) {
    let failed = failures.add(outcomes.count { !$0.isDone(ignoringNotFound: ignoresNotFound) })
    if let mostFailures, failed >= mostFailures { stopSwitch.stop(.tooManyFailures(failed)) }
  }
}

/// Rows of one batch that are not done.
final class FailureCount: Sendable {
  private let count = Mutex(0)

  /// The count with some more.
  func add(_ more: Int) -> Int {
    count.withLock {
      $0 += more
      return $0
    }
  }
}

extension Isolation where Item: Hashable {
  /// Takes in what came of a trial, and gives the outcomes that it settles.
  fileprivate mutating func take(_ end: TrialEnd<Item>, of trial: Trial) -> [Item: Outcome] {
    switch end {
    case .passed(let outcomes):
      passed(trial)
      return outcomes
    case .refused(let outcomes):
      refused(trial)
      return outcomes
    case .dropped(let outcomes):
      dropped(trial)
      return outcomes
    }
  }
}
