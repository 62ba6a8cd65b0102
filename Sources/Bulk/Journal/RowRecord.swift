// What a request has with it, so that the journal says of its rows that they go before they do.

/// Rows of a batch in the journal.
struct RowRecord: Sendable {
  private let batch: BatchRecord
  /// Their places in the batch's intent; all rows where there are none.
  private let places: [Int]

  init(_ batch: BatchRecord, places: [Int] = []) {
    self.batch = batch
    self.places = places
  }

  /// Returns once it is recorded that a request with these rows goes; `false` when that cannot be, and then
  /// the run stops and the request must not go.
  func send() async -> Bool { await batch.send(places) }
}
