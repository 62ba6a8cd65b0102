// A stretch of upserts: links looked for, then changed and created, until every row's fate is known.

import HTTP
import Providers

/// Settles the stretches of a run, which settle side by side: no two rows name one link.
struct UpsertSettler: Sendable {
  let sender: Sender
  let provider: any Provider
  let match: MatchKey
  let workspace: Workspace
  /// Where links are found by a walk.
  let catalog: KeyCatalog?
  let batchSize: Int
  let lanes: Int
  let began = ContinuousClock.now
  /// Of all stretches, so that a bound on failures holds inside them.
  let failures = FailureCount()

  /// What became of each row of a stretch.
  func settle(_ batch: OpenBatch<Upsert>) async -> [Upsert: Ruling] {
    var work = UpsertWork(batch.items)
    for (link, found) in await find(work.soughtLinks, batch) {
      work.take(found, for: link, at: provider)
    }
    async let changed = change(batch.part(work.changes, of: work.edits))
    async let created = create(batch.part(work.newLinks, of: work.creates))
    async let called = call(batch.part(Array(work.calls.keys), of: work.calls))
    var rulings = work.rulings
    for (edit, ruling) in await changed {
      rulings[work.edits[edit]] = work.ruling(ruling, of: edit, at: provider)
    }
    for (link, ruling) in await created { rulings[work.creates[link]] = ruling }
    for (link, ruling) in await called { rulings[work.calls[link]] = ruling }
    for upsert in batch.doubtful { rulings[upsert] = rulings[upsert]?.ofDoubt }
    return rulings
  }

  private func find(
    _ links: [NewLink], _ batch: OpenBatch<Upsert>
  ) async -> [(NewLink, CreateSettler.Found)] {
    let searcher = CreateSettler(sender, provider.creation, workspace, nil, lanes: lanes)
    return await sideBySide(links, lanes: lanes) {
      let found =
        if let catalog { await catalog.find($0) } else { await searcher.search(for: $0, by: match) }
      if case .unknown(let why?) = found { watch([Outcome(.failed, why)]) }
      return ($0, found)
    }
  }

  private func change(_ batch: OpenBatch<Edit>) async -> [Edit: Ruling] {
    let links = min(provider.modification.limit.links, batchSize)
    return await UpdateSettler(sender, provider, batch, linksInRequest: links, lanes: lanes)
      .settle()
  }

  private func create(_ batch: OpenBatch<NewLink>) async -> [NewLink: Ruling] {
    let most = min(batchSize, sender.longestBatch)
    let parts = CreateBatches.of(batch.items, provider.creation, most: most)
    let settled = await sideBySide(parts, lanes: lanes) { part in
      let settler = CreateSettler(
        sender, provider.creation, workspace, batch.record(of: part), lanes: lanes)
      let some = await settler.settle(batch.part(part))
      watch(some.values.map(\.outcome))
      return some
    }
    return settled.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
  }

  private func call(_ batch: OpenBatch<NewLink>) async -> [NewLink: Ruling] {
    guard !batch.items.isEmpty, let call = provider.upsertion.call(for: match) else { return [:] }
    await sender.rest(until: began + call.blur)
    let rulings = await sideBySide(batch.items, lanes: lanes) {
      let ruling = await self.call(call, for: $0, in: batch)
      watch([ruling.outcome])
      return ($0, ruling)
    }
    return Dictionary(uniqueKeysWithValues: rulings)
  }

  private func watch(_ outcomes: [Outcome]) { sender.watch(outcomes, failures) }
}

extension UpsertSettler {
  /// Sends the provider's own call for one row, again where its answer was lost and that is harmless.
  ///
  /// A row that an earlier run may have sent is one whose answer was lost then.
  private func call(
    _ call: any UpsertCall, for link: NewLink, in batch: OpenBatch<NewLink>
  ) async -> Ruling {
    let isDoubtful = batch.doubtful.contains(link)
    guard sender.stopped == nil else { return Ruling(.notAttempted, attempts: 0) }
    if isDoubtful, !(await finds(link, call)) {
      return Ruling(Outcome(.unknown, .inDoubt), attempts: 0)
    }
    let began = (isDoubtful ? batch.earliest : nil) ?? .now
    var sent = 0
    var lost: Refusal? = isDoubtful ? .inDoubt : nil
    for resend in 0...sender.retries {
      let exchange = await sender.exchange(
        call.request(for: link), resendsLost: false, isResend: resend > 0,
        record: batch.record(of: [link])
      ) {
        call.read($0, for: link, since: resend == 0 && !isDoubtful ? $0.took : .now - began)
      }
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

extension OpenBatch<Upsert> {
  /// The items that rows have become, with what the journal knows of those.
  ///
  /// That a link was looked for just now and is not as asked shows that it was not changed before.
  fileprivate func part<Part>(_ parts: [Part], of rows: [Part: Upsert]) -> OpenBatch<Part> {
    let inDoubt = parts.filter { one in
      guard let row = rows[one], doubtful.contains(row) else { return false }
      return !(row.isSought && one is Edit)
    }
    return part(parts, for: rows, doubtful: Set(inDoubt))
  }
}

extension Ruling {
  /// The ruling of a row that an earlier run may have sent, and for which this one sent nothing: that its
  /// link cannot be looked for does not tell that nothing was done then.
  fileprivate var ofDoubt: Ruling {
    guard outcome.status == .failed, attempts == 0 else { return self }
    return Ruling(Outcome(.unknown, outcome.detail), attempts: 0)
  }
}
