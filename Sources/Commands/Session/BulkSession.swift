// What every bulk command does around its run: look at the input, keep the guards, print, and end.

import Arguments
import Bulk
import HTTP
import Providers
import Records
import Transport

/// One bulk command between its arguments and its exit status; what it sends is the command's.
struct BulkSession {
  let host: Host
  let console: Console
  let operation: String
  /// Whatever else gives the rows their meaning, for the journal.
  let terms: [String: String]
  let options: SessionOptions
  /// The inputs, in their order.
  let rows: [InputSource]
  let connection: Connection
  /// None where nothing is to be sent.
  private let key: APIKey?
  let ignoresNotFound: Bool
  /// Where links are kept before they are touched.
  private let backup: String?
  private let idWidth: Int

  var provider: any Provider { connection.provider }
  var base: BaseURL { connection.base }
  var profile: Profile? { connection.profile }

  /// How many malformed rows are named before the rest is only counted.
  private static let faultsShown = 20

  /// Finds the provider, the key and the input, and opens that.
  ///
  /// `idWidth` is how many characters the IDs have that come with answers, where rows have none.
  init(
    _ operation: String, host: Host, console: Console, _ options: SessionOptions,
    rows given: RowsGiven, ignoresNotFound: Bool = false, idWidth: Int = 0,
    terms: [String: String] = [:], backup: String? = nil
  ) throws(Failure) {
    console.use(color: options.output.color)
    connection = try Connection(options.connection, host)
    let source = try RowSource(given, options.input, host)
    key =
      options.guards.dryRun
      ? nil : try connection.key(host, standardInputIsTaken: source.isStandardInput)
    rows = try source.open()
    self.operation = operation
    self.terms = terms
    self.backup = backup
    self.host = host
    self.console = console
    self.options = options
    self.ignoresNotFound = ignoresNotFound
    self.idWidth = idWidth
  }

  /// Reads the whole input and refuses it, or says what is in it.
  private func survey<Rows>(
    _ batches: Planner<Rows>
  ) throws(Failure) -> Survey {
    let survey: Survey
    do throws(InputError) {
      survey = try Survey(batches, keepingFaults: Self.faultsShown)
    } catch {
      throw Failure(error)
    }
    try check(survey)
    return survey
  }

  private func check(_ survey: Survey) throws(Failure) {
    if survey.faultCount > 0, !options.input.skipInvalid { throw refuse(survey) }
    if !survey.leftOut.isEmpty, !options.output.quiet {
      console.message(
        "rows are links as \(provider.title) shows them; what it sets itself or does not take back is"
          + " left out: " + survey.leftOut.joined(separator: ", "))
    }
    if let expected = options.guards.expect, survey.rows != expected {
      throw Failure(
        "the input has \(survey.rows.counted("row")), and --expect asks for exactly \(expected.grouped)",
        hint: "nothing was sent; look at the input, or give --expect \(survey.rows)")
    }
    if let most = options.guards.maxItems, survey.rows > most {
      throw Failure(
        "the input has \(survey.rows.counted("row")), and --max-items allows \(most.grouped)",
        hint: "nothing was sent; look at the input, or give --max-items \(survey.rows)")
    }
  }

  /// A printer that has begun.
  func printer(_ survey: Survey) -> ResultPrinter {
    let printer = ResultPrinter(console, options.output, ignoresNotFound: ignoresNotFound)
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
    run.concurrency = options.pace.concurrency
    run.pace.atMost = options.pace.rate
    run.pace.maxWait = options.pace.maxWait
    run.pace.retries = options.pace.retries
    run.isOrdered = !options.output.unordered
    run.ignoresNotFound = ignoresNotFound
    run.mostTime = options.pace.maxDuration
    run.interruption = { Interruption.signal }
    run.mostFailures = options.guards.maxFailures?.limit(of: survey.rows)
    return run
  }

  /// What tells of each request, where that is asked for.
  private var trace: (@Sendable (RequestTrace) -> Void)? {
    guard options.output.verbose else { return nil }
    return { [console] in console.message($0.line) }
  }

  /// Says that the provider cannot be reached and how often it is tried, before the first resend.
  private var tellFault: @Sendable (FaultNotice) -> Void {
    guard !options.output.quiet else { return { _ in } }
    return { [console, connection] in console.warn($0.words(connection)) }
  }

  /// Looks the input over, rehearses or runs the command, and says how it ended.
  ///
  /// `batches` are those of the input, from the first, each time it is called.
  func carryOut<Rows>(
    batches: () throws(Failure) -> Planner<Rows>,
    confirm: (Survey) throws(Failure) -> Void = { _ throws(Failure) in },
    run: (Engine, Planner<Rows>, Survey, @escaping ([RowResult]) -> Bool) async -> RunEnd
  ) async throws(Failure) -> ExitStatus {
    let watch = InterruptionWatch(console, timeout: options.pace.timeout)
    if key != nil { watch.begin() }
    defer { watch.end() }
    let journal = try journal()
    let planner = try planner(try batches(), journal)
    // A new journal tells nothing, so it need not be asked of any row.
    let survey = try survey(journal?.ledger == nil ? try batches() : planner)
    guard let key else { return try dryRun(planner, survey) }
    if survey.rows > survey.skipped { try confirm(survey) }
    try checkFiles()
    var rejects: RejectsFile? = nil
    if let path = options.output.rejects {
      rejects = try RejectsFile(path: path, for: rows, survey.layout)
    }
    let engine = Engine(
      provider, key: key, transport: try connection.transport(host, options.pace),
      options: runOptions(survey), journal: try begin(journal), trace: trace,
      tellFault: tellFault)
    watch.follow(engine)
    let printer = printer(survey)
    let progress = Progress(console, options.output)
    let end = await progress.show(survey.rows, of: { engine.figures }) {
      await run(engine, planner, survey) { printer.add($0) }
    }
    printer.end(end.tally)
    let unwritten = write(&rejects, printer.rejected, survey.layout)
    let status = finish(end, hasRejects: unwritten == nil)
    guard let unwritten else { return status }
    console.report(unwritten)
    return .stopped
  }

  private static let theInput = "the input"

  /// Refuses to write two things into one file, or over the input; only rejects may take its place.
  private func checkFiles() throws(Failure) {
    var files: [(option: String, path: String?)] = [
      ("--journal", options.records.journal), ("--backup", backup),
      ("--rejects", options.output.rejects),
    ]
    for case .file(let input) in rows.map(\.name) { files.append((Self.theInput, input)) }
    for (index, file) in files.enumerated() {
      for other in files[..<index] {
        guard let path = file.path, let otherPath = other.path,
          Replacement.place(of: path) == Replacement.place(of: otherPath),
          other.option != Self.theInput,
          !(other.option == "--rejects" && file.option == Self.theInput && rows.count == 1)
        else { continue }
        throw Failure(
          "\(other.option) and \(file.option) are the same file, \(path)",
          hint: "nothing was sent; give one of them another name")
      }
    }
  }

  /// Writes the rows that are not done; the failure where that cannot be.
  private func write(
    _ file: inout RejectsFile?, _ rejected: RejectedRows, _ layout: RowLayout
  ) -> Failure? {
    do throws(Failure) {
      try file?.write(rejected, rows, layout)
      return nil
    } catch {
      return error
    }
  }

  /// How a run that was stopped is gone on with.
  private func wayOn(_ stop: RunStop, hasRejects: Bool) -> [String] {
    if options.records.journal != nil {
      let input = rows.contains { $0.name == .standardInput } ? ", with the same input" : ""
      return ["to go on where it stopped\(input): " + ShellText.line(of: host.command)]
    }
    var ways: [String] = []
    if hasRejects, let path = options.output.rejects {
      ways.append("the rows that are not done are in \(path)")
    }
    switch stop {
    case .interrupted, .abandoned:
      ways.append("with --journal FILE from the start, the same command goes on where it stopped")
    default: break
    }
    return ways
  }

  /// Why a run ended early, if it did.
  ///
  /// Ctrl-C in a pipe ends the reader of the results too, and is the reason then, not that they can no longer
  /// be written.
  private func reason(_ stop: RunStop?, _ unwritten: Failure?) -> Failure? {
    switch stop {
    case nil: return unwritten
    case .interrupted?, .abandoned?: break
    case .some: if let unwritten { return unwritten }
    }
    var failure = stop.map { Failure($0, connection) }
    if let unwritten { failure?.hints.insert(unwritten.message, at: 0) }
    return failure
  }

  private func finish(_ end: RunEnd, hasRejects: Bool) -> ExitStatus {
    if !options.output.quiet { console.message(end.tally.summaryLine) }
    let unwritten = console.flushResults().map(Failure.init(writing:))
    if var failure = reason(end.stop, unwritten) {
      failure.hints += end.stop.map { wayOn($0, hasRejects: hasRejects) } ?? []
      console.report(failure)
      return .stopped
    }
    if end.tally[.unknown] > 0 { return .someUnknown }
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
