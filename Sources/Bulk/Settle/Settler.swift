// The hands of a settlement: its steps carried out side by side, with real requests and waits.

import Providers

/// Settles batches of one operation; used by many tasks at once.
struct Settler<Item: Sendable>: Sendable {
  let sender: Sender
  let aim: any Aim<Item>
  /// How many requests one batch may have in flight.
  let lanes: Int
  /// Whether links are looked for before anything is done to them.
  var looksFirst = false
  /// Of several batches that a bound on failures holds for together; `nil` where each is counted when it is settled.
  var failures: FailureCount?
  /// Whether something else is still to be done about a row of this outcome, so that it is no failure yet.
  var leavesOpen: @Sendable (Outcome) -> Bool = { _ in false }
  /// Told of the domain that the provider chooses where rows name none.
  var note: @Sendable (String) -> Void = { _ in }
  /// Looks for the links of some items.
  let look: @Sendable ([Item], Question, Past) async -> Sights

  /// What became of each item of a batch, which fits into a request; `refused` are those that are not to be sent.
  func settle(_ batch: OpenBatch<Item>, refused: [(place: Int, outcome: Outcome)] = []) async
    -> [Ruling]
  {
    var settlement = Settlement(
      batch.items, aim, doubtful: batch.doubtful, since: batch.earliest, looksFirst: looksFirst,
      retries: sender.retries, lanes: lanes, now: .now, refused: refused)
    // Most batches are one request, and need no task of their own.
    while let step = settlement.next() {
      guard !settlement.hasNext else {
        await carryOut(&settlement, batch, step)
        break
      }
      take(await end(of: step, settlement.items, batch), into: &settlement)
    }
    return settlement.results
  }

  /// Carries out steps side by side until there is none.
  private func carryOut(
    _ settlement: inout Settlement<Item>, _ batch: OpenBatch<Item>, _ first: Step
  ) async {
    await withTaskGroup(of: StepEnd.self) { group in
      var next: Step? = first
      var inFlight = 0
      while true {
        while let step = next {
          let items = settlement.items
          group.addTask { await end(of: step, items, batch) }
          inFlight += 1
          next = inFlight < lanes ? settlement.next() : nil
        }
        guard let end = await group.next() else { break }
        inFlight -= 1
        take(end, into: &settlement)
        next = settlement.next()
      }
    }
  }

  private func take(_ end: StepEnd, into settlement: inout Settlement<Item>) {
    settlement.take(end)
    if let limit = settlement.longestBatch { sender.learn(longestBatch: limit) }
    if let stop = settlement.stop { sender.stopSwitch.stop(.provider(stop)) }
    if let failures = failures ?? settlement.partial {
      sender.watch(settlement.settled.lazy.filter { !leavesOpen($0) }, failures)
    }
  }

  private func end(
    of step: Step, _ items: [Item], _ batch: OpenBatch<Item>
  ) async -> StepEnd {
    switch step {
    case .send(let parcel):
      return .sent(parcel, await exchange(parcel, parcel.pick(from: items), batch))
    case .look(let parcel, let question):
      let sights = await look(parcel.pick(from: items), question, parcel.past)
      return .looked(parcel, question, sights)
    case .pause(let resend, let next):
      await sender.backOff(resend)
      return .paused(then: next)
    }
  }

  private func exchange(
    _ parcel: Parcel, _ items: [Item], _ batch: OpenBatch<Item>
  ) async -> Exchange<Report> {
    let operation = aim.operation
    let isRepeat = parcel.past.resends > 0 || parcel.past.mayHaveActed
    let exchange = await sender.exchange(
      operation.request(for: items), resendsLost: operation.afterLoss == .resend,
      isResend: parcel.past.resends > 0, isLossFinal: !aim.looksAfterLoss,
      record: batch.record(of: parcel.places), firstSent: isRepeat ? parcel.past.since : nil,
      rateClass: operation.rateClass
    ) { operation.read($0, for: items) }
    if case .content(let report) = exchange.result, let domain = report.defaultDomain {
      note(domain)
    }
    return exchange
  }
}

extension Sender {
  /// Counts rows of a batch that is not settled whole yet, so that a bound on failures holds inside it.
  func watch(_ outcomes: some Sequence<Outcome>, _ failures: FailureCount) {
    let failed = failures.add(outcomes.count { !$0.isDone(ignoringNotFound: ignoresNotFound) })
    if let mostFailures, failed >= mostFailures { stopSwitch.stop(.tooManyFailures(failed)) }
  }
}
