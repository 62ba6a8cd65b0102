// A run of creates.

import Providers

extension Engine {
  /// Creates the links that the rows of an input describe.
  package func create(
    _ planner: Planner<CreateRows>, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let workspace = Workspace(sender, provider.folders)
    var options = options
    // Results hold whole links.
    options.rowsAhead = 20_000
    let lanes = options.concurrency
    let run = BulkRun<CreateRows>(options: options, sender: sender) { links in
      await CreateSettler(sender, provider.creation, workspace, lanes: lanes)
        .settle(links)
    }
    return await run.run(planner, since: .now, report: report)
  }
}
