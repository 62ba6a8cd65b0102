// A run of creates.

import Providers

extension Engine {
  /// Creates the links that the rows of an input describe.
  package func create(
    _ planner: Planner<CreateRows>, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let workspace = Workspace(sender, provider)
    var options = options
    // Results hold whole links.
    options.rowsAhead = 20_000
    let lanes = options.concurrency
    let run = BulkRun<CreateRows>(options: options, sender: sender, journal: journal) { batch in
      await CreateSettler(sender, provider.creation, workspace, batch.record, lanes: lanes)
        .settle(batch)
    }
    return await run.run(planner, since: .now, report: report)
  }
}
