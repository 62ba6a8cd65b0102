// A run of creates.

package import Providers

extension Engine {
  /// Creates the links that the rows of an input describe; `batchSize` is the user's, at most the provider's limit.
  ///
  /// `showsHolders` where links are to be shown that have the names of rows.
  package func create(
    _ planner: Planner<CreateRows>, by creation: any Creation, batchSize: Int? = nil,
    onConflict: OnConflict = .fail, showsHolders: Bool = false,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let workspace = Workspace(sender, provider)
    // A stretch is many requests, and a bound on failures holds inside it.
    let failures = creation.groupsRows ? FailureCount() : nil
    let creates = Creates(
      sender, creation, provider, workspace, batchSize: batchSize ?? .max,
      lanes: options.concurrency, failures: failures, onConflict: onConflict)
    let search = LinkSearch(sender, provider, workspace, lanes: options.concurrency)
    var options = options
    // Results hold whole links.
    options.rowsAhead = 20_000
    options.isStretched = creation.groupsRows
    if options.isStretched { options.batchesAhead = 0 }
    let isStretched = options.isStretched
    let conflicts = Conflicts(
      onConflict, creation, search, await catalog(of: planner, creation, onConflict),
      showsHolders: showsHolders
    ) { batch in
      isStretched ? await creates.settleStretch(batch) : await creates.settle(batch)
    }
    let run = BulkRun<CreateRows>(options: options, sender: sender, journal: journal) {
      await conflicts.settle($0)
    }
    return await run.run(planner, since: .now, report: report)
  }
}

/// Creates links; used by many batches at once.
struct Creates: Sendable {
  private let creation: any Creation
  private let workspace: Workspace
  private let batchSize: Int
  private let lanes: Int
  private var settler: Settler<NewLink>

  init(
    _ sender: Sender, _ creation: any Creation, _ provider: any Provider, _ workspace: Workspace,
    batchSize: Int, lanes: Int, failures: FailureCount?, onConflict: OnConflict = .fail
  ) {
    let search = LinkSearch(sender, provider, workspace, lanes: lanes)
    self.creation = creation
    self.workspace = workspace
    self.batchSize = batchSize
    self.lanes = lanes
    settler = Settler(
      sender: sender, aim: CreateAim(creation, workspace.claims, provider.modification),
      lanes: lanes,
      failures: failures
    ) { links, _, _ in await search.find(links) }
    settler.leavesOpen = { onConflict.leavesOpen($0) }
    settler.note = { workspace.learn(defaultDomain: $0) }
  }

  /// What became of each link of a batch, which fits into a request.
  func settle(_ batch: OpenBatch<NewLink>) async -> [Ruling] {
    var refused: [(place: Int, outcome: Outcome)] = []
    for (place, link) in batch.items.enumerated() where !batch.doubtful[place] {
      guard let folder = await workspace.missingFolder(of: link) else { continue }
      let why = Refusal("unknown_folder", "there is no folder \(folder)")
      refused.append((place, Outcome(.failed, why)))
    }
    return await settler.settle(batch, refused: refused)
  }

  /// What became of each link of a stretch, in requests of those that may share one.
  func settleStretch(_ batch: OpenBatch<NewLink>) async -> [Ruling] {
    let limit = creation.limit.atMost(min(batchSize, settler.sender.longestBatch))
    let parts = Grouping.batches(of: batch.items, at: batch.items.indices, limit, creation.plain)
    return await batch.settled(in: parts, lanes: lanes) { await settle(batch.part($0)) }
  }
}

extension OpenBatch {
  /// What became of each item, where parts are settled side by side.
  func settled(
    in parts: [[Int]], lanes: Int, _ settle: @escaping @Sendable ([Int]) async -> [Ruling]
  ) async -> [Ruling] {
    var rulings = [Ruling](repeating: Ruling(.notAttempted, attempts: 0), count: items.count)
    for (places, some) in await sideBySide(parts, lanes: lanes, { ($0, await settle($0)) }) {
      for (place, ruling) in zip(places, some) { rulings[place] = ruling }
    }
    return rulings
  }
}
