// What became of items, with what it took.

package import Providers
import Synchronization

/// The outcome of an item and how many requests carried it.
package struct Ruling: Sendable, Equatable {
  package var outcome: Outcome
  /// Requests that asked for the change; look-ups do not count.
  package var attempts: Int

  package init(_ outcome: Outcome, attempts: Int) {
    self.outcome = outcome
    self.attempts = attempts
  }
}

/// How many requests carried each item of a batch, counted by whoever sends one.
final class Attempts<Item: Hashable & Sendable>: Sendable {
  private let counts = Mutex<[Item: Int]>([:])

  func add(_ requests: Int, for items: [Item]) {
    guard requests > 0 else { return }
    counts.withLock { counts in
      for item in items { counts[item, default: 0] += requests }
    }
  }

  subscript(item: Item) -> Int { counts.withLock { $0[item] ?? 0 } }
}
