// A run of upserts.

package import Providers

extension Engine {
  /// Changes the links that the rows of an input name, and creates those that are not there; `batchSize`
  /// is the user's, at most the provider's limits.
  package func upsert(
    _ planner: Planner<UpsertRows>, match: MatchKey, batchSize: Int?,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let workspace = Workspace(sender, provider)
    var options = options
    // Results hold whole links.
    options.rowsAhead = 20_000
    options.batchesAhead = 0
    options.isStretched = true
    let walks = match == .key && provider.creation.walksForKeys
    let settler = UpsertSettler(
      sender: sender, provider: provider, match: match, workspace: workspace,
      catalog: walks ? KeyCatalog(sender, provider, planner) : nil,
      batchSize: batchSize ?? .max, lanes: options.concurrency)
    let run = BulkRun<UpsertRows>(options: options, sender: sender, journal: journal) {
      await settler.settle($0)
    }
    return await run.run(planner, since: settler.began, report: report)
  }
}
