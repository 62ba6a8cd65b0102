// Results on their way out: in order, counted, and watched for reasons to stop.

import Providers

/// Takes settled batches and reports their rows, in the order of the input where that is wanted.
struct Reporter {
  private var window: OrderedWindow<[RowResult]>
  private var counts = Tally()
  private let options: RunOptions
  private let stopSwitch: StopSwitch
  private let report: ([RowResult]) -> Bool

  /// A batch that takes long holds up this many rows behind it, and no more.
  private static let rowsAhead = 200_000

  init(
    _ options: RunOptions, _ stopSwitch: StopSwitch, _ report: @escaping ([RowResult]) -> Bool
  ) {
    window = OrderedWindow(capacity: Self.rowsAhead)
    self.options = options
    self.stopSwitch = stopSwitch
    self.report = report
  }

  /// Whether another batch may begin.
  var hasRoom: Bool { !options.isOrdered || window.hasRoom }

  mutating func enter(rows: Int) -> Int { window.enter(weight: rows) }

  /// Counts a batch at once, so that a bound on failures holds however long others take, and reports what
  /// may be reported.
  mutating func take(_ settled: DeleteRun.Settled) {
    for result in settled.results {
      counts.count(result.outcome, ignoringNotFound: options.ignoresNotFound)
    }
    if let most = options.mostFailures, counts.notDone >= most {
      stopSwitch.stop(.tooManyFailures(counts.notDone))
    }
    guard options.isOrdered else { return publish(settled.results) }
    for results in window.finish(settled.results, at: settled.place) { publish(results) }
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
