// `linkctl delete`: from what was typed to a run and its exit status.

import Arguments
import Bulk
import HTTP
import Providers
import Records
import Transport

/// One `linkctl delete`, from its arguments to its end.
struct DeleteCommand {
  let host: Host
  let console: Console
  let options: DeleteOptions
  let ids: [String]

  /// How many malformed rows are named before the rest is only counted.
  private static let faultsShown = 20

  /// Reads and checks everything, asks, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    let connection = try Connection(options.connection, host)
    let source = try RowSource(ids: ids, options: options.input, host)
    let key =
      options.guards.dryRun
      ? nil : try connection.key(host, standardInputIsTaken: source.isStandardInput)
    let rows = try source.open()
    let survey = try survey(rows, connection.provider)
    try check(survey, rows.name)
    guard let key else { return try dryRun(rows, connection.provider, survey) }
    guard survey.rows > 0 else { return try await run(rows, connection, key, survey) }
    try confirm(survey, connection)
    return try await run(rows, connection, key, survey)
  }

  private func survey(
    _ rows: InputSource, _ provider: any Provider
  ) throws(Failure) -> Survey {
    let batches = try planner(rows, provider)
    do throws(InputError) {
      return try Survey(batches, keepingFaults: Self.faultsShown)
    } catch {
      throw Failure(error)
    }
  }

  /// The batches of the input, from the first.
  func planner(
    _ rows: InputSource, _ provider: any Provider
  ) throws(Failure) -> Planner {
    do throws(InputError) {
      return Planner(try rows.rows(), for: provider, batchSize: options.pace.batchSize)
    } catch {
      throw Failure(error)
    }
  }

  private func check(_ survey: Survey, _ name: InputName) throws(Failure) {
    let guards = options.guards
    if survey.faultCount > 0, !options.input.skipInvalid { throw refuse(survey, name) }
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

  private func refuse(_ survey: Survey, _ name: InputName) -> Failure {
    for fault in survey.faults {
      console.message(
        "error: \(name.place(row: fault.row, line: fault.line)): \(fault.why.message)")
    }
    let more = survey.faultCount - survey.faults.count
    if more > 0 { console.message("error: and \(more) more rows like these") }
    return Failure(
      "\(survey.faultCount) of \(survey.rows) rows cannot be used",
      hint: "nothing was sent; fix the rows, or run the others with --skip-invalid")
  }

  private func confirm(_ survey: Survey, _ connection: Connection) throws(Failure) {
    let confirmation = Confirmation(host: host, console: console)
    guard !options.guards.yes, confirmation.isPossible else { return }
    let rows = survey.rows - survey.faultCount
    let question =
      "delete \(rows) \(rows == 1 ? "link" : "links") at \(connection.provider.title)"
      + " (\(connection.base))? This cannot be undone. [y/N]"
    guard confirmation.isAnsweredYes(question) else {
      throw Failure("the answer was not yes", hint: "nothing was sent")
    }
  }

  private func run(
    _ rows: InputSource, _ connection: Connection, _ key: APIKey, _ survey: Survey
  ) async throws(Failure) -> ExitStatus {
    let transport = try connection.transport(host, options.pace)
    let tell: @Sendable (RequestTrace) -> Void = { [console] in console.message($0.line) }
    let run = DeleteRun(
      connection.provider, key: key, transport: transport, options: runOptions(survey),
      trace: options.output.verbose ? tell : nil)
    let batches = try planner(rows, connection.provider)
    let printer = ResultPrinter(console, options.output, ignoresNotFound: options.ignoreNotFound)
    printer.begin(heading(connection.provider, survey))
    let end = await run.run(batches) { printer.add($0) }
    printer.end(end.tally)
    return finish(end, connection)
  }

  func heading(_ provider: any Provider, _ survey: Survey) -> ResultHeading {
    ResultHeading(
      operation: "delete", provider: provider.name, rows: survey.rows,
      longestID: survey.longestID)
  }

  private func runOptions(_ survey: Survey) -> RunOptions {
    var run = RunOptions()
    run.concurrency = options.pace.concurrency
    run.batchSize = options.pace.batchSize
    run.pace.atMost = options.pace.rate
    run.pace.maxWait = options.pace.maxWait
    run.pace.retries = options.pace.retries
    run.verifies = options.verify && survey.batches > 0
    run.isOrdered = !options.output.unordered
    run.ignoresNotFound = options.ignoreNotFound
    run.mostFailures = options.guards.maxFailures?.limit(of: survey.rows)
    return run
  }

  private func finish(_ end: RunEnd, _ connection: Connection) -> ExitStatus {
    if !options.output.quiet { console.message(end.tally.summaryLine) }
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
