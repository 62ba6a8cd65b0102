// Runs of `get` and `list`: links as they were printed, and what the sandbox held before and holds now.

import Foundation
import Records
import Sandbox
import TestSupport
import Testing

/// One run of a reading command.
struct ReadRun {
  let run: Tool.Run
  let ids: [String]

  /// IDs that were printed more than once.
  var repeated: Int { ids.count - Set(ids).count }
}

extension Rehearsal {
  /// A sandbox with links in folders and out, archived and not, many of one moment.
  static func forReading(
    _ provider: SandboxProvider, links: Int,
    _ change: (inout SandboxOptions) throws -> Void = { _ in }
  ) throws -> Rehearsal {
    var options = SandboxOptions()
    options.links = links
    options.limit = .none
    options.shape.folders = 7
    options.shape.archivedPercent = 20
    options.shape.sameMoment = 300
    try change(&options)
    return try Rehearsal(provider, options)
  }

  /// `linkctl list` with IDs for its output, as fast as can be.
  func list(_ arguments: [String] = []) async throws -> ReadRun {
    let run = try await linkctl.run(
      ["list", "-o", "ids", "--rate", "100000/s"] + arguments, environment: environment)
    return ReadRun(run: run, ids: run.lines.map(String.init))
  }

  /// `linkctl get` of these IDs, with IDs for its output.
  func get(_ ids: [String], _ arguments: [String] = []) async throws -> ReadRun {
    let run = try await linkctl.run(
      ["get", "--ids-file", "-", "--format", "lines", "-o", "ids", "--rate", "100000/s"]
        + arguments,
      environment: environment, input: ids.joined(separator: "\n") + "\n")
    return ReadRun(run: run, ids: run.lines.map(String.init))
  }

  /// Holds a list against the sandbox: each link that was there all the time came, and none came twice or from nowhere.
  func expectTruth(
    _ list: ReadRun, status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let now = Set(sandbox.ids(of: provider))
    let listed = Set(list.ids)
    var missed = before.intersection(now).subtracting(listed)
    if !missed.isEmpty { missed.subtract(madeByOthers) }
    #expect(missed.isEmpty, "\(missed.count) were missed", sourceLocation: sourceLocation)
    #expect(list.repeated == 0, "links came twice", sourceLocation: sourceLocation)
    #expect(list.run.status == status, "\(list.run.errors)", sourceLocation: sourceLocation)
  }

  /// Links that another client has made meanwhile: such a one may have the ID of one that is gone, as a YOURLS site gives
  /// out keywords that are free again.
  private var madeByOthers: Set<String> {
    let links = sandbox.links(of: provider).filter { link in
      link.members.contains { $0.value.string?.contains("example.com/other/") ?? false }
    }
    return Set(links.map(Self.id))
  }
}
