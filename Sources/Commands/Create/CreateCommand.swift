// `linkctl create`: from what was typed to a run and its exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl create`, from its arguments to its end.
struct CreateCommand {
  let host: Host
  let console: Console
  let options: CreateOptions

  /// Reads and checks everything, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    let connection = try Connection(options.connection, host)
    let source = try RowSource(
      arguments: [], file: options.inputFile, fileOption: "--input", what: "rows", options.input,
      idColumn: nil, host)
    let key =
      options.guards.dryRun
      ? nil : try connection.key(host, standardInputIsTaken: source.isStandardInput)
    let rows = try source.open()
    let session = BulkSession(
      host: host, console: console, operation: "create", provider: connection.provider,
      guards: options.guards, pace: options.pace, output: options.output,
      skipsInvalid: options.input.skipInvalid, idWidth: 36)
    return try await session.carryOut(
      rows.name, connection, key,
      batches: { () throws(Failure) in try batches(rows, connection.provider) }
    ) { engine, planner, _, report in await engine.create(planner, report: report) }
  }

  /// The batches of the input, from the first.
  private func batches(
    _ rows: InputSource, _ provider: any Provider
  ) throws(Failure) -> Planner<CreateRows> {
    let columns = FieldColumns(
      provider.creation.fields, title: provider.title, options.mappings,
      allowsUnknown: options.allowUnknownFields)
    let words = columns.words
    let links = CreateRows(
      try columns.rows(of: rows, hasIDs: false), for: provider,
      allowsUnknown: options.allowUnknownFields, words: { words.of($0) })
    return Planner(links, batchSize: options.pace.batchSize)
  }
}
