// A batch of which the journal knows no outcome yet. Pure.

/// Rows that may be sent, and of which of them a request went.
package struct BatchUnderWay: Sendable {
  package let intent: JournalIntent
  private var areAllSent = false
  private var sent: Set<Int> = []

  package init(_ intent: JournalIntent) { self.intent = intent }

  /// Whether a request with the row at this index of the intent went.
  package func isSent(_ row: Int) -> Bool { areAllSent || sent.contains(row) }

  /// How many rows were in a request that went.
  package var sentCount: Int { areAllSent ? intent.all.count : sent.count }

  /// Takes in that requests with these rows go, all where none are named; `false` when there are no such rows.
  package mutating func send(_ rows: [Range<Int>]) -> Bool {
    guard rows.allSatisfy({ $0.upperBound <= intent.all.count }) else { return false }
    if rows.isEmpty { areAllSent = true } else { for range in rows { sent.formUnion(range) } }
    return true
  }
}
