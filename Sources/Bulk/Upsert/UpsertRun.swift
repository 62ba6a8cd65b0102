// A run of upserts: links looked for, then changed and created, until every row's fate is known.

package import Providers
import Records

extension Engine {
  /// Changes the links that the rows of an input name, and creates those that are not there; `batchSize`
  /// is the user's, at most the provider's limits.
  package func upsert(
    _ planner: Planner<UpsertRows>, by means: UpsertMeans, match: MatchKey, batchSize: Int?,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    var options = options
    // Results hold whole links.
    options.rowsAhead = 20_000
    options.batchesAhead = 0
    options.isStretched = true
    let began = ContinuousClock.now
    let upserts = Upserts(
      self, means, match, await catalog(of: planner, match),
      batchSize: batchSize ?? .max, began: began)
    let run = BulkRun<UpsertRows>(options: options, sender: sender, journal: journal) {
      await upserts.settle($0)
    }
    return await run.run(planner, since: began, report: report)
  }

  /// Where links are found by a walk, what finds those of the whole input; `nil` too where that cannot be read any
  /// more, and then the run stops.
  private func catalog(
    of planner: Planner<UpsertRows>, _ match: MatchKey
  ) async -> LinkCatalog? {
    guard match == .key, provider.reading.walksForKeys else { return nil }
    var batches = planner
    var wanted = NameTable()
    do throws(InputError) {
      while let batch = try await batches.next() {
        for case .find(let link) in batch.items { LinkCatalog.note(link, in: &wanted) }
      }
    } catch {
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
    return LinkCatalog(sender, provider.reading, wanted: wanted)
  }
}

/// Settles the stretches of a run, which settle side by side: no two rows name one link.
private struct Upserts: Sendable {
  let means: UpsertMeans
  let match: MatchKey
  let catalog: LinkCatalog?
  let search: LinkSearch
  let creates: Creates
  let updates: Updates
  let sender: Sender
  let lanes: Int
  let began: ContinuousClock.Instant
  /// Of all stretches, so that a bound on failures holds inside them.
  let failures: FailureCount

  init(
    _ engine: Engine, _ means: UpsertMeans, _ match: MatchKey, _ catalog: LinkCatalog?,
    batchSize: Int, began: ContinuousClock.Instant
  ) {
    let (sender, provider) = (engine.sender, engine.provider)
    let workspace = Workspace(sender, provider)
    failures = FailureCount()
    lanes = engine.options.concurrency
    self.means = means
    self.match = match
    self.catalog = catalog
    self.sender = sender
    self.began = began
    search = LinkSearch(sender, provider, workspace, lanes: lanes)
    creates = Creates(
      sender, means.creation, provider, workspace, batchSize: batchSize, lanes: lanes,
      failures: failures)
    let looking = Looking(sender: sender, provider: provider, lanes: lanes, backup: nil)
    var updates = Updates(
      sender, means.modification, looking, .none, batchSize: batchSize, lanes: lanes)
    updates.failures = failures
    self.updates = updates
  }

  /// What became of each row of a stretch.
  func settle(_ batch: OpenBatch<Upsert>) async -> [Ruling] {
    var work = UpsertWork(batch.items)
    work.take(await find(work.sought.map(\.link)), by: means)
    async let changed = updates.settle(
      // That a link was looked for just now and is not as asked shows that it was not changed before.
      batch.part(work.edits.map(\.edit), at: work.edits.map(\.place)) { [work] place in
        batch.doubtful[place] && !work.wasFound(place)
      })
    async let created = creates.settleStretch(
      batch.part(work.creates.map(\.link), at: work.creates.map(\.place)))
    async let called = call(batch.part(work.calls.map(\.link), at: work.calls.map(\.place)))
    var rulings = [Ruling](repeating: Ruling(.notAttempted, attempts: 0), count: batch.items.count)
    for (place, outcome) in work.settled { rulings[place].outcome = outcome }
    for ((place, edit), ruling) in zip(work.edits, await changed) {
      rulings[place] = work.ruling(ruling, of: edit, place, means.modification)
    }
    for ((place, _), ruling) in zip(work.creates, await created) { rulings[place] = ruling }
    for ((place, _), ruling) in zip(work.calls, await called) { rulings[place] = ruling }
    for place in rulings.indices where batch.doubtful[place] { rulings[place].openDoubt() }
    return rulings
  }

  private func find(_ links: [NewLink]) async -> Sights {
    await search.find(links) { link in
      let sight: Sight =
        if let catalog { await catalog.find(link) } else { await search.find(link, by: match) }
      if case .untold(let why?) = sight { sender.watch([Outcome(.failed, why)], failures) }
      return sight
    }
  }

  /// Sends the provider's own call, a row a request.
  private func call(_ batch: OpenBatch<NewLink>) async -> [Ruling] {
    guard !batch.items.isEmpty, let call = means.upsertion.call(for: match) else { return [] }
    await sender.rest(until: began + call.blur)
    let settler = Settler(
      sender: sender, aim: CallAim(operation: call.plain), lanes: lanes, failures: failures
    ) { links, _, _ in await look(for: links) }
    return await batch.settled(in: batch.items.indices.map { [$0] }, lanes: lanes) {
      await settler.settle(batch.part($0))
    }
  }

  /// Whether a call that is sent again cannot make a second link, though the first one may still be under
  /// way: a name that no two links can have forbids it, or the first link is seen.
  private func look(for links: [NewLink]) async -> Sights {
    await search.find(links) { link in
      if link.ownName != nil { return .told(.there(ShownLink())) }
      return await search.find(link, by: match)
    }
  }
}

extension Ruling {
  /// What is said of a row that an earlier run may have sent, and for which this one sent nothing: that its
  /// link cannot be looked for does not tell that nothing was done then.
  fileprivate mutating func openDoubt() {
    guard outcome.status == .failed, attempts == 0 else { return }
    outcome = Outcome(.unknown, outcome.detail)
  }
}
