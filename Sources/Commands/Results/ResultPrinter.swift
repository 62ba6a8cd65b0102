// Results on their way to standard output.

import Bulk
import Providers

/// Prints results in the form that was asked for; used by one task at a time.
final class ResultPrinter {
  private let console: Console
  private let options: OutputOptions
  private let ignoresNotFound: Bool
  private var format: any ResultFormat
  /// The heading, while it waits for a first result.
  private var heading: ResultHeading?
  /// The rows that are not done, where they are asked for.
  private(set) var rejected = RejectedRows()

  init(_ console: Console, _ options: OutputOptions, ignoresNotFound: Bool) {
    self.console = console
    self.options = options
    self.ignoresNotFound = ignoresNotFound
    format = options.format.make(for: console.page)
  }

  func begin(_ heading: ResultHeading) {
    if waitsForResult {
      self.heading = heading
      return
    }
    var text: [UInt8] = []
    format.begin(heading, into: &text)
    console.result(text)
  }

  /// Whether there is no heading without a row below it, so that a scheduled run in which all went well
  /// prints nothing: cron mails whatever is printed.
  ///
  /// A document is whole without rows, and a file of CSV is no file without its header.
  private var waitsForResult: Bool {
    guard options.failedOnly else { return false }
    return options.format == .table || options.format == .csv && options.quiet
  }

  /// Prints some results and hands them over; `false` when nobody can read them any more.
  func add(_ results: [RowResult]) -> Bool { add(stretches: [results]) }

  /// The same of results that came in pieces.
  func add(stretches: [[RowResult]]) -> Bool {
    var text: [UInt8] = []
    format.fit(console.page)
    for results in stretches { write(results, into: &text) }
    console.result(text)
    return console.flushResults() == nil
  }

  private func write(_ results: [RowResult], into text: inout [UInt8]) {
    let span = results.span
    for index in span.indices {
      let isDone = span[index].outcome.isDone(ignoringNotFound: ignoresNotFound)
      if !isDone, options.rejects != nil { rejected.insert(span[index].row) }
      if options.failedOnly, isDone { continue }
      if let heading {
        format.begin(heading, into: &text)
        self.heading = nil
      }
      format.add(span[index], into: &text)
    }
  }

  func end(_ tally: Tally) {
    var text: [UInt8] = []
    format.end(tally, into: &text)
    console.result(text)
    console.flushResults()
  }
}
