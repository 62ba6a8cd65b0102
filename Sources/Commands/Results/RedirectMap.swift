// `--redirect-map`: the short URL that each row had and the one that it has now, for whoever sends visitors on.

import Bulk
import Providers
import Records

/// A CSV file of old and new short URLs, in the order of the input; used by one task at a time.
///
/// Rows are read once more beside their results, so that memory holds none of them.
final class RedirectMap {
  private var file: WholeFile
  private var rows: ObjectRowReader
  private var row: ObjectRow?
  private let words: RowWords
  /// Rows that are done and of which one of the two is not known.
  private var missing = 0
  private var fault: InputError?

  /// Opens it, before anything is sent.
  init(_ path: String, _ rows: ObjectRowReader, _ fields: FieldTable) throws(Failure) {
    file = try WholeFile(path, of: "--redirect-map")
    self.rows = rows
    words = RowWords(fields)
    file.write("old,new\n".utf8)
  }

  /// Takes the next results of the input.
  func add(_ results: [RowResult]) {
    for result in results where result.outcome.leadsOn {
      do throws(InputError) {
        guard let row = try row(result.row), let old = old(of: row), let new = result.shortLink
        else {
          missing += 1
          continue
        }
        file.write((LinkCSV.cell(old) + "," + LinkCSV.cell(new) + "\n").utf8)
      } catch {
        fault = error
      }
    }
  }

  private func row(_ number: Int) throws(InputError) -> ObjectRow? {
    while row.map({ $0.number < number }) ?? true {
      guard let next = try rows.next() else { return nil }
      row = next
    }
    return row?.number == number ? row : nil
  }

  /// The short URL of a row's domain and slug, by whichever names it has them.
  private func old(of row: ObjectRow) -> String? {
    guard case .object(let object, _) = row.content, let domain = text(.domain, in: object),
      let slug = text(.slug, in: object)
    else { return nil }
    return "https://\(domain)/\(slug)"
  }

  private func text(_ word: NeutralWord, in object: JSONObject) -> String? {
    words.value(of: word, in: object)?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Puts the file into its place, and says what is not in it.
  func end(_ console: Console) throws(Failure) {
    if let fault { throw Failure(fault) }
    try file.put()
    guard missing > 0 else { return }
    console.warn(
      "\(missing.counted("row")) \(missing == 1 ? "is" : "are") done and not in \(file.path): the row names no domain"
        + " and slug, or its new short URL was not shown")
  }
}

extension Outcome {
  /// Whether the row has a link now that stands for the one that it had.
  fileprivate var leadsOn: Bool {
    switch status {
    case .created, .updated, .unchanged: true
    // By an earlier run of the journal; a row that was left out for another's link is none.
    case .skipped: detail == nil
    default: false
    }
  }
}

extension BulkSession {
  /// The file of `--redirect-map`, opened; refuses options of a move that could do nothing here.
  func redirectMap(
    _ move: MoveOptions, _ given: FieldOptions, ids: RowShape.IDs = .none
  ) throws(Failure) -> RedirectMap? {
    let fields = provider.linkFields
    if !move.domains.isEmpty, fields.field(for: .domain) == nil {
      throw Failure(
        "links at \(provider.title) take no domain, so --map-domain can give none",
        hint: "leave it out")
    }
    guard let path = move.redirectMap else { return nil }
    if options.output.unordered {
      throw Failure(
        "--redirect-map is written in the order of the input", hint: "leave --unordered out")
    }
    guard !options.guards.dryRun else { return nil }
    let columns = FieldColumns(fields, title: provider.title, given)
    return try RedirectMap(path, try columns.rows(of: rows, ids: ids), fields)
  }
}
