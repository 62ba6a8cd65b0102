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
    for batches in EditGroups.rounds(of: batch.items, most: most, at: modification) {
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

  /// Sends edits of one group together and settles whatever comes of it.
  ///
  /// `earlier` is what a request that carried them before has left them with, if one has.
  func update(_ edits: [Edit], earlier: Outcome? = nil) async -> EditOutcomes {
    guard !edits.isEmpty else { return [:] }
    switch await attempt(edits, earlier: earlier) {
    case .settled(let outcomes): return outcomes
    case .refused(let why) where edits.count == 1: return await refusedAlone(edits, why)
    case .refused: return await takeApart(edits)
    case .tooLarge(let why, let earlier):
      guard edits.count > 1 else { return all(edits, Outcome(earlier?.status ?? .failed, why)) }
      let half = edits.count / 2
      sender.learn(longestBatch: half)
      var outcomes = await update(Array(edits[..<half]), earlier: earlier)
      outcomes.merge(await update(Array(edits[half...]), earlier: earlier)) { first, _ in first }
      return outcomes
    }
  }

  /// What came of sending some edits together.
  enum Attempt: Sendable {
    case settled(EditOutcomes)
    case refused(Refusal)
    /// With what requests so far have left them with.
    case tooLarge(Refusal, earlier: Outcome?)
  }

  func attempt(_ edits: [Edit], earlier: Outcome? = nil) async -> Attempt {
    let exchange = await sender.exchange(
      modification.request(for: edits), resendsLost: true, record: batch.record(of: edits)
    ) { modification.read($0, for: edits) }
    attempts.add(exchange.sent, for: edits)
    let earlier = exchange.mayHaveActedBefore ? Outcome(.unknown, .answerLost) : earlier
    // The change itself may be why its link is not found or refused.
    let hasActed = earlier?.status == .unknown
    switch exchange.result {
    case .content(let report): return .settled(await settle(edits, report, hasActed: hasActed))
    case .refused(let why, _) where hasActed: return .settled(all(edits, Outcome(.unknown, why)))
    case .refused(let why, _): return .refused(why)
    case .tooLarge(let why): return .tooLarge(why, earlier: earlier)
    case .overQuota(let why), .rejected(let why), .unsent(let why):
      return .settled(all(edits, Outcome(earlier?.status ?? .failed, why)))
    case .lost(let why): return .settled(all(edits, Outcome(.unknown, why)))
    case .stopped: return .settled(all(edits, earlier ?? .notAttempted))
    }
  }

  /// Rows that an answer leaves out are sent again, each alone, where the answer cannot leave it out.
  private func settle(
    _ edits: [Edit], _ report: ModificationReport, hasActed: Bool
  ) async -> EditOutcomes {
    let leftOut = Outcome(
      hasActed ? .unknown : .unconfirmed,
      Refusal("not_in_answer", "the answer does not name this link"))
    var outcomes: EditOutcomes = [:]
    for edit in edits {
      if let link = report.updated[edit] {
        outcomes[edit] = Outcome(.updated, link: link)
      } else if let why = report.notFound[edit] {
        outcomes[edit] = Outcome(hasActed ? .unknown : .notFound, why)
      } else if let why = report.refused[edit] {
        outcomes[edit] = Outcome(hasActed ? .unknown : .failed, why)
      } else if edits.count > 1 {
        outcomes.merge(await update([edit], earlier: leftOut)) { first, _ in first }
      } else {
        outcomes[edit] = leftOut
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
