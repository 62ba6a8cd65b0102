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

/// Rows of a batch, or of a stretch of them, that are not done, counted before the whole is settled.
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
