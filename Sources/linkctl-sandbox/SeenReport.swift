// What the stand-ins saw and hold, as text.

import Records
import Sandbox

/// The lines for standard error and for the files of what is left.
struct SeenReport {
  let sandbox: Sandbox
  let provider: SandboxProvider

  /// A line for the provider that linkctl was pointed at, and for each other that was asked.
  var lines: String {
    SandboxProvider.allCases.filter { $0 == provider || sandbox.counters(of: $0).total() > 0 }
      .map { "linkctl-sandbox: \($0.rawValue): \(line(of: $0))\n" }.joined()
  }

  /// Every link that is left: provider, tab, ID.
  func writeState(to file: FileWriter) {
    for provider in SandboxProvider.allCases {
      sandbox.forEachID(of: provider) { file.write(Array("\(provider.rawValue)\t\($0)\n".utf8)) }
    }
  }

  /// Every link of the chosen provider that is left, as it shows it, on a line each.
  func writeLinks(to file: FileWriter) {
    sandbox.forEachLink(of: provider) { link in
      file.write(JSONValue.object(link).bytes + [UInt8(ascii: "\n")])
    }
  }

  private func line(of provider: SandboxProvider) -> String {
    let counters = sandbox.counters(of: provider)
    let left =
      "\(changes(counters)), \(sandbox.linkCount(of: provider).grouped) left" + others(counters)
    let total = counters.total()
    guard total > 0 else { return "no requests; \(left)" }
    return "\(total.counted("request")) (\(replies(counters))); \(left); "
      + "\(counters.count(of: 429)) rate-limited; at most \(counters.mostInFlight) in flight"
  }

  private func changes(_ counters: SandboxCounters) -> String {
    guard counters.created + counters.updated > 0 else {
      return "\(counters.deleted.counted("link")) deleted"
    }
    return "\(counters.created.counted("link")) created, \(counters.updated.grouped) updated, "
      + "\(counters.deleted.grouped) deleted"
  }

  /// What another client did, where one did anything.
  private func others(_ counters: SandboxCounters) -> String {
    let (added, deleted) = (counters.addedByOthers, counters.deletedByOthers)
    guard added + deleted > 0 else { return "" }
    return "; another client added \(added.grouped) and deleted \(deleted.grouped)"
  }

  private func replies(_ counters: SandboxCounters) -> String {
    SandboxOperation.allCases.compactMap { operation in
      guard let replies = counters.requests[operation] else { return nil }
      let parts = replies.map { "\(name(of: $0.key)) × \($0.value)" }.sorted()
      return "\(operation.rawValue) \(parts.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  private func name(of reply: SandboxCounters.Reply) -> String {
    switch reply {
    case .status(let status): String(status)
    case .cut: "cut"
    case .closed: "closed"
    case .hung: "hung"
    }
  }
}
