// What became of links, with what it took.

package import Providers
import Synchronization

/// The outcome of a link and how many requests carried it.
package struct Ruling: Sendable, Equatable {
  package var outcome: Outcome
  /// Requests that asked for the change; look-ups do not count.
  package var attempts: Int

  package init(_ outcome: Outcome, attempts: Int) {
    self.outcome = outcome
    self.attempts = attempts
  }
}

/// How many requests carried each link of a batch, counted by whoever sends one.
final class Attempts: Sendable {
  private let counts = Mutex<[LinkID: Int]>([:])

  func add(_ requests: Int, for links: [LinkID]) {
    guard requests > 0 else { return }
    counts.withLock { counts in
      for link in links { counts[link, default: 0] += requests }
    }
  }

  subscript(link: LinkID) -> Int { counts.withLock { $0[link] ?? 0 } }
}
