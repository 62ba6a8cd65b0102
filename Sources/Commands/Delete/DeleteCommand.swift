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
    let place = try Session(options.session, host: host, console: console)
    let deletion = try place.connection.needed("delete", \.deletion)
    let session = try BulkSession(
      place, "delete", options.session,
      rows: RowsGiven(
        arguments: ids, files: options.idsFiles, fileOption: "--ids-file", what: "IDs",
        idColumn: options.idColumn),
      ignoresNotFound: options.ignoreNotFound, backup: options.backup.path)
    let looksFirst = options.verify || options.backup.path != nil
    var backup: BackupFile?
    return try await session.carryOut(
      batches: { () throws(Failure) in try batches(session.rows, session.provider, deletion) },
      confirm: { survey throws(Failure) in
        try session.ask(to: "delete", survey, warning: "This cannot be undone.")
        backup = try options.backup.open(for: session.provider)
      }
    ) { engine, planner, survey, report in
      await engine.delete(
        planner, by: deletion, verifies: looksFirst && session.rowsToSend(survey) > 0,
        backup: backup,
        report: report)
    }
  }

  /// The batches of the input, from the first.
  private func batches(
    _ rows: [InputSource], _ provider: any Provider, _ deletion: any Deletion
  ) throws(Failure) -> Planner<DeleteRows> {
    do throws(InputError) {
      return Planner(
        DeleteRows(try IDRowReader(rows), for: provider, deletion),
        batchSize: options.session.pace.batchSize)
    } catch {
      throw Failure(error)
    }
  }
}
