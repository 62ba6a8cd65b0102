// The real binary against a sandbox: what both sides say, side by side.

import Foundation
import Sandbox
import TestSupport
import Testing

extension SandboxProvider {
  /// The providers that linkctl has; the sandbox may have more.
  static let ofLinkctl: [SandboxProvider] = [.dub, .shortpen, .hoko]

  /// Those and the ones whose links are made and changed one by one.
  static let all: [SandboxProvider] =
    ofLinkctl + [
      .yourls, .shlink, .kutt, .shortio, .rebrandly, .bitly,
    ]
}

/// A sandbox, and the built `linkctl` with an environment that points at it.
struct Rehearsal {
  let provider: SandboxProvider
  /// What linkctl calls the provider.
  let name: String
  let sandbox: Sandbox
  let linkctl: Tool
  /// The links that the sandbox began with.
  let before: Set<String>

  init(
    _ provider: SandboxProvider, _ options: SandboxOptions = SandboxOptions(),
    program: String = "linkctl", name: String? = nil
  ) throws {
    self.provider = provider
    self.name = name ?? provider.rawValue
    sandbox = try Sandbox(options)
    linkctl = try Tool(program)
    before = Set(sandbox.ids(of: provider))
  }

  /// The variables that linkctl takes provider, address and key from.
  var environment: [String: String] {
    [
      "LINKCTL_PROVIDER": name, "LINKCTL_BASE_URL": sandbox.baseURL(of: provider),
      "\(name.uppercased())_API_KEY": SandboxKey.full(provider),
    ]
  }

  var counters: SandboxCounters { sandbox.counters(of: provider) }

  /// `linkctl delete` with these IDs on standard input and results as NDJSON.
  func delete(_ ids: [String], options: [String] = []) async throws -> Deletion {
    let run = try await linkctl.run(
      ["delete", "--ids-file", "-", "-o", "ndjson", "--format", "lines"] + options,
      environment: environment, input: ids.joined(separator: "\n") + "\n")
    let results = try run.lines.map { line in
      try JSONDecoder().decode(RowReport.self, from: Data(line.utf8))
    }
    return Deletion(ids: ids, run: run, results: results)
  }

  /// IDs of seeded links by their indexes; indexes beyond the seeded ones are unknown IDs.
  func ids(_ indexes: some Sequence<Int>) -> [String] {
    indexes.map { SeededID.text($0, of: provider) }
  }

  /// Holds every row of the results against what the sandbox had before and has now.
  func expectTruth(
    _ deletion: Deletion, invalid: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let now = Set(sandbox.ids(of: provider))
    // Of rows that name one link in different batches, one deletes it and the provider has no such link
    // for the others.
    let repeated = Set(Dictionary(grouping: deletion.ids) { $0 }.filter { $1.count > 1 }.keys)
    var lies: [String] = []
    if deletion.results.map(\.row) != Array(1...max(1, deletion.ids.count)) {
      lies.append("the rows are not those of the input, in its order")
    }
    for (id, result) in zip(deletion.ids, deletion.results) {
      let was = before.contains(id)
      let isThere = now.contains(id)
      let isTrue =
        switch (result.status, result.code) {
        case ("deleted", _): was && !isThere
        case ("not_found", _): !isThere && (!was || repeated.contains(id))
        case ("unconfirmed", "gone"): !isThere
        case ("failed", _): was && isThere
        case ("invalid", _): invalid.contains(id)
        case ("not_attempted", _): was == isThere
        case ("unknown", _): true
        default: false
        }
      if !isTrue || result.id != id {
        lies.append("\(result) of \(id), which was \(was) and is \(isThere)")
      }
    }
    let untouched = before.subtracting(deletion.ids)
    if !untouched.isSubset(of: now) { lies.append("links that no row names are gone") }
    #expect(lies.isEmpty, "\(lies.prefix(5))", sourceLocation: sourceLocation)
  }
}

/// One run of `linkctl delete`.
struct Deletion {
  var ids: [String]
  var run: Tool.Run
  var results: [RowReport]

  /// How many rows have a status, or a status and a code.
  func count(_ status: String, _ code: String? = nil) -> Int {
    results.count { $0.status == status && (code == nil || $0.code == code) }
  }
}

/// A result as linkctl prints it.
struct RowReport: Decodable, CustomStringConvertible {
  var row: Int
  var id: String?
  var status: String
  var code: String?
  var message: String?
  var attempts: Int

  var description: String { "row \(row) \(status) \(code ?? "") \(message ?? "")" }
}
