// One batch of deletes, from its first request until every link's fate is known, or known to be
// unknowable.

import Providers

/// Settles the batches of a run; they settle side by side, each with a settler of its own.
struct DeleteSettler: Sendable {
  let sender: Sender
  let deletion: any Deletion
  let lookUp: (any LookUp)?
  /// A walk over all links that has not begun, where the provider has one.
  let listing: (any Listing)?
  let verification: Verification
  let record: RowRecord?
  /// How many requests one batch may have in flight.
  let lanes: Int
  let attempts = Attempts<LinkID>()
  /// Looks before the delete, where that is asked for.
  private let before: Looking

  init(_ before: Looking, _ verification: Verification, _ record: RowRecord?) {
    self.before = before
    self.record = record
    self.verification = verification
    sender = before.sender
    lanes = before.lanes
    let provider = before.provider
    deletion = provider.deletion
    lookUp = provider.lookUp
    listing = provider.listing()
  }

  /// Looks links up after they were sent, when none is kept any more.
  var after: Looking {
    var after = before
    after.backup = nil
    return after
  }

  /// What became of each link of a batch, which fits into a request.
  func settle(_ batch: OpenBatch<LinkID>) async -> [LinkID: Ruling] {
    let fresh = batch.items.filter { !batch.doubtful.contains($0) }
    let rulings = await settle(fresh, mayHaveActed: false)
    guard !batch.doubtful.isEmpty else { return rulings }
    let doubtful = batch.items.filter(batch.doubtful.contains)
    return rulings.merging(await settle(doubtful, mayHaveActed: true)) { first, _ in first }
  }

  /// Links that an earlier run may have deleted are apart from others, since an answer about them says less.
  private func settle(_ links: [LinkID], mayHaveActed: Bool) async -> [LinkID: Ruling] {
    guard !links.isEmpty else { return [:] }
    let load = Load(links: links, beforehand: .notLookedUp, mayHaveActed: mayHaveActed)
    guard let sight = await before.presence(of: links, verification) else {
      return rulings(await begin(load))
    }
    return await delete(load, as: sight)
  }

  /// Deletes links for the first time in this run.
  private func begin(_ load: Load) async -> Outcomes {
    guard load.mayHaveActed, deletion.afterLoss == .lookUp else { return await delete(load) }
    return await recover(load, .inDoubt, isFirst: true)
  }

  private func rulings(_ outcomes: Outcomes) -> [LinkID: Ruling] {
    Dictionary(
      uniqueKeysWithValues: outcomes.map { ($0, Ruling($1, attempts: attempts[$0])) })
  }

  /// Deletes what was seen, and apart from it what was not, so that each answer speaks of one kind.
  private func delete(_ load: Load, as sight: Sight) async -> [LinkID: Ruling] {
    var ownID: [LinkID: LinkID] = [:]
    var outcomes: Outcomes = [:]
    var seen: Set<LinkID> = []
    var notSeen: [LinkID] = []
    for link in load.links {
      switch sight.presence[link] {
      case .there(let own):
        // Two rows may name one link in two ways.
        seen.insert(own)
        ownID[link] = own
      case .notSeen: notSeen.append(link)
      case .notThere: outcomes[link] = load.mayHaveActed ? gone(load) : Outcome(.notFound)
      case nil: outcomes[link] = unseen(sight.refused[link], load)
      }
    }
    var hidden = load.part(notSeen)
    hidden.beforehand = sight.isWhole ? .absent : .notSeen
    outcomes.add(await begin(hidden))
    var result = rulings(outcomes)
    let deleted = rulings(await delete(Load(links: Array(seen), beforehand: .seen)))
    for (link, own) in ownID { result[link] = deleted[own] }
    return result
  }

  /// The outcome of a link that could not be looked up before its delete, which is then not sent.
  private func unseen(_ why: Refusal?, _ load: Load) -> Outcome {
    guard let why else { return .notAttempted }
    return Outcome(load.mayHaveActed ? .unknown : .failed, why)
  }

  /// Sends the links together and settles whatever comes of it.
  func delete(_ load: Load) async -> Outcomes {
    guard !load.links.isEmpty else { return [:] }
    switch await attempt(load) {
    case .settled(let outcomes): return outcomes
    case .refused(let why, let load) where load.links.count == 1:
      return await refusedAlone(why, load)
    case .refused(_, let load): return await takeApart(load)
    case .tooLarge(let why, let load): return await halve(load, why)
    }
  }

  /// What a refusal of one link alone means.
  ///
  /// Of a link that an earlier request may have removed it only tells that it is gone, or nothing.
  func refusedAlone(_ why: Refusal, _ load: Load) async -> Outcomes {
    let outcome = deletion.refusedAlone(why)
    guard load.mayHaveActed else { return load.all(outcome) }
    return outcome.status == .notFound ? load.all(gone(load)) : await unsettled(load, outcome)
  }

  /// The outcome of a link whose delete was sent, whose answer was lost, and that is not there now.
  func gone(_ load: Load) -> Outcome {
    switch load.beforehand {
    case .seen: .deleted
    case .absent: Outcome(.notFound)
    case .notLookedUp, .notSeen:
      Outcome(
        .unconfirmed, Refusal(Outcome.goneCode, "not there now; the answer to its delete was lost"))
    }
  }

  func halve(_ load: Load, _ why: Refusal) async -> Outcomes {
    guard load.links.count > 1 else { return await unsettled(load, Outcome(.failed, why)) }
    let half = load.links.count / 2
    sender.learn(longestBatch: half)
    var outcomes = await delete(load.part(load.links[..<half]))
    outcomes.add(await delete(load.part(load.links[half...])))
    return outcomes
  }
}
