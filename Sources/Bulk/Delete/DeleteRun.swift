// A run of deletes.

package import Providers

extension Engine {
  /// Deletes the links that the rows of an input name; with `verifies` or a backup, looks for them first.
  package func delete(
    _ planner: Planner<DeleteRows>, by deletion: any Deletion, verifies: Bool, backup: BackupFile?,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    let before = Looking(
      sender: sender, provider: provider, lanes: options.concurrency, backup: backup)
    let verification = verifies ? await before.verification(of: planner) { $0 } : .none
    let looks = DeleteLooks(before: before, verification: verification)
    let settler = Settler(
      sender: sender, aim: DeleteAim(deletion, provider.reading), lanes: options.concurrency,
      looksFirst: verification.looksFirst
    ) { await looks.look(for: $0, $1, $2) }
    let run = BulkRun<DeleteRows>(options: options, sender: sender, journal: journal) {
      await settler.settle($0)
    }
    return await run.run(planner, since: start, report: report)
  }
}

/// How a delete looks for its links.
private struct DeleteLooks: Sendable {
  let before: Looking
  let verification: Verification

  func look(for ids: [LinkID], _ question: Question, _ past: Past) async -> Sights {
    switch question {
    case .beforehand: await before.look(for: ids, verification)
    case .sample: await before.after.look(for: ids, .atOnce)
    case .afterCount(let counted): await count(ids, counted, past)
    case .afterLoss, .afterRefusal, .afterAnswer: await lookAfterLoss(for: ids, past)
    }
  }

  /// Up to so many links are looked up one by one before a walk over all links is tried.
  private static let fewLinks = 50

  /// Where links are now: many by a walk over all links where there is one, the others by look-up.
  private func lookAfterLoss(for ids: [LinkID], _ past: Past) async -> Sights {
    let looking = before.after
    let sender = looking.sender
    var sights = Sights(.untold(nil), of: ids.count)
    if ids.count > Self.fewLinks, let roll = await sender.walk(looking.reading) {
      sights.rows = ids.map(roll.sight)
    }
    let open = ids.indices.filter {
      switch sights.rows[$0] {
      case .untold, .told(.notSeen): true
      case .told(.there), .told(.notThere): false
      }
    }
    guard looking.reading.readsByID, !open.isEmpty else { return sights }
    let more = await looking.look(
      for: open.map { ids[$0] }, past.beforehand == .seen ? .exactly : .atOnce)
    sights.put(more, at: open)
    return sights
  }

  /// Which links are still there after a count that fell short.
  ///
  /// Where as many are not shown as were removed, they are the ones, and nothing more has to be asked. Else
  /// links that were seen before may be where the large reads do not look.
  private func count(_ ids: [LinkID], _ counted: CountSettlement, _ past: Past) async -> Sights {
    let isNone = counted.removed == 0 && !past.mayHaveActed
    var sights = await before.after.look(for: ids, isNone ? .cheaply : .atOnce)
    let missing = ids.indices.filter { sights.rows[$0].isThere == false }
    if past.beforehand == .seen, missing.count != counted.removed {
      sights.put(await before.after.lookExactly(for: missing.map { ids[$0] }), at: missing)
    }
    return sights
  }
}

extension Verification {
  /// Whether links are looked for before anything is done to them.
  var looksFirst: Bool { if case .none = self { false } else { true } }
}
