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
  /// Of all stretches, so that a bound on failures holds inside them.
  let failures = FailureCount()

  /// What became of each of these rows.
  func settle(_ upserts: [Upsert]) async -> [Upsert: Ruling] {
    var work = UpsertWork(upserts)
    let creator = CreateSettler(sender, provider.creation, workspace, lanes: lanes)
    let sought = work.sought.keys.sorted { $0.row < $1.row }
    for (link, found) in await sideBySide(
      sought, lanes: lanes,
      {
        let found = await creator.search(for: $0, by: match)
        if case .unknown(let why?) = found { watch([Outcome(.failed, why)]) }
        return ($0, found)
      })
    {
      work.take(found, for: link, at: provider)
    }
    async let changed = change(work.changes)
    async let created = create(work.newLinks)
    async let called = call(Array(work.calls.keys))
    var rulings = work.rulings
    for (edit, ruling) in await changed {
      rulings[work.edits[edit]] = work.edits[edit]?.isSought == true ? ruling.ofSought : ruling
    }
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
      let some = await CreateSettler(sender, provider.creation, workspace, lanes: lanes)
        .settle(batch)
      watch(some.values.map(\.outcome))
      return some
    }
    return settled.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
  }

  private func call(_ links: [NewLink]) async -> [NewLink: Ruling] {
    guard let call = provider.upsertion.call(for: match) else { return [:] }
    let rulings = await sideBySide(links, lanes: lanes) {
      let ruling = await self.call(call, for: $0)
      watch([ruling.outcome])
      return ($0, ruling)
    }
    return Dictionary(uniqueKeysWithValues: rulings)
  }

  private func watch(_ outcomes: [Outcome]) { sender.watch(outcomes, failures) }
}

extension UpsertSettler {
  /// Sends the provider's own call for one row, again where its answer was lost and that is harmless.
  private func call(_ call: any UpsertCall, for link: NewLink) async -> Ruling {
    let began = ContinuousClock.now
    var sent = 0
    var lost: Refusal?
    for resend in 0...sender.retries {
      let exchange = await sender.exchange(
        call.request(for: link), resendsLost: false, isResend: resend > 0
      ) { call.read($0, for: link, since: resend == 0 ? $0.took : .now - began) }
      sent += exchange.sent
      guard case .lost(let why) = exchange.result else {
        return Ruling(outcome(exchange, afterLoss: lost), attempts: sent)
      }
      lost = why
      guard resend < sender.retries else { break }
      await sender.backOff(resend + 1)
      guard await finds(link, call) else { break }
    }
    return Ruling(Outcome(.unknown, lost), attempts: sent)
  }

  /// Whether a call that is sent again cannot make a second link, though the first one may still be under
  /// way: a name that no two links can have forbids it, or the first link is seen.
  private func finds(_ link: NewLink, _ call: any UpsertCall) async -> Bool {
    if link.ownName != nil { return true }
    guard let search = call.search(for: link) else { return false }
    let exchange = await sender.exchange(search, resendsLost: true) {
      call.readSearch($0, for: link)
    }
    guard case .content(let isThere) = exchange.result else { return false }
    return isThere
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

extension Ruling {
  /// The ruling of a row whose link was there when it was looked for: it is no row whose link is not there.
  fileprivate var ofSought: Ruling {
    guard outcome.status == .notFound else { return self }
    let why = "the link was there when it was looked for, and was gone when it was to be changed"
    return Ruling(Outcome(.failed, Refusal(Outcome.goneCode, why)), attempts: attempts)
  }
}
