// What is said of an input that cannot be read, and of an address that cannot be used.

import Arguments
import Bulk
import HTTP
import Records
import Transport

extension Failure {
  /// An input that cannot be read, or not any further; `whileRunning` once requests may have been sent, and
  /// `ofLinks` where more than IDs is read from it.
  init(_ error: InputError, whileRunning: Bool = false, ofLinks: Bool = false) {
    let row = error.row.map { ": row \($0)" } ?? ""
    self.init(
      error.name.place(line: error.line) + row + ": " + error.reason.words,
      hint: whileRunning
        ? "rows after the last result were not attempted; run them again once the input can be read"
        : error.reason.hint(error.name, takesLists: !ofLinks),
      status: whileRunning ? .stopped : .usage)
  }

  init(_ error: BaseURLError) {
    let words =
      switch error {
      case .malformed(let detail): "the base URL is not a valid URL: \(detail)"
      case .unsupportedScheme(let scheme): "the base URL begins with \(scheme), not with https"
      case .plainTextBeyondLoopback(let host):
        "the base URL is plain http to \(host), which would show the key to everyone on the way"
      case .hasCredentials: "the base URL has a user name or password"
      case .hasQuery: "the base URL has a query"
      case .hasFragment: "the base URL has a fragment"
      }
    self.init(
      words,
      hint: "give --base-url https://HOST, or http://127.0.0.1:PORT for a server on this machine")
    if case .plainTextBeyondLoopback(let host) = error, PrivateHost.isPrivate(host) {
      hints.append("on a private network, --allow-http takes it nevertheless")
    }
  }
}

extension InputName {
  /// The place of a fault, as compilers write it: `links.csv:42`.
  func place(line: Int?) -> String {
    let name =
      switch self {
      case .arguments: "arguments"
      case .standardInput: "standard input"
      case .file(let path): path
      }
    return line.map { "\(name):\($0)" } ?? name
  }

  /// The place of a row; arguments have no lines, and are counted.
  func place(row: Int, line: Int?, namesRow: Bool) -> String {
    line == nil ? "argument \(row)" : place(line: line) + (namesRow ? ": row \(row)" : "")
  }
}

extension InputError.Reason {
  fileprivate var words: String {
    switch self {
    case .system(.open, let code), .system(.read, let code): SystemErrorText.of(code)
    case .system(.spool(let directory), let code):
      "cannot be kept in \(directory) for checking: \(SystemErrorText.of(code))"
    case .isDirectory: "is a directory, not a file"
    case .changed: "was changed while it was read"
    case .unterminatedQuote: "a quote is opened here and never closed"
    case .malformedHeader(let fault): "the header cannot be read: \(fault.words)"
    case .missingColumn(let wanted, let found):
      "there is no column \(wanted.joined(separator: ", nor ")); the columns are "
        + found.prefix(20).map { HarmlessText.quoted($0) }.joined(separator: ", ")
    case .repeatedColumn(let name): "the header has the column \(name) more than once"
    case .missingMappedColumn(let column, let field, let found):
      "there is no column \(HarmlessText.quoted(column)) for \(field); the columns are "
        + found.prefix(20).map { HarmlessText.quoted($0) }.joined(separator: ", ")
    case .conflictingColumns(let first, let second):
      "\(first) and \(second) cannot both be: they are the same field, or one is a part of the other"
    case .resultsWithoutFields: "results of linkctl as CSV hold no fields to make links of"
    case .notText(let content): content.words
    case .noFields: "a plain list has no fields to make links of"
    case .notAnArray: "JSON input has to be one array, and this is not"
    case .json(let reason): "the JSON array is broken: \(reason.words)"
    }
  }

  fileprivate func hint(_ name: InputName, takesLists: Bool) -> String {
    switch self {
    case .missingColumn(let wanted, let found):
      "nothing was sent; "
        + (HeaderDoubt(found) { name in wanted.contains { $0.lowercased() == name.lowercased() } }?
          .hint(naming: wanted, takesLists: takesLists)
          ?? "name the column of the IDs with --id-column NAME")
    case .notAnArray: "nothing was sent; for one value a line, say --format ndjson"
    case .json(.trailingBytes):
      "nothing was sent; a file holds one array: give each file of several by an option of its own"
    case .missingMappedColumn(let column, _, let found):
      "nothing was sent; "
        + (HeaderDoubt(found) { $0.lowercased() == column.lowercased() }?.hint(naming: [column])
          ?? "--map FIELD=COLUMN says which column holds a field")
    case .conflictingColumns: "nothing was sent; --map FIELD=COLUMN says which column holds a field"
    case .resultsWithoutFields:
      "nothing was sent; results with -o json or -o ndjson hold the links, those as CSV only their IDs"
    case .notText(let content): "nothing was sent; " + content.hint(name)
    case .malformedHeader(.notText): "nothing was sent; " + name.hintForOlderEncoding
    case .noFields: "nothing was sent; give CSV, TSV, JSON or NDJSON"
    case .system(.spool, _): "nothing was sent; TMPDIR=FOLDER names another place"
    case .unterminatedQuote, .malformedHeader:
      "nothing was sent; if the file is not CSV, say what it is with --format"
    case .system(.open, _), .system(.read, _):
      "nothing was sent; check the name, and who may read the file"
    case .isDirectory: "nothing was sent; name a file in it"
    case .changed: "nothing was sent; run it again once nobody writes to the file"
    case .repeatedColumn: "nothing was sent; rename one of the columns"
    case .json: "nothing was sent; if the file is not JSON, say what it is with --format"
    }
  }
}
