// A run of updates.

import Providers

extension Engine {
  /// Changes the links that the rows of an input name; `batchSize` is the user's, at most the provider's
  /// limit.
  ///
  /// One stretch of rows is settled after another, since rows of two stretches may change one link, and
  /// the later row has the last word.
  package func update(
    _ planner: Planner<UpdateRows>, batchSize: Int?, backup: BackupFile?,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let before = Looking(
      sender: sender, provider: provider, lanes: options.concurrency, backup: backup)
    let verification = backup == nil ? .none : await before.verification(of: planner) { $0.id }
    let most = provider.modification.limit.links
    let links = min(most, batchSize ?? most)
    let run = BulkRun<UpdateRows>(
      options: options.oneStretchAtATime, sender: sender, journal: journal
    ) { batch in
      var rulings: [Edit: Ruling] = [:]
      let parts =
        backup == nil ? [batch.items] : EditGroups.parts(of: batch.items, at: provider.modification)
      for part in parts {
        let (kept, unsent) = await before.kept(batch.part(part), verification)
        let settled = await UpdateSettler(
          sender, provider, kept, linksInRequest: links, lanes: options.concurrency
        ).settle()
        rulings.merge(unsent) { first, _ in first }
        rulings.merge(settled) { first, _ in first }
      }
      return rulings
    }
    return await run.run(planner, since: start, report: report)
  }
}

extension Looking {
  /// The edits whose links are kept, and what became of the others, which are not sent.
  fileprivate func kept(
    _ batch: OpenBatch<Edit>, _ verification: Verification
  ) async -> (OpenBatch<Edit>, [Edit: Ruling]) {
    let ids = Array(Set(batch.items.map(\.id)))
    guard let sight = await presence(of: ids, verification) else { return (batch, [:]) }
    var kept: [Edit] = []
    var rulings: [Edit: Ruling] = [:]
    for edit in batch.items {
      switch sight.presence[edit.id] {
      case .there: kept.append(edit)
      case .notThere, .notSeen: rulings[edit] = Ruling(Outcome(.notFound), attempts: 0)
      case nil:
        let why = sight.refused[edit.id]
        let status: Status = batch.doubtful.contains(edit) ? .unknown : .failed
        rulings[edit] = Ruling(why.map { Outcome(status, $0) } ?? .notAttempted, attempts: 0)
      }
    }
    return (batch.part(kept), rulings)
  }
}

extension RunOptions {
  /// The same options with one batch settled after another; its requests still go side by side.
  var oneStretchAtATime: RunOptions {
    var options = self
    options.concurrency = 1
    options.batchesAhead = 0
    options.isStretched = true
    return options
  }
}
