// What a run reports of a row.

package import Providers

/// One row of the input with its outcome.
package struct RowResult: Sendable, Equatable {
  /// The row's place in the input, from 1.
  package var row: Int
  /// The ID as it stands in the input, else that of the link, if there is one.
  package var id: String?
  /// The short URL of the link, where it is shown.
  package var shortLink: String?
  /// What names the row where no ID is known that is its own.
  package var name: String?
  package var outcome: Outcome
  /// Requests that carried the row.
  package var attempts: Int

  package init(
    row: Int, id: String?, shortLink: String? = nil, name: String? = nil, outcome: Outcome,
    attempts: Int
  ) {
    self.row = row
    self.id = id
    self.shortLink = shortLink
    self.name = name
    self.outcome = outcome
    self.attempts = attempts
  }
}
