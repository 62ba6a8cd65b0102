// A run of deletes.

import Providers

extension Engine {
  /// Deletes the links that the rows of an input name; with `verifies` or a backup, looks for them first.
  package func delete(
    _ planner: Planner<DeleteRows>, verifies: Bool, backup: BackupFile?,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let before = Looking(
      sender: sender, provider: provider, lanes: options.concurrency, backup: backup)
    let verification = verifies ? await before.verification(of: planner) { $0 } : .none
    let run = BulkRun<DeleteRows>(options: options, sender: sender, journal: journal) { batch in
      await DeleteSettler(before, verification, batch.record).settle(batch)
    }
    return await run.run(planner, since: start, report: report)
  }
}
