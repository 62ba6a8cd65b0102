// `linkctl get`: from what was typed to links on standard output and an exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl get`, from its arguments to its end.
struct GetCommand {
  let host: Host
  let console: Console
  let options: GetOptions
  let ids: [String]

  func run() async throws(Failure) -> ExitStatus {
    let output = options.output
    let connected = try Session(
      options.connection, options.pace, color: output.color, isQuiet: output.quiet,
      isVerbose: output.verbose, host: host, console: console)
    let source = try RowSource(
      RowsGiven(
        arguments: ids, files: options.idsFiles, fileOption: "--ids-file", what: "IDs",
        idColumn: options.idColumn), options.input, host)
    let session = try ReadSession(connected, standardInputIsTaken: source.isStandardInput)
    let rows = try source.open()
    let planner = try planner(rows, session.provider)
    let survey = try await survey(planner, rows)
    let printer = LinkPrinter(console, options.output, session.provider)
    let progress = Progress(console, options.output.asResults)
    let end = try await session.carryOut(rows: survey.rows) { engine in
      await progress.show(survey.rows, of: { engine.figures }) {
        await engine.get(planner) { take($0, printer) }
      }
    }
    if end.stop != .outputClosed { printer.end() }
    return finish(end, session)
  }

  private func planner(
    _ rows: [InputSource], _ provider: any Provider
  ) throws(Failure) -> Planner<GetRows> {
    do throws(InputError) {
      return Planner(GetRows(try IDRowReader(rows), for: provider), batchSize: nil)
    } catch {
      throw Failure(error)
    }
  }

  /// Reads the whole input and refuses it where a row is malformed.
  private func survey(
    _ planner: Planner<GetRows>, _ rows: [InputSource]
  ) async throws(Failure) -> Survey {
    let survey: Survey
    do throws(InputError) {
      survey = try await Survey(planner, keepingFaults: MalformedRows.shown)
    } catch {
      throw Failure(error)
    }
    guard survey.faultCount > 0, !options.input.skipInvalid else { return survey }
    throw MalformedRows(console: console, rows: rows).refuse(survey)
  }

  /// Prints the links of some rows, and names those that have none.
  private func take(_ results: [RowResult], _ printer: LinkPrinter) -> Bool {
    for result in results where result.outcome.link == nil {
      guard result.outcome.status != .notAttempted else { continue }
      let words = result.outcome.detail?.message ?? result.outcome.status.rawValue
      console.fault("row \(result.row), \(result.id ?? "no ID"): \(words)")
    }
    return printer.add(results.compactMap(\.outcome.link))
  }

  private func finish(_ end: RunEnd, _ session: ReadSession) -> ExitStatus {
    let found = end.tally[.unchanged]
    if !options.output.quiet, end.stop != .outputClosed {
      console.message(
        "\(found.counted("link")) of \(end.tally.total.counted("row")); "
          + "\(end.tally.requests.counted("request")), took \(end.tally.elapsed.words)")
    }
    if let status = session.end(end.stop, "links of later rows were not printed; run it again") {
      return status
    }
    return found < end.tally.total ? .someNotDone : .done
  }
}

extension LinkOutput {
  /// What the progress of rows goes by.
  fileprivate var asResults: OutputOptions {
    var options = OutputOptions()
    (options.quiet, options.progress) = (quiet, progress)
    return options
  }
}
