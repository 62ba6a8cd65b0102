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

  /// What became of each row of a stretch.
  func settle(_ batch: OpenBatch<Upsert>) async -> [Upsert: Ruling] {
    var work = UpsertWork(batch.items)
    for (link, found) in await find(work.soughtLinks, batch) {
      work.take(found, for: link, at: provider)
    }
    async let changed = change(work.changes, batch.part(work.edits))
    async let created = create(work.newLinks, batch.part(work.creates))
    async let called = call(Array(work.calls.keys), batch.part(work.calls))
    var rulings = work.rulings
    for (edit, ruling) in await changed {
      rulings[work.edits[edit]] = work.edits[edit]?.isSought == true ? ruling.ofSought : ruling
    }
    for (link, ruling) in await created { rulings[work.creates[link]] = ruling }
    for (link, ruling) in await called { rulings[work.calls[link]] = ruling }
    return rulings
  }

  private func find(
    _ links: [NewLink], _ batch: OpenBatch<Upsert>
  ) async -> [(NewLink, CreateSettler.Found)] {
    let searcher = CreateSettler(sender, provider.creation, workspace, nil, lanes: lanes)
    return await sideBySide(links, lanes: lanes) {
      let found = await searcher.search(for: $0, by: match)
      if case .unknown(let why?) = found { watch([Outcome(.failed, why)]) }
      return ($0, found)
    }
  }

  private func change(_ edits: [Edit], _ past: OpenBatch<Edit>) async -> [Edit: Ruling] {
    let links = min(provider.modification.limit.links, batchSize)
    let part = OpenBatch(items: edits, doubtful: past.doubtful, record: past.record)
    return await UpdateSettler(sender, provider, part, linksInRequest: links, lanes: lanes).settle()
  }

  private func create(_ links: [NewLink], _ past: OpenBatch<NewLink>) async -> [NewLink: Ruling] {
    let most = min(batchSize, sender.longestBatch)
    let batches = CreateBatches.of(links, provider.creation, most: most)
    let settled = await sideBySide(batches, lanes: lanes) { links in
      let part = OpenBatch(items: links, doubtful: past.doubtful, record: past.record)
      let settler = CreateSettler(
        sender, provider.creation, workspace, past.record, lanes: lanes)
      let some = await settler.settle(part)
      watch(some.values.map(\.outcome))
      return some
    }
    return settled.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
  }

  private func call(_ links: [NewLink], _ past: OpenBatch<NewLink>) async -> [NewLink: Ruling] {
    guard let call = provider.upsertion.call(for: match) else { return [:] }
    let rulings = await sideBySide(links, lanes: lanes) {
      let ruling = await self.call(call, for: $0, past)
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
  /// What an earlier run may have sent has some time to show before it is sent again.
  private func call(
    _ call: any UpsertCall, for link: NewLink, _ past: OpenBatch<NewLink>
  ) async -> Ruling {
    if past.doubtful.contains(link), !(await finds(link, call)) { await sender.backOff(3) }
    let began = ContinuousClock.now
    var sent = 0
    var lost: Refusal?
    for resend in 0...sender.retries {
      let exchange = await sender.exchange(
        call.request(for: link), resendsLost: false, isResend: resend > 0, record: past.record
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

extension OpenBatch<Upsert> {
  /// What the journal knows of the items that rows have become.
  fileprivate func part<Part>(_ items: [Part: Upsert]) -> OpenBatch<Part> {
    let doubtful = items.filter { self.doubtful.contains($0.value) }
    return OpenBatch<Part>(items: [], doubtful: Set(doubtful.keys), record: record)
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
