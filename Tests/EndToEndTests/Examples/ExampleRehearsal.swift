// The examples of providers against their stand-ins: rows for each of them, and what both sides say, side by side.

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// An example, the fields of its rows, and the names that its stand-in gives to links.
enum Example: String, CaseIterable, Sendable {
  /// `OneCallAtATime`.
  case yourls
  /// `SharedDomain`.
  case shortio

  var provider: SandboxProvider { self == .yourls ? .yourls : .shortio }
  var url: String { self == .yourls ? "url" : "originalURL" }
  var key: String { self == .yourls ? "keyword" : "path" }

  /// The key of a seeded link.
  func seededKey(_ number: Int) -> String {
    self == .yourls ? SeededID.text(number, of: provider) : "p\(number)"
  }

  /// A row with a title of its own; without a number for its key it has none.
  func row(_ number: Int, key: String?, url: String? = nil) -> JSONObject {
    var row: JSONObject = [
      self.url: .string(url ?? "https://example.org/p/\(number)?n=\(number)"),
      "title": .string("row \(number)"),
    ]
    if let key { row.append(self.key, .string(key)) }
    return row
  }

  /// A row that changes a link.
  func change(of id: String, _ number: Int) -> JSONObject {
    [
      "id": .string(id), url: .string("https://example.org/new/\(number)"),
      "title": .string("new \(number)"),
    ]
  }
}

extension Rehearsal {
  /// The examples' program at the stand-in of one; without limits, as fast as it goes.
  init(
    of example: Example, links: Int = 0, faults: [String] = [],
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws {
    var options = SandboxOptions()
    options.limit = .none
    options.links = links
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    try change(&options)
    try self.init(example.provider, options, program: "linkctl-examples")
  }

  /// Patience with faults, and none with a clock.
  static let fast = ["--timeout", "2", "--retries", "8", "--rate", "10000/s"]

  /// Holds rows of a create against the links that are there: each has a title of its own, and so has the link that it
  /// has made, whatever the results say.
  func expectTruth(
    of run: LinkRun, at example: Example, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let made = newLinks(by: "title")
    var lies: [String] = []
    for (row, result) in zip(run.rows, run.results) {
      let own = made[row["title"]?.string ?? "?"] ?? []
      let shown = result.id.flatMap { sandbox.link($0, at: provider) }
      let isThere = shown != nil && shown?[example.url] == row[example.url]
      let isTrue =
        switch result.status {
        case "created":
          own.count == 1 && own.first.map(Self.id) == result.id && isThere
        case "unchanged": own.count <= 1 && isThere
        case "failed", "invalid", "not_attempted": own.isEmpty
        case "unknown": own.count <= 1
        default: false
        }
      if !isTrue { lies.append("\(result) of \(JSONValue.object(row).text) made \(own.count)") }
    }
    let marks = Set(run.rows.compactMap { $0["title"]?.string })
    let strangers = Set(made.keys).subtracting(marks)
    if !strangers.isEmpty { lies.append("links of no row: \(strangers.prefix(3))") }
    #expect(run.results.map(\.row) == Array(1...run.rows.count), sourceLocation: sourceLocation)
    #expect(
      lies.isEmpty, "\(lies.count) lies: \(lies.prefix(5))", sourceLocation: sourceLocation)
  }

  /// Holds rows of an update against the links that are there.
  func expectChanges(
    of run: LinkRun, at example: Example, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var lies: [String] = []
    for (row, result) in zip(run.rows, run.results) {
      let id = row["id"]?.string ?? ""
      let link = sandbox.link(id, at: provider)
      let isAsked = link?["title"] == row["title"] && link?[example.url] == row[example.url]
      let isTrue =
        switch result.status {
        case "updated": isAsked
        case "not_found": link == nil
        case "failed", "not_attempted": !isAsked
        case "unknown", "unconfirmed": true
        default: false
        }
      if !isTrue { lies.append("\(result) of \(id), which is \(link.map { "\($0)" } ?? "gone")") }
    }
    #expect(run.results.map(\.row) == Array(1...run.rows.count), sourceLocation: sourceLocation)
    #expect(
      lies.isEmpty, "\(lies.count) lies: \(lies.prefix(5))", sourceLocation: sourceLocation)
  }
}
