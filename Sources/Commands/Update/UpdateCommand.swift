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

  /// Reads and checks everything, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    try checkForm()
    let connection = try Connection(options.connection, host)
    let source = try RowSource(
      arguments: ids, file: options.inputFile ?? options.idsFile,
      fileOption: options.assignments.isEmpty ? "--input" : "--ids-file", what: "IDs",
      options.input, idColumn: options.idColumn, host)
    let key =
      options.guards.dryRun
      ? nil : try connection.key(host, standardInputIsTaken: source.isStandardInput)
    let rows = try source.open()
    let session = BulkSession(
      host: host, console: console, operation: "update", provider: connection.provider,
      guards: options.guards, pace: options.pace, output: options.output,
      skipsInvalid: options.input.skipInvalid, ignoresNotFound: options.ignoreNotFound)
    return try await session.carryOut(
      rows.name, connection, key,
      batches: { () throws(Failure) in try batches(rows, connection.provider) }
    ) { engine, planner, _, report in
      await engine.update(planner, batchSize: options.pace.batchSize, report: report)
    }
  }

  private func checkForm() throws(Failure) {
    switch (options.assignments.isEmpty, options.inputFile) {
    case (false, .some):
      throw Failure(
        "--set gives one change for all links, and --input a change for each",
        hint: "give one of the two; IDs for --set come from --ids-file")
    case (true, nil):
      throw Failure(
        "it is not said what to change",
        hint: "give --set FIELD=VALUE for all links, or --input FILE with a change for each")
    case (true, .some) where !ids.isEmpty || options.idsFile != nil:
      throw Failure(
        "the rows of --input name their links themselves", hint: "leave the other IDs out")
    default: break
    }
  }

  /// The stretches of the input, from the first.
  private func batches(
    _ rows: InputSource, _ provider: any Provider
  ) throws(Failure) -> Planner<UpdateRows> {
    let columns = FieldColumns(
      provider.modification.fields, title: provider.title, options.mappings,
      allowsUnknown: options.allowUnknownFields)
    let words = columns.words
    if options.inputFile != nil {
      let objects = try columns.rows(of: rows, hasIDs: true)
      return Planner(
        UpdateRows(
          objects, for: provider, allowsUnknown: options.allowUnknownFields,
          batchSize: options.pace.batchSize, words: { words.of($0) }), batchSize: nil)
    }
    let change = try columns.object(of: options.assignments)
    do throws(InputError) {
      return Planner(
        UpdateRows(
          try rows.rows(), change: change, for: provider,
          allowsUnknown: options.allowUnknownFields, batchSize: options.pace.batchSize,
          words: { words.of($0) }), batchSize: nil)
    } catch {
      throw Failure(error)
    }
  }
}
