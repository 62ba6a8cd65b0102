// `linkctl delete`: from what was typed to a run and its exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl delete`, from its arguments to its end.
struct DeleteCommand {
  let host: Host
  let console: Console
  let options: DeleteOptions
  let ids: [String]

  /// Reads and checks everything, asks, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    let connection = try Connection(options.connection, host)
    let source = try RowSource(
      arguments: ids, file: options.idsFile, fileOption: "--ids-file", what: "IDs", options.input,
      idColumn: options.idColumn, host)
    let key =
      options.guards.dryRun
      ? nil : try connection.key(host, standardInputIsTaken: source.isStandardInput)
    let rows = try source.open()
    let session = BulkSession(
      host: host, console: console, operation: "delete", provider: connection.provider,
      guards: options.guards, pace: options.pace, output: options.output,
      skipsInvalid: options.input.skipInvalid, ignoresNotFound: options.ignoreNotFound)
    return try await session.carryOut(
      rows.name, connection, key,
      batches: { () throws(Failure) in try batches(rows, connection.provider) },
      confirm: { survey throws(Failure) in try confirm(survey, connection) }
    ) { engine, planner, survey, report in
      await engine.delete(
        planner, verifies: options.verify && survey.requests > 0, report: report)
    }
  }

  /// The batches of the input, from the first.
  private func batches(
    _ rows: InputSource, _ provider: any Provider
  ) throws(Failure) -> Planner<DeleteRows> {
    do throws(InputError) {
      return Planner(
        DeleteRows(try rows.rows(), for: provider), batchSize: options.pace.batchSize)
    } catch {
      throw Failure(error)
    }
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
}
