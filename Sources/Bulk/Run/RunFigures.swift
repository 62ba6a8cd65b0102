// Where a run stands, for whoever shows its progress. The engine knows nothing of how it is shown.

/// The figures of a run at one moment.
package struct RunFigures: Sendable, Equatable {
  /// Rows whose fate is known, whether it was reported or not.
  package var rows = 0
  /// Those of them that are not done.
  package var notDone = 0
  package var requests = 0
  /// Answers that could be read.
  package var answers = 0
  /// Requests whose answers are waited for.
  package var inFlight = 0
  /// Whether a walk over all links goes on.
  package var isListing = false
  package var wait: Wait?

  package init() {}
}

extension Engine {
  /// Where the run stands now; may be asked from anywhere at any time, and costs next to nothing.
  package var figures: RunFigures {
    let meter = sender.meter.figures
    var figures = RunFigures()
    figures.rows = meter.rows
    figures.notDone = meter.notDone
    figures.requests = meter.requests
    figures.answers = meter.answers
    figures.inFlight = sender.inFlight
    figures.isListing = meter.walks > 0
    figures.wait = sender.waits.current
    return figures
  }
}
