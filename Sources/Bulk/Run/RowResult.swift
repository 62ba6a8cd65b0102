// What a run reports of a row.

package import Providers

/// One row of the input with its outcome.
package struct RowResult: Sendable, Equatable {
  /// The row's place in the input, from 1.
  package var row: Int
  /// The ID as it stands in the input, if one could be read.
  package var id: String?
  package var outcome: Outcome
  /// Requests that carried the row.
  package var attempts: Int

  package init(row: Int, id: String?, outcome: Outcome, attempts: Int) {
    self.row = row
    self.id = id
    self.outcome = outcome
    self.attempts = attempts
  }
}
