// The figures of a run.

package import Providers

/// How many rows had which outcome, and what it took.
package struct Tally: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: Status.allCases.count)
  package private(set) var total = 0
  /// Rows that are not done, as exit statuses and failure bounds understand it.
  package private(set) var notDone = 0
  package var requests = 0
  package var resends = 0
  package var rateLimited = 0
  package var waited = Duration.zero
  package var elapsed = Duration.zero

  package init() {}

  /// How many rows have a status.
  package subscript(status: Status) -> Int { counts[status.index] }

  /// Counts a result; `ignoringNotFound` takes a link that is not there as done.
  package mutating func count(_ outcome: Outcome, ignoringNotFound: Bool) {
    total += 1
    counts[outcome.status.index] += 1
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

extension Status {
  /// Its place among all; cheaper than a table of their names.
  fileprivate var index: Int {
    switch self {
    case .created: 0
    case .updated: 1
    case .deleted: 2
    case .unchanged: 3
    case .notFound: 4
    case .unconfirmed: 5
    case .failed: 6
    case .invalid: 7
    case .unknown: 8
    case .notAttempted: 9
    case .skipped: 10
    case .planned: 11
    }
  }
}
