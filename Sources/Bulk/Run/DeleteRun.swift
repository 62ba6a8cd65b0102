// A whole run: batches out of the input, settled side by side, reported in the input's order.

package import Providers
import Records
package import Transport

/// How a run goes about its work.
package struct RunOptions: Sendable {
  /// Requests in flight at once.
  package var concurrency = 8
  /// Rows a request, where the user wants fewer than the provider takes.
  package var batchSize: Int?
  package var pace = PaceRules()
  /// Whether links are looked up before they are deleted; only where there are any.
  package var verifies = false
  /// Whether results keep the order of the input.
  package var isOrdered = true
  package var ignoresNotFound = false
  /// The number of rows that are not done at which the run stops.
  package var mostFailures: Int?

  package init() {}
}

/// How a run ended.
package struct RunEnd: Sendable {
  package var tally: Tally
  /// Why it stopped early, `nil` when it ran to the end.
  package var stop: RunStop?
}

/// Deletes the links that the rows of an input name.
package struct DeleteRun: Sendable {
  private let provider: any Provider
  private let options: RunOptions
  private let sender: Sender

  package init(
    _ provider: any Provider, key: APIKey, transport: any Transport, options: RunOptions,
    trace: (@Sendable (RequestTrace) -> Void)?
  ) {
    self.provider = provider
    self.options = options
    sender = Sender(
      transport, provider: provider, key: key, concurrency: options.concurrency,
      pace: options.pace, trace: trace)
  }

  /// Runs to the end, or until there is a reason to stop.
  ///
  /// Every row is reported in either case, but for rows that cannot be read any more. `report` is called
  /// with some rows at a time, never twice at once, and says whether results can still be written.
  package func run(
    _ planner: Planner, report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    let start = ContinuousClock.now
    var reporter = Reporter(options, sender.stopSwitch, report)
    let verification = await verification()
    var batches = planner
    await withTaskGroup(of: Settled.self) { group in
      var inFlight = 0
      while true {
        while inFlight < options.concurrency, reporter.hasRoom, let batch = next(of: &batches) {
          let place = reporter.enter(rows: batch.rows.count)
          inFlight += 1
          group.addTask { await settle(batch, place, verification) }
        }
        guard let settled = await group.next() else { break }
        inFlight -= 1
        reporter.take(settled)
      }
    }
    return RunEnd(
      tally: reporter.tally(sender.meter.figures, elapsed: ContinuousClock.now - start),
      stop: sender.stopped)
  }

  /// The next batch, as large as the provider is known to take; `nil` at the end of what can be read.
  private func next(of planner: inout Planner) -> Batch? {
    planner.limit(toLinks: sender.longestBatch)
    if case .inputFailed = sender.stopped { return nil }
    do throws(InputError) {
      return try planner.next()
    } catch {
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
  }

  /// A batch with what became of its rows.
  struct Settled: Sendable {
    var place: Int
    var results: [RowResult]
  }

  private func settle(
    _ batch: Batch, _ place: Int, _ verification: Settler.Verification
  ) async -> Settled {
    let settler = Settler(sender, provider, verification, lanes: options.concurrency)
    let rulings = batch.links.isEmpty ? [:] : await settler.settle(batch.links)
    return Settled(place: place, results: batch.rows.map { RowResult($0, rulings) })
  }

  /// Walks over all links where that is how they are looked up; the walk is over before any is deleted.
  private func verification() async -> Settler.Verification {
    guard options.verifies else { return .none }
    guard let listing = provider.listing() else { return .byLookUp }
    guard let walked = await sender.walk(listing) else {
      sender.stopSwitch.stop(.listingFailed)
      return .none
    }
    return .byListing(walked)
  }
}

extension RowResult {
  /// A row of a batch with the ruling on its link; a link without one was never sent.
  init(_ row: Batch.Row, _ rulings: [LinkID: Ruling]) {
    switch row.plan {
    case .refuse(let why):
      self.init(row: row.number, id: row.id, outcome: Outcome(.invalid, why), attempts: 0)
    case .send(let link):
      let ruling = rulings[link] ?? Ruling(.notAttempted, attempts: 0)
      self.init(
        row: row.number, id: row.id, outcome: ruling.outcome, attempts: ruling.attempts)
    }
  }
}
