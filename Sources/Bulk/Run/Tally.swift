// The figures of a run.

package import Providers

/// How many rows had which outcome, and what it took.
package struct Tally: Sendable, Equatable {
  package private(set) var counts: [Status: Int] = [:]
  package private(set) var total = 0
  /// Rows that are not done, as exit statuses and failure bounds understand it.
  package private(set) var notDone = 0
  package var requests = 0
  package var resends = 0
  package var rateLimited = 0
  package var waited = Duration.zero
  package var elapsed = Duration.zero

  package init() {}

  /// Counts a result; `ignoringNotFound` takes a link that is not there as done.
  package mutating func count(_ outcome: Outcome, ignoringNotFound: Bool) {
    total += 1
    counts[outcome.status, default: 0] += 1
    if !outcome.isDone(ignoringNotFound: ignoringNotFound) { notDone += 1 }
  }
}

extension Outcome {
  /// Whether nothing remains to be done for the row.
  package func isDone(ignoringNotFound: Bool) -> Bool {
    switch status {
    case .created, .updated, .deleted, .unchanged, .skipped, .planned: true
    case .notFound: ignoringNotFound
    case .unconfirmed: ignoringNotFound && detail?.code == Outcome.goneCode
    case .failed, .invalid, .unknown, .notAttempted: false
    }
  }
}
