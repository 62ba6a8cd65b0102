// A whole run: batches out of the input, settled side by side, reported in the input's order.

package import Providers
import Records

/// The engine: what it settles, and how, is its operation's.
struct BulkRun<Rows: RowPlan>: Sendable {
  let options: RunOptions
  let sender: Sender
  let journal: JournalWriter?
  /// What became of each item of a batch; an item without a ruling was never sent.
  let settle: @Sendable (OpenBatch<Rows.Item>) async -> [Rows.Item: Ruling]

  /// Runs to the end, or until there is a reason to stop.
  ///
  /// Every row is reported in either case; of rows that cannot be read any more only their place is known.
  /// `report` is called with some rows at a time, never twice at once, and says whether results can still be
  /// written.
  func run(
    _ planner: Planner<Rows>, since start: ContinuousClock.Instant,
    report: @escaping ([RowResult]) -> Bool
  ) async -> RunEnd {
    var reporter = Reporter(options, sender, report)
    var batches = planner
    await withTaskGroup(of: SettledBatch.self) { group in
      var inFlight = 0
      let most = options.concurrency + options.batchesAhead
      while true {
        while inFlight < most, reporter.hasRoom, let batch = next(of: &batches) {
          let place = reporter.enter(rows: batch.rows.count)
          inFlight += 1
          group.addTask { await settled(batch, place) }
        }
        guard let settled = await group.next() else { break }
        inFlight -= 1
        reporter.take(settled)
      }
    }
    if case .inputFailed = sender.stopped { reporter.reportRest() }
    if let code = await journal?.end(), code != 0 { sender.stopSwitch.stop(.journalFailed(code)) }
    return RunEnd(
      tally: reporter.tally(sender.meter.figures, elapsed: ContinuousClock.now - start),
      stop: sender.stopped)
  }

  /// The next batch, as large as the provider is known to take; `nil` at the end of what can be read.
  private func next(of planner: inout Planner<Rows>) -> Batch<Rows.Item>? {
    if case .inputFailed = sender.stopped { return nil }
    planner.limit(toItems: sender.longestBatch)
    do throws(InputError) {
      return try planner.next()
    } catch {
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
  }

  /// Settles a batch, and has it in the journal before anybody is told.
  private func settled(_ batch: Batch<Rows.Item>, _ place: Int) async -> SettledBatch {
    let record = journal.flatMap { BatchRecord(batch, in: $0, sender.stopSwitch) }
    if !options.isStretched, sender.stopped == nil { record?.announce() }
    let open = OpenBatch(
      items: batch.items, doubtful: batch.doubtful, in: record, places: places(batch, record),
      earliest: journal?.earliest)
    let rulings = batch.items.isEmpty ? [:] : await settle(open)
    let results = batch.rows.map { RowResult($0, ruling(of: $0, rulings), at: sender.provider) }
    record?.settle(results)
    return SettledBatch(place: place, results: results)
  }

  /// Where the rows of each item are in the journal, where the batch is more than one request.
  private func places(
    _ batch: Batch<Rows.Item>, _ record: BatchRecord?
  ) -> [Rows.Item: [Int]] {
    guard options.isStretched, let record else { return [:] }
    var places: [Rows.Item: [Int]] = [:]
    for (place, index) in record.places.enumerated() {
      if case .send(let item) = batch.rows[index].plan { places[item, default: []].append(place) }
    }
    return places
  }

  private func ruling(
    of row: Batch<Rows.Item>.Row, _ rulings: [Rows.Item: Ruling]
  ) -> Ruling {
    switch row.plan {
    case .refuse(let why): return Ruling(Outcome(.invalid, why), attempts: 0)
    case .skip: return Ruling(.skipped, attempts: 0)
    case .send(let item):
      let ruling = rulings[item] ?? Ruling(.notAttempted, attempts: 0)
      // This run did not get to it, but an earlier one did.
      guard row.past == .inDoubt, ruling.outcome.status == .notAttempted else { return ruling }
      return Ruling(Outcome(.unknown, .inDoubt), attempts: 0)
    }
  }
}

/// A batch with what became of its rows.
struct SettledBatch: Sendable {
  var place: Int
  var results: [RowResult]
}

extension RowResult {
  package init<Item>(_ row: Batch<Item>.Row, _ ruling: Ruling, at provider: any Provider) {
    // Of a row that is skipped nothing is shown but what the journal knows.
    let shown =
      ruling.outcome.link.map(provider.shown)
      ?? row.done?.recorded.map { ShownLink(id: $0.id, shortLink: $0.link) }
    // The link of a row that is not done may be another's that is in its way.
    let isOwn = row.id != nil || shown?.id != nil && ruling.outcome.isDone(ignoringNotFound: false)
    self.init(
      row: row.number, id: row.id ?? shown?.id, shortLink: shown?.shortLink,
      name: isOwn ? nil : row.name,
      outcome: ruling.outcome, attempts: ruling.attempts)
  }
}
