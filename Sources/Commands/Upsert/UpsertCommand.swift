// `linkctl upsert`: from what was typed to a run and its exit status.

import Arguments
import Bulk
import Providers
import Records

/// One `linkctl upsert`, from its arguments to its end.
struct UpsertCommand {
  let host: Host
  let console: Console
  let options: UpsertOptions

  /// The characters of a UUID, the longest IDs that come with answers.
  private static let idWidth = 36

  /// Reads and checks everything, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    let match = try match()
    let place = try Session(options.session, host: host, console: console)
    let means = try place.connection.needed("upsert", \.upsertMeans)
    try check(match, at: place.connection.provider, means.upsertion)
    let session = try BulkSession(
      place, "upsert", options.session,
      rows: RowsGiven(
        files: options.inputFiles, fileOption: "--input", what: "rows", idColumn: options.idColumn),
      ignoresNotFound: options.ignoreNotFound, idWidth: Self.idWidth,
      terms: ["match": match.rawValue], redirectMap: options.move.redirectMap)
    let redirects = try session.redirectMap(
      options.move, options.fields, ids: match == .id ? .optional : .none)
    let status = try await session.carryOut(
      batches: { () throws(Failure) in try batches(session, means, match) }
    ) { engine, planner, _, report in
      await engine.upsert(
        planner, by: means, match: match, batchSize: options.session.pace.batchSize
      ) { results in
        redirects?.add(results)
        return report(results)
      }
    }
    try redirects?.end(console)
    return status
  }

  private func match() throws(Failure) -> MatchKey {
    guard let match = options.match else {
      let keys = MatchKey.allCases.map(\.rawValue)
      throw Failure(
        "upsert needs --match, which says how a row names its link",
        hint: "give --match \(keys.inWords(before: "or"))")
    }
    guard match == .id || options.idColumn == nil else {
      throw Failure(
        "--id-column names the ID's column, and --match \(match.rawValue) does not look at IDs",
        hint: "leave it out, or give --match id")
    }
    return match
  }

  private func check(
    _ match: MatchKey, at provider: any Provider, _ upsertion: Upsertion
  ) throws(Failure) {
    guard !upsertion.matches.contains(match) else { return }
    let able = ProviderList.all.filter {
      $0.upsertMeans?.upsertion.matches.contains(match) == true
    }
    let matches = upsertion.matches.map(\.rawValue).inWords(before: "or")
    throw Failure(
      "links at \(provider.title) cannot be found by \(match.rawValue)",
      hint: "at \(provider.title) give --match \(matches); --match \(match.rawValue) works at "
        + able.map(\.title).joined(separator: ", "))
  }

  /// The stretches of the input, from the first.
  private func batches(
    _ session: BulkSession, _ means: UpsertMeans, _ match: MatchKey
  ) throws(Failure) -> Planner<UpsertRows> {
    let columns = FieldColumns(
      means.creation.fields, title: session.provider.title, options.fields)
    let words = columns.words
    let assigned = try columns.object(of: options.fields.assignments) {
      means.fault(inAllWith: $0, by: match, allowingUnknown: options.fields.allowUnknown)
    }
    let upserts = UpsertRows(
      try columns.rows(of: session.rows, ids: match == .id ? .optional : .none), by: means,
      match: match, assigned: assigned, domains: options.move.domainMap,
      allowsUnknown: options.fields.allowUnknown,
      batchSize: options.session.pace.batchSize,
      words: { words.of($0) })
    return Planner(upserts, batchSize: nil)
  }
}
