// A stretch of updates, from its first request until every row's fate is known, or known to be unknowable.

import Providers
import Records

typealias EditOutcomes = [Edit: Outcome]

/// Settles the stretches of a run.
///
/// A change may be sent again whenever its answer was lost, since doing
/// it twice is the same as once.
struct UpdateSettler: Sendable {
  let sender: Sender
  let provider: any Provider
  let modification: any Modification
  let linksInRequest: Int
  /// How many requests may be in flight.
  let lanes: Int
  let batch: OpenBatch<Edit>
  let attempts = Attempts<Edit>()

  init(
    _ sender: Sender, _ provider: any Provider, _ batch: OpenBatch<Edit>, linksInRequest: Int,
    lanes: Int
  ) {
    self.batch = batch
    self.sender = sender
    self.provider = provider
    self.linksInRequest = linksInRequest
    self.lanes = lanes
    modification = provider.modification
  }

  /// What became of each edit of the stretch.
  func settle() async -> [Edit: Ruling] {
    var outcomes: EditOutcomes = [:]
    let failures = FailureCount()
    let most = min(linksInRequest, sender.longestBatch)
    for batches in EditGroups.rounds(of: batch.items, most: most) {
      for some in await sideBySide(
        batches, lanes: lanes,
        {
          let some = await update($0)
          sender.watch(some.values, failures)
          return some
        })
      {
        outcomes.merge(some) { first, _ in first }
      }
    }
    for again in renamed(batch.items, outcomes) {
      for edit in again where sender.stopped == nil {
        outcomes.merge(await update([edit])) { _, later in later }
      }
    }
    return Dictionary(
      uniqueKeysWithValues: outcomes.map { edit, outcome in
        let outcome = batch.doubtful.contains(edit) ? inDoubt(outcome, of: edit) : outcome
        return (edit, Ruling(outcome, attempts: attempts[edit]))
      })
  }

  /// What can be said of an edit that an earlier run may have made: that it is refused now does not tell
  /// that it was not made then.
  private func inDoubt(_ outcome: Outcome, of edit: Edit) -> Outcome {
    switch outcome.status {
    case .notFound where !modification.canHide(edit): outcome
    case .failed, .notFound: Outcome(.unknown, outcome.detail)
    default: outcome
    }
  }

  /// Edits that turned out to be of one link under two names, its ID and its external ID, each link's in
  /// the order of the rows.
  ///
  /// They may have been in one round, so they are sent again, one after another: the last one is to have
  /// the last word.
  private func renamed(_ edits: [Edit], _ outcomes: EditOutcomes) -> [[Edit]] {
    let done = edits.filter { outcomes[$0]?.status == .updated }
    let byLink = Dictionary(grouping: done) { outcomes[$0]?.link?["id"]?.string ?? $0.id.text }
    return byLink.values.filter { edits in edits.contains { $0.id != edits.first?.id } }
  }

  /// Sends edits of one group together and settles whatever comes of it.
  func update(_ edits: [Edit]) async -> EditOutcomes {
    guard !edits.isEmpty else { return [:] }
    switch await attempt(edits) {
    case .settled(let outcomes): return outcomes
    case .refused(let why) where edits.count == 1: return await refusedAlone(edits, why)
    case .refused: return await takeApart(edits)
    case .tooLarge(let why):
      guard edits.count > 1 else { return all(edits, Outcome(.failed, why)) }
      let half = edits.count / 2
      sender.learn(longestBatch: half)
      var outcomes = await update(Array(edits[..<half]))
      outcomes.merge(await update(Array(edits[half...]))) { first, _ in first }
      return outcomes
    }
  }

  /// What came of sending some edits together.
  enum Attempt: Sendable {
    case settled(EditOutcomes)
    case refused(Refusal)
    case tooLarge(Refusal)
  }

  func attempt(_ edits: [Edit]) async -> Attempt {
    let exchange = await sender.exchange(
      modification.request(for: edits), resendsLost: true, record: batch.record(of: edits)
    ) { modification.read($0, for: edits) }
    attempts.add(exchange.sent, for: edits)
    let status: Status = exchange.mayHaveActedBefore ? .unknown : .failed
    switch exchange.result {
    case .content(let report):
      return .settled(await settle(edits, report, hasActed: exchange.mayHaveActedBefore))
    // The change itself may be why the link is not found or refused now.
    case .refused(let why, _) where exchange.mayHaveActedBefore:
      return .settled(all(edits, Outcome(.unknown, why)))
    case .refused(let why, _): return .refused(why)
    case .tooLarge(let why): return .tooLarge(why)
    case .overQuota(let why), .rejected(let why), .unsent(let why):
      return .settled(all(edits, Outcome(status, why)))
    case .lost(let why): return .settled(all(edits, Outcome(.unknown, why)))
    case .stopped: return .settled(all(edits, .notAttempted))
    }
  }

  /// Rows that an answer leaves out are sent again, each alone, where the answer cannot leave it out.
  private func settle(
    _ edits: [Edit], _ report: ModificationReport, hasActed: Bool
  ) async -> EditOutcomes {
    var outcomes: EditOutcomes = [:]
    for edit in edits {
      if let link = report.updated[edit] {
        outcomes[edit] = Outcome(.updated, link: link)
      } else if let why = report.notFound[edit] {
        outcomes[edit] = Outcome(hasActed ? .unknown : .notFound, why)
      } else if let why = report.refused[edit] {
        outcomes[edit] = Outcome(hasActed ? .unknown : .failed, why)
      } else if edits.count > 1 {
        outcomes.merge(await update([edit])) { first, _ in first }
      } else {
        let why = Refusal("not_in_answer", "the answer does not name this link")
        outcomes[edit] = Outcome(.unconfirmed, why)
      }
    }
    return outcomes
  }

  /// A refusal of one edit may be about its change or about a link that is not there; looking tells.
  func refusedAlone(_ edits: [Edit], _ why: Refusal) async -> EditOutcomes {
    let failed = all(edits, Outcome(.failed, why))
    guard let edit = edits.first, let lookUp = provider.lookUp,
      let read = (lookUp.exactReads(for: [edit.id]) + lookUp.reads(for: [edit.id])).first
    else { return failed }
    let exchange = await sender.exchange(read.request, resendsLost: true) {
      lookUp.read($0, of: read)
    }
    guard case .content(let presence) = exchange.result, presence[edit.id] == .notThere else {
      return failed
    }
    return all(edits, Outcome(.notFound, why))
  }

  func all(_ edits: [Edit], _ outcome: Outcome) -> EditOutcomes {
    EditOutcomes(uniqueKeysWithValues: edits.map { ($0, outcome) })
  }
}
