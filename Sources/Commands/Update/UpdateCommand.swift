// `linkctl update`: from what was typed to a run and its exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl update`, from its arguments to its end.
struct UpdateCommand {
  let host: Host
  let console: Console
  let options: UpdateOptions
  let ids: [String]

  /// So many rows are changed without a question: a slip with them can be mended by hand.
  private static let mostUnasked = 100

  /// Reads and checks everything, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    try checkForm()
    let place = try Session(options.session, host: host, console: console)
    let modification = try place.connection.needed("update", \.modification)
    let session = try BulkSession(
      place, "update", options.session,
      rows: RowsGiven(
        arguments: ids, files: options.inputFiles.isEmpty ? options.idsFiles : options.inputFiles,
        fileOption: options.assignments.isEmpty ? "--input" : "--ids-file", what: "IDs",
        idColumn: options.idColumn),
      ignoresNotFound: options.ignoreNotFound, backup: options.backup.path)
    var backup: BackupFile?
    return try await session.carryOut(
      batches: { () throws(Failure) in try batches(session.rows, session.provider, modification) },
      confirm: { survey throws(Failure) in
        if session.rowsToSend(survey) > Self.mostUnasked { try session.ask(to: "change", survey) }
        backup = try options.backup.open(for: session.provider)
      }
    ) { engine, planner, _, report in
      await engine.update(
        planner, by: modification, batchSize: options.session.pace.batchSize, backup: backup,
        report: report)
    }
  }

  private func checkForm() throws(Failure) {
    switch (options.assignments.isEmpty, options.inputFiles.isEmpty) {
    case (false, false):
      throw Failure(
        "--set gives one change for all links, and --input a change for each",
        hint: "give one of the two; IDs for --set come from --ids-file")
    case (true, true):
      throw Failure(
        "nothing to change: give --set or --input",
        hint: "--set FIELD=VALUE changes all links alike, --input FILE has a change for each")
    case (true, false) where !ids.isEmpty || !options.idsFiles.isEmpty:
      throw Failure(
        "the rows of --input name their links themselves", hint: "leave the other IDs out")
    default: break
    }
  }

  /// The stretches of the input, from the first.
  private func batches(
    _ rows: [InputSource], _ provider: any Provider, _ modification: any Modification
  ) throws(Failure) -> Planner<UpdateRows> {
    let columns = FieldColumns(
      modification.fields, title: provider.title, options.fields)
    let words = columns.words
    if !options.inputFiles.isEmpty {
      let objects = try columns.rows(of: rows, ids: .required)
      return Planner(
        UpdateRows(
          objects, for: provider, modification,
          allowsUnknown: options.fields.allowUnknown,
          batchSize: options.session.pace.batchSize, words: { words.of($0) }), batchSize: nil)
    }
    let change = try columns.object(of: options.assignments) {
      modification.fault(
        inAllLinksWith: $0, allowingUnknown: options.fields.allowUnknown)
    }
    do throws(InputError) {
      return Planner(
        UpdateRows(
          try IDRowReader(rows), change: change, for: provider, modification,
          allowsUnknown: options.fields.allowUnknown, batchSize: options.session.pace.batchSize,
          words: { words.of($0) }), batchSize: nil)
    } catch {
      throw Failure(error)
    }
  }
}
