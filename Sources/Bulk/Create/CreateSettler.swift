// One batch of creates, from its first request until every row's fate is known, or known to be
// unknowable.

import Providers
import Records

typealias NewOutcomes = [NewLink: Outcome]

/// Settles the batches of a run; they settle side by side, each with a settler of its own.
struct CreateSettler: Sendable {
  let sender: Sender
  let creation: any Creation
  let workspace: Workspace
  let record: RowRecord?
  /// How many requests one batch may have in flight.
  let lanes: Int
  let attempts = Attempts<NewLink>()
  /// Nothing of the links was sent before, as far as that is known.
  var began: ContinuousClock.Instant? = .now

  init(
    _ sender: Sender, _ creation: any Creation, _ workspace: Workspace, _ record: RowRecord?,
    lanes: Int
  ) {
    self.record = record
    self.sender = sender
    self.creation = creation
    self.workspace = workspace
    self.lanes = lanes
  }

  /// What became of each link of a batch, which fits into a request.
  func settle(_ batch: OpenBatch<NewLink>) async -> [NewLink: Ruling] {
    let doubtful = batch.items.filter(batch.doubtful.contains)
    var outcomes = await settle(doubtful: doubtful, since: batch.earliest)
    for link in batch.items where !batch.doubtful.contains(link) {
      guard let folder = await workspace.missingFolder(of: link) else { continue }
      let why = Refusal("unknown_folder", "there is no folder \(folder)")
      outcomes[link] = Outcome(.failed, why)
    }
    let rest = batch.items.filter { outcomes[$0] == nil }
    outcomes.merge(await create(rest, resends: 0)) { first, _ in first }
    return Dictionary(
      uniqueKeysWithValues: outcomes.map { ($0, Ruling($1, attempts: attempts[$0])) })
  }

  /// Sends the links together and settles whatever comes of it; none of them may exist by our doing.
  func create(_ links: [NewLink], resends: Int) async -> NewOutcomes {
    guard !links.isEmpty else { return [:] }
    switch await attempt(links, resends: resends) {
    case .settled(let outcomes): return outcomes
    case .refused(let why, _) where links.count == 1:
      return await refusedAlone(links, why, resends: resends)
    case .refused(let why, let index?): return await without(index, links, why, resends: resends)
    case .refused: return await takeApart(links, resends: resends)
    case .split(let why):
      guard links.count > 1 else { return ended(links, Outcome(.failed, why), resends: resends) }
      return await halves(links, resends: resends)
    case .overQuota(let why):
      guard links.count > 1 else {
        sender.stopSwitch.stop(.provider(.quotaUsedUp(why)))
        return ended(links, Outcome(.failed, why), resends: resends)
      }
      return await halves(links, resends: resends)
    }
  }

  /// The named row has failed; the others are sent again without it.
  private func without(
    _ index: Int, _ links: [NewLink], _ why: Refusal, resends: Int
  ) async -> NewOutcomes {
    guard links.indices.contains(index) else { return await takeApart(links, resends: resends) }
    var rest = links
    let named = rest.remove(at: index)
    var outcomes = await refusedAlone([named], why, resends: resends)
    outcomes.merge(await create(rest, resends: resends)) { first, _ in first }
    return outcomes
  }

  /// One half after the other, so that what still fits into a quota is found.
  func halves(_ links: [NewLink], resends: Int) async -> NewOutcomes {
    let half = links.count / 2
    var outcomes = await create(Array(links[..<half]), resends: resends)
    outcomes.merge(await create(Array(links[half...]), resends: resends)) { first, _ in first }
    return outcomes
  }

  func all(_ links: [NewLink], _ outcome: Outcome) -> NewOutcomes {
    NewOutcomes(uniqueKeysWithValues: links.map { ($0, outcome) })
  }
}
