// A run of updates.

package import Providers

extension Engine {
  /// Changes the links that the rows of an input name; `batchSize` is the user's, at most the provider's
  /// limit.
  ///
  /// One stretch of rows is settled after another, since rows of two stretches may change one link, and
  /// the later row has the last word.
  package func update(
    _ planner: Planner<UpdateRows>, by modification: any Modification, batchSize: Int?,
    backup: BackupFile?, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let before = Looking(
      sender: sender, provider: provider, lanes: options.concurrency, backup: backup)
    let verification =
      backup == nil && !modification.looksFirst
      ? .none : await before.verification(of: planner) { $0.id }
    let updates = Updates(
      sender, modification, before, verification, batchSize: batchSize ?? .max,
      lanes: options.concurrency)
    let run = BulkRun<UpdateRows>(
      options: options.oneStretchAtATime, sender: sender, journal: journal
    ) { await updates.settle($0) }
    return await run.run(planner, since: start, report: report)
  }
}

/// Changes links in stretches; used by many tasks at once.
struct Updates: Sendable {
  private let sender: Sender
  private let modification: any Modification
  private let before: Looking
  private let verification: Verification
  private let batchSize: Int
  private let lanes: Int
  /// Of all stretches, where a bound on failures holds for them together.
  var failures: FailureCount?

  init(
    _ sender: Sender, _ modification: any Modification, _ before: Looking,
    _ verification: Verification, batchSize: Int, lanes: Int
  ) {
    self.sender = sender
    self.modification = modification
    self.before = before
    self.verification = verification
    self.batchSize = batchSize
    self.lanes = lanes
  }

  /// What became of each edit of a stretch.
  ///
  /// Links that are kept before they are changed are looked up in parts of which no edit names its link by what
  /// another changes.
  func settle(_ batch: OpenBatch<Edit>) async -> [Ruling] {
    guard verification.looksFirst else { return await settleRounds(batch) }
    var rulings: [Ruling] = []
    for places in EditGroups.parts(of: batch.items) {
      let part = batch.part(places)
      let sights = await before.look(for: part.items.map(\.id), verification)
      rulings += await settle(part, as: sights)
    }
    return rulings
  }

  /// Changes the links that are there, and says of the others why they are not sent.
  private func settle(_ part: OpenBatch<Edit>, as sights: Sights) async -> [Ruling] {
    var rulings = [Ruling](repeating: Ruling(.notAttempted, attempts: 0), count: part.items.count)
    var kept: [Int] = []
    for (place, edit) in part.items.enumerated() {
      var past = Past()
      past.mayHaveActed = part.doubtful[place]
      switch aim.beginning(of: edit, sights.rows[place], isWhole: sights.isWhole, past) {
      case .send: kept.append(place)
      case .settled(let outcome): rulings[place].outcome = outcome
      }
    }
    for (place, ruling) in zip(kept, await settleRounds(part.part(kept))) {
      rulings[place] = ruling
    }
    return rulings
  }

  private var aim: UpdateAim { UpdateAim(modification, before.reading) }

  private func settleRounds(_ batch: OpenBatch<Edit>) async -> [Ruling] {
    var rulings = [Ruling](repeating: Ruling(.notAttempted, attempts: 0), count: batch.items.count)
    let looking = before.after
    let settler = Settler(
      sender: sender, aim: aim, lanes: lanes, failures: failures ?? FailureCount()
    ) { edits, _, _ in await looking.lookExactly(for: edits.map(\.id)) }
    let most = min(batchSize, sender.longestBatch)
    for parts in EditGroups.rounds(of: batch.items, most: most, at: modification) {
      let settled = await sideBySide(parts, lanes: lanes) {
        ($0, await settler.settle(batch.part($0)))
      }
      for (places, some) in settled {
        for (place, ruling) in zip(places, some) { rulings[place] = ruling }
      }
    }
    return rulings
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
