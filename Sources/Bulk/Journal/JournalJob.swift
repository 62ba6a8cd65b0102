// What a journal is of. A run whose job is another one must not go by it.

/// The job that a journal records.
package struct JournalJob: Sendable, Equatable {
  package var operation: String
  package var provider: String
  /// Where the provider's API is.
  package var address: String
  /// Whatever else gives rows their meaning, by name: how an upsert finds its links, for example.
  package var terms: [String: String]

  package init(
    operation: String, provider: String, address: String, terms: [String: String] = [:]
  ) {
    self.operation = operation
    self.provider = provider
    self.address = address
    self.terms = terms
  }

  /// Whether what is done may be done again, to keep links in step; creates and deletes are done for good.
  package var hasRounds: Bool { operation == "update" || operation == "upsert" }
}
