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

  /// The characters of a UUID, the longest IDs that come with answers.
  private static let idWidth = 36

  /// Reads and checks everything, runs, prints, and says how it ended.
  func run() async throws(Failure) -> ExitStatus {
    let place = try Session(options.session, host: host, console: console)
    let creation = try place.connection.needed("create", \.creation)
    let session = try BulkSession(
      place, "create", options.session,
      rows: RowsGiven(files: options.inputFiles, fileOption: "--input", what: "rows"),
      idWidth: Self.idWidth, terms: terms, redirectMap: options.move.redirectMap)
    let redirects = try session.redirectMap(options.move, options.fields)
    let status = try await session.carryOut(
      batches: { () throws(Failure) in try batches(session, creation) },
      confirm: { survey in warn(of: survey.nameless, creation) }
    ) { engine, planner, _, report in
      await engine.create(
        planner, by: creation, batchSize: options.session.pace.batchSize,
        onConflict: options.onConflict, showsHolders: options.move.redirectMap != nil
      ) { results in
        redirects?.add(results)
        return report(results)
      }
    }
    try redirects?.end(console)
    return status
  }

  /// Says of rows without a name that no conflict is known by that they are created each time.
  private func warn(of nameless: Int, _ creation: any Creation) {
    guard options.onConflict != .fail, nameless > 0 else { return }
    let way = creation.fields.externalID == nil ? "" : "; --assign-external-id names them"
    console.warn(
      "\(nameless.counted("row")) \(nameless == 1 ? "has" : "have") neither slug nor external ID, and the same input"
        + " again creates \(nameless == 1 ? "it" : "them") once more" + way)
  }

  /// With IDs of our making a row is sent otherwise than without: one that is in doubt without would be made
  /// once more.
  private var terms: [String: String] {
    var terms: [String: String] = [:]
    if let prefix = options.assignedPrefix { terms["assign-external-id"] = prefix }
    if options.onConflict != .fail { terms["on-conflict"] = options.onConflict.rawValue }
    return terms
  }

  /// The batches of the input, from the first.
  private func batches(
    _ session: BulkSession, _ creation: any Creation
  ) throws(Failure) -> Planner<CreateRows> {
    let title = session.provider.title
    let columns = FieldColumns(creation.fields, title: title, options.fields)
    let words = columns.words
    let assigned = try columns.object(of: options.fields.assignments) {
      creation.fault(inAllLinksWith: $0, allowingUnknown: options.fields.allowUnknown)
    }
    let links = CreateRows(
      try columns.rows(of: session.rows, ids: .none), for: session.provider, creation,
      assigned: assigned, ids: try ids(creation, at: title), domains: options.move.domainMap,
      allowsUnknown: options.fields.allowUnknown, batchSize: options.session.pace.batchSize,
      words: { words.of($0) })
    return Planner(links, batchSize: options.session.pace.batchSize)
  }

  /// What gives rows external IDs, where that is asked for.
  private func ids(
    _ creation: any Creation, at title: String
  ) throws(Failure) -> AssignedIDs? {
    guard let prefix = options.assignedPrefix else { return nil }
    let isPlain = prefix.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || "-_.".utf8.contains($0)
    }
    guard isPlain, prefix.utf8.count <= 100 else {
      throw Failure(
        "--assign-external-id takes a prefix of letters, digits, - _ and ., no longer than 100",
        hint: Self.otherPrefix)
    }
    guard let ids = AssignedIDs(prefix: prefix, for: creation) else {
      throw Failure(
        "links at \(title) have no external IDs, so --assign-external-id can give none",
        hint: "leave it out")
    }
    try checkKept(prefix, creation, at: title)
    return ids
  }

  private static let otherPrefix = "give one such as --assign-external-id=import-"

  /// Refuses a prefix with which links would be known by other IDs than they are given, or have none.
  private func checkKept(
    _ prefix: String, _ creation: any Creation, at title: String
  ) throws(Failure) {
    let id = prefix + "1"
    let fault: String?
    do throws(InvalidLink) {
      let known = try creation.known(externalID: id)
      fault = known == id ? nil : "knows it as \(HarmlessText.quoted(known ?? ""))"
    } catch {
      let words = FieldWords(creation.fields, title: title)
      fault = "refuses it: " + words.of(error)
    }
    guard let fault else { return }
    throw Failure(
      "the prefix of --assign-external-id makes IDs such as \(HarmlessText.quoted(id)), and"
        + " \(title) \(fault)",
      hint: Self.otherPrefix)
  }
}
