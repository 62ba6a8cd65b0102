// How a run goes about its work, and how it ended.

/// What a run is told beforehand.
package struct RunOptions: Sendable {
  /// The rows of the whole input, as far as they were counted beforehand.
  package var rows = 0
  /// A batch that takes long holds up this many rows behind it, and no more.
  package var rowsAhead = 200_000
  /// Requests in flight at once.
  package var concurrency = 8
  /// Batches that may wait behind those in flight, while the disk takes in that they will be sent.
  package var batchesAhead = 0
  /// Whether a batch of the plan is more than one request.
  package var isStretched = false
  package var pace = PaceRules()
  /// Whether results keep the order of the input.
  package var isOrdered = true
  package var ignoresNotFound = false
  /// The number of rows that are not done at which the run stops.
  package var mostFailures: Int?
  /// How long the run may take.
  package var mostTime: Duration?
  /// The signal that asks the program to end, once one has come.
  package var interruption: @Sendable () -> Int32? = { nil }

  package init() {}
}

/// How a run ended.
package struct RunEnd: Sendable {
  package var tally: Tally
  /// Why it stopped early, `nil` when it ran to the end.
  package var stop: RunStop?
}
