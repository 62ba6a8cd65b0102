// Results on their way out: in order, counted, and watched for reasons to stop.

import Providers

/// Takes settled batches and reports their rows, in the order of the input where that is wanted.
struct Reporter {
  private var window: OrderedWindow<[RowResult]>
  private var counts = Tally()
  private let options: RunOptions
  private let stopSwitch: StopSwitch
  private let meter: Meter
  private let report: ([RowResult]) -> Bool

  init(
    _ options: RunOptions, _ sender: Sender, _ report: @escaping ([RowResult]) -> Bool
  ) {
    window = OrderedWindow(capacity: options.rowsAhead)
    self.options = options
    stopSwitch = sender.stopSwitch
    meter = sender.meter
    self.report = report
  }

  /// Whether another batch may begin.
  var hasRoom: Bool { !options.isOrdered || window.hasRoom }

  mutating func enter(rows: Int) { window.enter(rows: rows) }

  /// Counts a batch at once, so that a bound on failures holds however long others take, and reports what
  /// may be reported.
  mutating func take(_ results: [RowResult]) {
    let span = results.span
    for index in span.indices {
      counts.count(span[index].outcome, ignoringNotFound: options.ignoresNotFound)
    }
    // Rows that a stopped run did not try are neither.
    let notTried = counts[.notAttempted]
    meter.settled(counts.total - notTried, notDone: counts.notDone - notTried)
    if let most = options.mostFailures, counts.notDone >= most {
      stopSwitch.stop(.tooManyFailures(counts.notDone))
    }
    guard options.isOrdered else { return publish(results) }
    for leaving in window.finish(results) { publish(leaving) }
  }

  /// Rows that were counted beforehand and could not be read any more.
  mutating func reportRest() {
    while counts.total < options.rows {
      let last = min(options.rows, counts.total + 1_000)
      let rest = (counts.total + 1...last).map {
        RowResult(row: $0, id: nil, outcome: .notAttempted, attempts: 0)
      }
      for result in rest { counts.count(result.outcome, ignoringNotFound: false) }
      publish(rest)
    }
  }

  /// How many of the rows that could be sent are not done; `nil` where there was no row.
  var open: Int? {
    counts.total > 0 ? counts.notDone - counts[.invalid] : nil
  }

  /// The figures of the run, once everything is reported.
  func tally(_ figures: Meter.Figures, elapsed: Duration) -> Tally {
    var tally = counts
    tally.requests = figures.requests
    tally.resends = figures.resends
    tally.rateLimited = figures.rateLimited
    tally.waited = figures.waited
    tally.elapsed = elapsed
    return tally
  }

  private func publish(_ results: [RowResult]) {
    if !report(results) { stopSwitch.stop(.outputClosed) }
  }
}

extension OrderedWindow<[RowResult]> {
  /// Takes the results of a batch, whose rows need not lie together, and gives those that may leave.
  package mutating func finish(_ results: [RowResult]) -> [[RowResult]] {
    var leaving: [[RowResult]] = []
    var start = 0
    while start < results.count {
      let first = results[start].row
      var end = start + 1
      while end < results.count, results[end].row - first == end - start { end += 1 }
      let whole = start == 0 && end == results.count
      leaving += finish(
        whole ? results : Array(results[start..<end]), first: first, rows: end - start)
      start = end
    }
    return leaving
  }
}
