// A stretch of upserts: links looked for, then changed and created, until every row's fate is known.

import HTTP
import Providers

/// Settles the stretches of a run, which settle side by side: no two rows name one link.
struct UpsertSettler: Sendable {
  let sender: Sender
  let provider: any Provider
  let match: MatchKey
  let workspace: Workspace
  let batchSize: Int
  let lanes: Int

  /// What became of each of these rows.
  func settle(_ upserts: [Upsert]) async -> [Upsert: Ruling] {
    var work = UpsertWork(upserts)
    let creator = CreateSettler(sender, provider.creation, workspace, lanes: lanes)
    let sought = work.sought.keys.sorted { $0.row < $1.row }
    for (link, found) in await sideBySide(
      sought, lanes: lanes, { ($0, await creator.search(for: $0, by: match)) })
    {
      work.take(found, for: link, at: provider)
    }
    async let changed = change(work.changes)
    async let created = create(work.newLinks)
    async let called = call(Array(work.calls.keys))
    var rulings = work.rulings
    for (edit, ruling) in await changed { rulings[work.edits[edit]] = ruling }
    for (link, ruling) in await created { rulings[work.creates[link]] = ruling }
    for (link, ruling) in await called { rulings[work.calls[link]] = ruling }
    return rulings
  }

  private func change(_ edits: [Edit]) async -> [Edit: Ruling] {
    let links = min(provider.modification.limit.links, batchSize)
    return await UpdateSettler(sender, provider, linksInRequest: links, lanes: lanes).settle(edits)
  }

  private func create(_ links: [NewLink]) async -> [NewLink: Ruling] {
    let most = min(batchSize, sender.longestBatch)
    let batches = CreateBatches.of(links, provider.creation, most: most)
    let settled = await sideBySide(batches, lanes: lanes) { batch in
      await CreateSettler(sender, provider.creation, workspace, lanes: lanes).settle(batch)
    }
    return settled.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
  }

  private func call(_ links: [NewLink]) async -> [NewLink: Ruling] {
    guard let call = provider.upsertion.call(for: match) else { return [:] }
    let rulings = await sideBySide(links, lanes: lanes) { ($0, await self.call(call, for: $0)) }
    return Dictionary(uniqueKeysWithValues: rulings)
  }
}

extension UpsertSettler {
  /// Sends the provider's own call for one row.
  ///
  /// It is sent again when its answer was lost, since it looks for the link before it makes one.
  private func call(_ call: any UpsertCall, for link: NewLink) async -> Ruling {
    let began = ContinuousClock.now
    var sent = 0
    var lost: Refusal?
    for resend in 0...sender.retries {
      let exchange = await sender.exchange(
        call.request(for: link), resendsLost: false, isResend: resend > 0
      ) { call.read($0, since: resend == 0 ? $0.took : .now - began) }
      sent += exchange.sent
      guard case .lost(let why) = exchange.result else {
        return Ruling(outcome(exchange, afterLoss: lost), attempts: sent)
      }
      lost = why
      if resend < sender.retries { await sender.backOff(resend + 1) }
    }
    return Ruling(Outcome(.unknown, lost), attempts: sent)
  }

  /// A refusal after a loss may be of what the lost one has done.
  private func outcome(_ exchange: Exchange<Outcome>, afterLoss lost: Refusal?) -> Outcome {
    switch exchange.result {
    case .content(let outcome): return outcome
    case .stopped: return lost.map { Outcome(.unknown, $0) } ?? .notAttempted
    case .overQuota(let why):
      sender.stopSwitch.stop(.provider(.quotaUsedUp(why)))
      return Outcome(lost == nil ? .failed : .unknown, why)
    default: return Outcome(lost == nil ? .failed : .unknown, exchange.refusal)
    }
  }
}

extension Dictionary where Key == Upsert, Value == Ruling {
  /// The ruling of a row that is one of the stretch's.
  fileprivate subscript(upsert: Upsert?) -> Ruling? {
    get { upsert.flatMap { self[$0] } }
    set { if let upsert { self[upsert] = newValue } }
  }
}
