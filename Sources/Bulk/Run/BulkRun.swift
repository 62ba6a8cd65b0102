// A whole run: batches out of the input, settled side by side, reported in the input's order.

import Providers
import Records

/// The engine: what it settles, and how, is its operation's.
struct BulkRun<Rows: RowPlan>: Sendable {
  let options: RunOptions
  let sender: Sender
  let journal: JournalWriter?
  /// What became of each item of a batch, in their order.
  let settle: @Sendable (OpenBatch<Rows.Item>) async -> [Ruling]

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
    // Kept apart from the reason of the stop, which may be an earlier one.
    var isCut = false
    await withTaskGroup(of: [RowResult].self) { group in
      var inFlight = 0
      let most = options.concurrency + options.batchesAhead
      while true {
        while inFlight < most, reporter.hasRoom,
          let batch = await next(of: &batches, isCut: &isCut)
        {
          reporter.enter(rows: batch.rows.count)
          inFlight += 1
          group.addTask { await settled(batch) }
        }
        guard let settled = await group.next() else { break }
        inFlight -= 1
        reporter.take(settled)
      }
    }
    if isCut { reporter.reportRest() }
    let open = sender.stopped == nil ? reporter.open : nil
    if let code = await journal?.end(open: open), code != 0 {
      sender.stopSwitch.stop(.journalFailed(code))
    }
    return RunEnd(
      tally: reporter.tally(sender.meter.figures, elapsed: ContinuousClock.now - start),
      stop: sender.stopped)
  }

  /// The next batch, as large as the provider is known to take; `nil` at the end of what can be read.
  private func next(
    of planner: inout Planner<Rows>, isCut: inout Bool
  ) async -> Batch<Rows.Item>? {
    if isCut { return nil }
    // A stretch is looked over, whatever a request takes.
    if !options.isStretched { planner.limit(toItems: sender.longestBatch) }
    do throws(InputError) {
      return try await planner.next()
    } catch {
      isCut = true
      sender.stopSwitch.stop(.inputFailed(error))
      return nil
    }
  }

  /// Settles a batch, and has it in the journal before anybody is told.
  private func settled(_ batch: Batch<Rows.Item>) async -> [RowResult] {
    let record = journal.flatMap { BatchRecord(batch, in: $0, sender.stopSwitch) }
    if !options.isStretched, sender.stopped == nil { record?.announce() }
    let open = OpenBatch(
      items: batch.items, doubtful: batch.doubtful, in: record,
      recordPlaces: recordPlaces(of: batch, record), earliest: journal?.earliest)
    let rulings = batch.items.isEmpty ? [] : await settle(open)
    let results = batch.rows.map { RowResult($0, ruling(of: $0, rulings)) }
    record?.settle(results)
    return results
  }

  /// Where the rows of each item are in the journal, where the batch is more than one request.
  private func recordPlaces(of batch: Batch<Rows.Item>, _ record: BatchRecord?) -> [[Int]] {
    guard options.isStretched, let record else { return [] }
    var places = [[Int]](repeating: [], count: batch.items.count)
    for (recordPlace, index) in record.places.enumerated() {
      if case .send(let place) = batch.rows[index].plan { places[place].append(recordPlace) }
    }
    return places
  }

  private func ruling(of row: Row<Int>, _ rulings: [Ruling]) -> Ruling {
    switch row.plan {
    case .refuse(let why): return Ruling(Outcome(.invalid, why), attempts: 0)
    case .skip: return Ruling(.skipped, attempts: 0)
    case .send(let place):
      let isThere = rulings.indices.contains(place)
      let ruling = isThere ? rulings[place] : Ruling(.notAttempted, attempts: 0)
      return ruling.after(row.past)
    }
  }
}

extension RowResult {
  package init(_ row: Row<Int>, _ ruling: Ruling) {
    let link = ruling.outcome.link
    // Of a row that is skipped nothing is shown but what the journal knows.
    let recorded = link == nil ? row.record?.done?.recorded : nil
    let shownID = link?.id ?? recorded?.id
    // The link of a row that is not done may be another's that is in its way.
    let isOwn = row.id != nil || shownID != nil && ruling.outcome.isDone(ignoringNotFound: false)
    self.row = row.number
    id = row.id ?? shownID
    shortLink = link?.shortURL ?? recorded?.link
    name = isOwn ? nil : row.name
    outcome = ruling.outcome
    attempts = ruling.attempts
  }
}
