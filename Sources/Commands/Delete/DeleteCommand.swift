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
    let session = try BulkSession(
      "delete", host: host, console: console, options.session,
      rows: RowsGiven(
        arguments: ids, files: options.idsFiles, fileOption: "--ids-file", what: "IDs",
        idColumn: options.idColumn),
      ignoresNotFound: options.ignoreNotFound, backup: options.backup.path)
    let looksFirst = options.verify || options.backup.path != nil
    var backup: BackupFile?
    return try await session.carryOut(
      batches: { () throws(Failure) in try batches(session.rows, session.provider) },
      confirm: { survey throws(Failure) in
        try confirm(survey, session)
        backup = try options.backup.open(for: session.provider)
      }
    ) { engine, planner, survey, report in
      await engine.delete(
        planner, verifies: looksFirst && survey.requests > 0, backup: backup, report: report)
    }
  }

  /// The batches of the input, from the first.
  private func batches(
    _ rows: [InputSource], _ provider: any Provider
  ) throws(Failure) -> Planner<DeleteRows> {
    do throws(InputError) {
      return Planner(
        DeleteRows(try IDRowReader(rows), for: provider), batchSize: options.session.pace.batchSize)
    } catch {
      throw Failure(error)
    }
  }

  private func confirm(_ survey: Survey, _ session: BulkSession) throws(Failure) {
    let confirmation = Confirmation(host: host, console: console)
    guard !options.session.guards.yes, confirmation.isPossible else { return }
    let rows = survey.rows - survey.faultCount - survey.skipped
    let question =
      "delete \(rows) \(rows == 1 ? "link" : "links") at \(session.provider.title)"
      + " (\(session.base))? This cannot be undone. [y/N]"
    guard confirmation.isAnsweredYes(question) else {
      throw Failure("the answer was not yes", hint: "nothing was sent")
    }
  }
}
