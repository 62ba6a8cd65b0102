// What every bulk command does around its run: look at the input, keep the guards, print, and end.

import Bulk
import HTTP
import Providers
import Records

/// One bulk command between its arguments and its exit status; what it sends is the command's.
struct BulkSession {
  let host: Host
  let console: Console
  let operation: String
  let provider: any Provider
  var guards: GuardOptions
  var pace: PaceOptions
  var output: OutputOptions
  var skipsInvalid: Bool
  var ignoresNotFound = false
  /// The characters of IDs that come with answers; a UUID has 36.
  var idWidth = 0

  /// How many malformed rows are named before the rest is only counted.
  private static let faultsShown = 20

  /// Reads the whole input and refuses it, or says what is in it.
  private func survey<Rows>(
    _ batches: Planner<Rows>, of input: InputName
  ) throws(Failure) -> Survey {
    let survey: Survey
    do throws(InputError) {
      survey = try Survey(batches, keepingFaults: Self.faultsShown)
    } catch {
      throw Failure(error)
    }
    try check(survey, input)
    return survey
  }

  private func check(_ survey: Survey, _ input: InputName) throws(Failure) {
    if survey.faultCount > 0, !skipsInvalid { throw refuse(survey, input) }
    if let expected = guards.expect, survey.rows != expected {
      throw Failure(
        "the input has \(survey.rows) rows, and --expect asks for exactly \(expected)",
        hint: "nothing was sent")
    }
    if let most = guards.maxItems, survey.rows > most {
      throw Failure(
        "the input has \(survey.rows) rows, and --max-items allows \(most)",
        hint: "nothing was sent")
    }
  }

  private func refuse(_ survey: Survey, _ input: InputName) -> Failure {
    for fault in survey.faults {
      console.message(
        "error: \(input.place(row: fault.row, line: fault.line)): \(fault.why.message)")
    }
    let more = survey.faultCount - survey.faults.count
    if more > 0 { console.message("error: and \(more) more rows like these") }
    return Failure(
      "\(survey.faultCount) of \(survey.rows) rows cannot be used",
      hint: "nothing was sent; fix the rows, or run the others with --skip-invalid")
  }

  /// A printer that has begun.
  func printer(_ survey: Survey) -> ResultPrinter {
    let printer = ResultPrinter(console, output, ignoresNotFound: ignoresNotFound)
    printer.begin(
      ResultHeading(
        operation: operation, provider: provider.name, rows: survey.rows,
        longestID: max(survey.longestID, idWidth)))
    return printer
  }

  /// What the engine is told.
  private func runOptions(_ survey: Survey) -> RunOptions {
    var run = RunOptions()
    run.rows = survey.rows
    run.concurrency = pace.concurrency
    run.pace.atMost = pace.rate
    run.pace.maxWait = pace.maxWait
    run.pace.retries = pace.retries
    run.isOrdered = !output.unordered
    run.ignoresNotFound = ignoresNotFound
    run.mostFailures = guards.maxFailures?.limit(of: survey.rows)
    return run
  }

  /// What tells of each request, where that is asked for.
  private var trace: (@Sendable (RequestTrace) -> Void)? {
    guard output.verbose else { return nil }
    return { [console] in console.message($0.line) }
  }

  /// Carries a command out once its input is open: looks it over, rehearses or runs it, and says how it ended.
  ///
  /// `batches` are those of the input, from the first, each time it is called.
  func carryOut<Rows>(
    _ input: InputName, _ connection: Connection, _ key: APIKey?,
    batches: () throws(Failure) -> Planner<Rows>,
    confirm: (Survey) throws(Failure) -> Void = { _ throws(Failure) in },
    run: (Engine, Planner<Rows>, Survey, @escaping ([RowResult]) -> Bool) async -> RunEnd
  ) async throws(Failure) -> ExitStatus {
    let survey = try survey(try batches(), of: input)
    guard let key else { return try dryRun(try batches(), survey) }
    if survey.rows > 0 { try confirm(survey) }
    let engine = Engine(
      provider, key: key, transport: try connection.transport(host, pace),
      options: runOptions(survey), trace: trace)
    let planner = try batches()
    let printer = printer(survey)
    let end = await run(engine, planner, survey) { printer.add($0) }
    printer.end(end.tally)
    return finish(end, connection)
  }

  private func finish(_ end: RunEnd, _ connection: Connection) -> ExitStatus {
    if !output.quiet { console.message(end.tally.summaryLine) }
    if let error = console.flushResults() {
      console.report(Failure(writing: error))
      return .stopped
    }
    if let stop = end.stop {
      console.report(Failure(stop, connection))
      return .stopped
    }
    if end.tally.counts[.unknown] != nil { return .someUnknown }
    return end.tally.notDone > 0 ? .someNotDone : .done
  }
}

extension RequestTrace {
  /// The line that `-v` prints; a long list of IDs is cut, and there is no header in it.
  fileprivate var line: String {
    let shown = target.utf8.count > 120 ? target.prefix(117) + "..." : target
    let end =
      switch end {
      case .status(let status): String(status)
      case .error(let code): code
      }
    return "\(method.rawValue) \(shown) -> \(end) in \(Int(took / .milliseconds(1))) ms"
  }
}
