// Runs of `create` and `update`: rows as they were given, results as they were printed, and the links that
// the sandbox holds afterwards.

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// One run of linkctl over rows, with its results.
struct LinkRun {
  var rows: [JSONObject]
  var run: Tool.Run
  var results: [LinkReport]

  func count(_ status: String, _ code: String? = nil) -> Int {
    results.count { $0.status == status && (code == nil || $0.code == code) }
  }

  /// How many rows have each status and code, for messages.
  var figures: [String: Int] {
    Dictionary(results.map { ([$0.status, $0.code].compactMap(\.self).joined(separator: " "), 1) })
    {
      $0 + $1
    }
  }
}

/// A result with the link in it.
struct LinkReport: CustomStringConvertible {
  var row: Int
  var id: String?
  var status: String
  var code: String?
  var message: String?
  var link: JSONObject?

  init(parsing line: some StringProtocol) throws {
    try self.init(JSONValue(parsing: [UInt8](line.utf8)))
  }

  init(_ result: JSONValue) throws {
    row = Int(try #require(result["row"]?.int64))
    id = result["id"]?.string
    status = try #require(result["status"]?.string)
    code = result["code"]?.string
    message = result["message"]?.string
    link = result["link"]?.object
  }

  var description: String { "row \(row) \(status) \(code ?? "") \(message ?? "")" }
}

extension JSONValue {
  /// The value as compact JSON.
  var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Rehearsal {
  /// `linkctl create` or `update` with rows as NDJSON on standard input and results as NDJSON.
  func run(
    _ command: String, _ rows: [JSONObject], options: [String] = []
  ) async throws -> LinkRun {
    let input = rows.map { JSONValue.object($0).text + "\n" }.joined()
    let run = try await linkctl.run(
      [command, "--input", "-", "--format", "ndjson", "-o", "ndjson"] + options,
      environment: environment, input: input)
    return LinkRun(rows: rows, run: run, results: try run.lines.map(LinkReport.init))
  }

  /// The links that were not there at the beginning, by the text that stands in one of their fields.
  func newLinks(by field: String) -> [String: [JSONObject]] {
    let new = sandbox.links(of: provider).filter { !before.contains(Self.id(of: $0)) }
    return Dictionary(grouping: new) { $0[field]?.string ?? "" }
  }

  static func id(of link: JSONObject) -> String {
    let end = link["shorturl"]?.string?.split(separator: "/").last.map(String.init)
    let slug = link["shortCode"]?.string
    let code = link["domain"]?.string.map { domain in "\(domain)/\(slug ?? "")" } ?? slug
    return link["id"]?.string ?? link["id"]?.number?.text ?? end ?? code ?? ""
  }

  /// Holds every row of a create against the links that the sandbox holds.
  ///
  /// Each row has a text of its own in `mark`, so that the link a row has made is known whatever the
  /// results say. A row that is created has made exactly one, with its own fields, and its result shows
  /// that one; a row that is not has made none.
  func expectTruth(
    _ creation: LinkRun, mark: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let made = newLinks(by: mark)
    var lies: [String] = []
    if creation.results.map(\.row) != Array(1...max(1, creation.rows.count)) {
      lies.append("the rows are not those of the input, in its order")
    }
    for (row, result) in zip(creation.rows, creation.results) {
      let links = made[row[mark]?.string ?? "?"] ?? []
      let isTrue =
        switch result.status {
        case "created": links.count == 1 && links.allSatisfy { shows($0, row, result) }
        case "failed", "invalid", "not_attempted": links.isEmpty
        case "unknown": links.count <= 1
        default: false
        }
      if !isTrue { lies.append("\(result) of \(JSONValue.object(row).text) made \(links.count)") }
    }
    let marks = Set(creation.rows.compactMap { $0[mark]?.string })
    let strangers = Set(made.keys).subtracting(marks)
    if !strangers.isEmpty { lies.append("links of no row: \(strangers.prefix(3))") }
    #expect(
      lies.isEmpty, "\(lies.count) lies: \(lies.prefix(5))", sourceLocation: sourceLocation)
    let count = made.values.reduce(0) { $0 + $1.count }
    #expect(counters.created == count, "links were made and lost", sourceLocation: sourceLocation)
  }

  /// Whether a link holds what its row says, and is the one that the row's result shows.
  private func shows(_ link: JSONObject, _ row: JSONObject, _ result: LinkReport) -> Bool {
    let own: [(String, String)]
    switch provider {
    case .dub: own = ["url", "key", "externalId", "comments", "domain"].map { ($0, $0) }
    case .hoko: own = ["url", "externalId", "title"].map { ($0, $0) }
    default: own = ["url", "title"].map { ($0, $0) }
    }
    for (sent, stored) in own {
      if let value = row[sent], link[stored] != value { return false }
    }
    let name = provider == .shortpen ? "link" : "id"
    return result.link?[name] != nil && result.link?[name] == link[name]
  }
}
