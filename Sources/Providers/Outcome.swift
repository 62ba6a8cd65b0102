// What became of a row, and in whose words.

/// The kinds of outcome that a result may have; the raw values are part of the contract with scripts.
package enum Status: String, Sendable, CaseIterable {
  /// The provider confirmed it for this row.
  case created
  case updated
  case deleted
  /// Already as asked.
  case unchanged
  /// The provider has no such link.
  case notFound = "not_found"
  /// The answer covers the batch but not this row, or was lost.
  case unconfirmed
  /// Refused by the provider.
  case failed
  /// Refused here, never sent.
  case invalid
  /// The answer was lost and reading back could not settle it: it may have happened.
  case unknown
  /// The run stopped first.
  case notAttempted = "not_attempted"
  /// An earlier run of the journal did it.
  case skipped
  /// A dry run would send it.
  case planned
}

/// What a provider, or the way to it, said against something, in its own words.
package struct Refusal: Error, Sendable, Equatable {
  /// A fixed word that scripts can compare.
  package var code: String
  /// For people; may hold anything that a provider sent, so it must be made harmless before it is shown.
  package var message: String

  package init(_ code: String, _ message: String) {
    self.code = code.count > 100 ? code.prefix(99) + "…" : code
    self.message = message.count > 500 ? message.prefix(499) + "…" : message
  }
}

/// What became of one row.
package struct Outcome: Sendable, Equatable {
  package var status: Status
  package var detail: Refusal?
  /// The link as the provider returned it.
  package var link: ShownLink?

  package init(_ status: Status, _ detail: Refusal? = nil, link: ShownLink? = nil) {
    self.status = status
    self.detail = detail
    self.link = link
  }

  package static let deleted = Outcome(.deleted)
  package static let notAttempted = Outcome(.notAttempted)
  package static let skipped = Outcome(.skipped)
  package static let planned = Outcome(.planned)

  /// The code of an `unconfirmed` row whose link was not there when it was looked for afterwards.
  package static let goneCode = "gone"
  /// The code of a `failed` row whose link was there when it was looked for afterwards.
  package static let stillThereCode = "still_there"
  /// The code of an `unknown` row that an earlier run may have sent, and that this run learned nothing of.
  package static let inDoubtCode = "in_doubt"
}
