// Results on their way out: in order, counted, and watched for reasons to stop.

import Providers

/// Takes settled batches and reports their rows, in the order of the input where that is wanted.
struct Reporter {
  private var window: OrderedWindow<[RowResult]>
  private var counts = Tally()
  private let options: RunOptions
  private let stopSwitch: StopSwitch
  private let report: ([RowResult]) -> Bool

  /// A batch that takes long holds up this many others for each request in flight, and no more.
  private static let batchesAhead = 8

  init(
    _ options: RunOptions, _ stopSwitch: StopSwitch, _ report: @escaping ([RowResult]) -> Bool
  ) {
    window = OrderedWindow(capacity: options.concurrency * Self.batchesAhead)
    self.options = options
    self.stopSwitch = stopSwitch
    self.report = report
  }

  /// Whether another batch may begin.
  var hasRoom: Bool { !options.isOrdered || window.hasRoom }

  mutating func enter() -> Int { window.enter() }

  mutating func take(_ settled: DeleteRun.Settled) {
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

  private mutating func publish(_ results: [RowResult]) {
    for result in results {
      counts.count(result.outcome, ignoringNotFound: options.ignoresNotFound)
    }
    if let most = options.mostFailures, counts.notDone >= most {
      stopSwitch.stop(.tooManyFailures(counts.notDone))
    }
    if !report(results) { stopSwitch.stop(.outputClosed) }
  }
}
