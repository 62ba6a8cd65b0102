// Providers of one call a link and their stand-ins: rows for each of them, and what both sides say, side by side.

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// A provider, the fields of its rows, and the names that its stand-in gives to links.
enum Site: String, CaseIterable, Sendable {
  /// `OneCallAtATime`, in the shape of YOURLS.
  case onecall
  /// `SharedDomain`, in the shape of Short.io.
  case shareddomain
  case yourls
  case shlink
  case kutt
  case shortio
  case rebrandly
  case bitly

  /// Those that are tried with every command and fault by default.
  ///
  /// They are the examples, one that answers most refusals alike, and one whose deletes are counted; with
  /// `LINKCTL_HARNESS=full` all. `SiteLifeTests` has all six providers, with faults.
  static let tried: [Site] =
    Harness.isFull
    ? allCases : [.onecall, .shareddomain, .kutt, .rebrandly]

  /// Whose stand-in it is tried at.
  var provider: SandboxProvider {
    switch self {
    case .onecall, .yourls: .yourls
    case .shareddomain, .shortio: .shortio
    case .shlink: .shlink
    case .kutt: .kutt
    case .rebrandly: .rebrandly
    case .bitly: .bitly
    }
  }

  /// Whether one slug can be two links: a create that is carried out long after its answer was given up is seen by no
  /// look-up before it is sent again, and Kutt finds and then inserts with nothing that holds the two apart.
  var letsSlugsBeTwice: Bool { self == .kutt }

  var keyVariable: String { rawValue.uppercased() + "_API_KEY" }

  var url: String {
    switch provider {
    case .shortio: "originalURL"
    case .shlink: "longUrl"
    case .kutt: "target"
    case .rebrandly: "destination"
    case .bitly: "long_url"
    default: "url"
    }
  }

  var key: String {
    switch provider {
    case .shortio: "path"
    case .shlink: "customSlug"
    case .kutt: "customurl"
    case .rebrandly: "slashtag"
    default: "keyword"
    }
  }

  var title: String { self == .kutt ? "description" : "title" }

  /// Whether requests carry many links.
  var isBulk: Bool { provider == .shortio }

  /// The requests that so many links are deleted in.
  func deletes(_ links: Int) -> Int {
    switch provider {
    case .shortio: (links + 149) / 150
    case .rebrandly: (links + 24) / 25
    default: links
    }
  }

  /// Whether a destination has one link at most, which a row that asks for it gets.
  var isResendable: Bool { isBulk || self == .bitly }

  /// Whether each change takes a read too: where any is called done, and where some do harm.
  var readsForChanges: Bool { provider == .yourls || self == .kutt }

  /// Whether a create is answered by the link that was there.
  var tellsExisting: Bool { provider == .yourls || provider == .shortio || self == .bitly }

  /// Whether all links can be deleted, those that were changed too.
  var deletesAll: Bool { self != .bitly }

  /// The code of a create whose key another link has.
  var conflict: String {
    switch provider {
    case .shortio: self == .shortio ? "conflict" : "http_409"
    case .shlink, .kutt, .rebrandly, .bitly: "conflict"
    default: "error:keyword"
    }
  }

  /// The key of a seeded link.
  func seededKey(_ number: Int) -> String {
    switch provider {
    case .shortio, .rebrandly: "p\(number)"
    case .bitly: String(SeededID.text(number, of: provider).dropFirst(7))
    case .kutt: "k" + String(number, radix: 36)
    default: SeededID.text(number, of: provider)
    }
  }

  /// Whether a create that is lost cannot be looked for.
  func isNameless(_ row: JSONObject) -> Bool { !isResendable && row[key] == nil }

  /// A row with a title of its own; without a number for its key it has none.
  func row(_ number: Int, key: String?, url: String? = nil) -> JSONObject {
    var row: JSONObject = [
      self.url: .string(url ?? "https://example.org/p/\(number)?n=\(number)"),
      title: .string("row \(number)"),
    ]
    if let key { row.append(self.key, .string(key)) }
    return row
  }

  /// A row that changes a link.
  func change(of id: String, _ number: Int) -> JSONObject {
    [
      "id": .string(id), url: .string("https://example.org/new/\(number)"),
      title: .string("new \(number)"),
    ]
  }
}

extension Rehearsal {
  /// The examples' program at the stand-in of one; without limits, as fast as it goes.
  init(
    of site: Site, links: Int = 0, faults: [String] = [],
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws {
    var options = SandboxOptions()
    options.limit = .none
    options.links = links
    options.faults = try faults.map { try FaultRule(parsing: $0) }
    try change(&options)
    try self.init(site.provider, options, program: "linkctl-examples", name: site.rawValue)
  }

  /// Patience with faults, and none with a clock.
  static let fast = ["--timeout", "2", "--retries", "8", "--rate", "10000/s"]

  /// Holds rows of a create against the links that are there: each has a title of its own, and so has the link that it
  /// has made, whatever the results say.
  func expectTruth(
    of run: LinkRun, at site: Site, madeAtMost most: Int = 1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let made = newLinks(by: site.title)
    var lies: [String] = []
    for (row, result) in zip(run.rows, run.results) {
      let own = made[row[site.title]?.string ?? "?"] ?? []
      let shown = result.id.flatMap { sandbox.link($0, at: provider) }
      let isThere = shown != nil && shown?[site.url] == row[site.url]
      let isTrue =
        switch result.status {
        case "created":
          (1...most).contains(own.count) && own.map(Self.id).contains(result.id ?? "?") && isThere
        case "unchanged": own.count <= 1 && isThere
        case "failed", "invalid", "not_attempted": own.isEmpty
        case "unknown": own.count <= 1
        default: false
        }
      if !isTrue { lies.append("\(result) of \(JSONValue.object(row).text) made \(own.count)") }
    }
    let marks = Set(run.rows.compactMap { $0[site.title]?.string })
    let strangers = Set(made.keys).subtracting(marks)
    if !strangers.isEmpty { lies.append("links of no row: \(strangers.prefix(3))") }
    #expect(run.results.map(\.row) == Array(1...run.rows.count), sourceLocation: sourceLocation)
    #expect(
      lies.isEmpty, "\(lies.count) lies: \(lies.prefix(5))", sourceLocation: sourceLocation)
  }

  /// Holds rows of an update against the links that are there.
  func expectChanges(
    of run: LinkRun, at site: Site, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var lies: [String] = []
    for (row, result) in zip(run.rows, run.results) {
      let id = row["id"]?.string ?? ""
      let link = sandbox.link(id, at: provider)
      let isAsked = link?[site.title] == row[site.title] && link?[site.url] == row[site.url]
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
