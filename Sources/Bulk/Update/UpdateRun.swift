// A run of updates.

import Providers

extension Engine {
  /// Changes the links that the rows of an input name; `batchSize` is the user's, at most the provider's
  /// limit.
  ///
  /// One stretch of rows is settled after another, since rows of two stretches may change one link, and
  /// the later row has the last word.
  package func update(
    _ planner: Planner<UpdateRows>, batchSize: Int?, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let most = provider.modification.limit.links
    let links = min(most, batchSize ?? most)
    let run = BulkRun<UpdateRows>(
      options: options.oneStretchAtATime, sender: sender, journal: journal
    ) { batch in
      await UpdateSettler(
        sender, provider, batch, linksInRequest: links, lanes: options.concurrency
      ).settle()
    }
    return await run.run(planner, since: .now, report: report)
  }
}

extension RunOptions {
  /// The same options with one batch settled after another; its requests still go side by side.
  var oneStretchAtATime: RunOptions {
    var options = self
    options.concurrency = 1
    options.batchesAhead = 0
    return options
  }
}
