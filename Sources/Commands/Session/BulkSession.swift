// What every bulk command does around its run: look at the input, keep the guards, print, and end.

import Arguments
import Bulk
import Providers
import Records
import Transport

/// One bulk command between its arguments and its exit status; what it sends is the command's.
struct BulkSession {
  private let session: Session
  let operation: String
  /// Whatever else gives the rows their meaning, for the journal.
  let terms: [String: String]
  let options: SessionOptions
  /// The inputs, in their order.
  let rows: [InputSource]
  /// None where nothing is to be sent.
  private let key: APIKey?
  let ignoresNotFound: Bool
  /// Where links are kept before they are touched.
  private let backup: String?
  /// Where old and new short URLs are written.
  private let redirectMap: String?
  private let idWidth: Int

  var host: Host { session.host }
  var console: Console { session.console }
  var connection: Connection { session.connection }
  var provider: any Provider { connection.provider }
  var base: BaseURL { connection.base }
  var profile: Profile? { connection.profile }

  /// Finds the key and the input, and opens that.
  ///
  /// What the provider's settings say gives rows their meaning too, so a journal is of them as of the `terms`.
  /// `idWidth` is how many characters the IDs have that come with answers, where rows have none.
  init(
    _ session: Session, _ operation: String, _ options: SessionOptions, rows given: RowsGiven,
    ignoresNotFound: Bool = false, idWidth: Int = 0, terms: [String: String] = [:],
    backup: String? = nil, redirectMap: String? = nil
  ) throws(Failure) {
    let source = try RowSource(given, options.input, session.host)
    key =
      options.guards.dryRun
      ? nil : try session.key(standardInputIsTaken: source.isStandardInput)
    rows = try source.open()
    self.session = session
    self.operation = operation
    self.terms = session.connection.settings.byName.merging(terms) { $1 }
    self.backup = backup
    self.redirectMap = redirectMap
    self.options = options
    self.ignoresNotFound = ignoresNotFound
    self.idWidth = idWidth
  }

  /// Reads the whole input and refuses it, or says what is in it.
  private func survey<Rows>(
    _ batches: Planner<Rows>
  ) async throws(Failure) -> Survey {
    let survey: Survey
    do throws(InputError) {
      survey = try await Progress(console, options.output).check { tell throws(InputError) in
        try await Survey(batches, keepingFaults: MalformedRows.shown, tell: tell)
      }
    } catch {
      throw Failure(error)
    }
    try check(survey)
    return survey
  }

  private func check(_ survey: Survey) throws(Failure) {
    if survey.faultCount > 0, !options.input.skipInvalid {
      throw MalformedRows(console: console, rows: rows).refuse(survey)
    }
    if !survey.leftOut.isEmpty, !options.output.quiet {
      console.message(
        "rows are links as \(provider.title) shows them; what it sets itself or does not take back is"
          + " left out: " + survey.leftOut.joined(separator: ", "))
    }
    if !options.output.quiet {
      for (word, rows) in survey.notCarried.sorted(by: { $0.key < $1.key }) {
        console.message("not carried over to \(provider.title): \(word) of \(rows.counted("row"))")
      }
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
  func printer(_ survey: Survey) -> sending ResultPrinter {
    let printer = ResultPrinter(console, options.output, ignoresNotFound: ignoresNotFound)
    printer.begin(
      ResultHeading(
        operation: operation, provider: provider.name, rows: survey.rows,
        longestID: max(survey.longestID, idWidth)))
    return printer
  }

  /// Looks the input over, rehearses or runs the command, and says how it ended.
  ///
  /// `batches` are those of the input, from the first, each time it is called.
  func carryOut<Rows>(
    batches: () throws(Failure) -> Planner<Rows>,
    confirm: (Survey) throws(Failure) -> Void = { _ throws(Failure) in },
    run: (Engine, Planner<Rows>, Survey, @escaping ([RowResult]) -> Bool) async -> RunEnd
  ) async throws(Failure) -> ExitStatus {
    let watch = session.interruptionWatch()
    if key != nil { watch.begin() }
    defer { watch.end() }
    let journal = try journal()
    let planner = try await planner(try batches(), journal)
    // A new journal tells nothing, so it need not be asked of any row.
    let survey = try await survey(journal?.ledger == nil ? try batches() : planner)
    guard let key else { return try await dryRun(planner, survey) }
    if survey.rows > survey.skipped { try confirm(survey) }
    try RunFiles(
      journal: options.records.journal, backup: backup, rejects: options.output.rejects,
      redirectMap: redirectMap, inputs: rows.map(\.name)
    ).check()
    var rejects: RejectsFile? = nil
    if let path = options.output.rejects {
      rejects = try RejectsFile(path: path, for: rows, survey.layout)
    }
    let transport = try session.transport()
    let engine = session.engine(
      key, transport, of: rules(survey), journal: try begin(journal))
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

  /// What the rows ask of the engine.
  private func rules(_ survey: Survey) -> Session.RowRules {
    Session.RowRules(
      count: survey.rows, isOrdered: !options.output.unordered, ignoresNotFound: ignoresNotFound,
      mostFailures: options.guards.maxFailures?.limit(of: survey.rows))
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
