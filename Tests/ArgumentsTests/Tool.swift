// Programs outside the package that judge what the renderers write: shells, groff, mandoc.

import Foundation
import TestSupport

/// A program found in PATH.
struct Tool {
  /// What it wrote and how it ended.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  private let path: String

  /// The program, or `nil` where it is not installed.
  init?(_ name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let path = folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path else { return nil }
    self.path = path
  }

  /// Whether tests that need a program run: where it is installed, and always in continuous
  /// integration, so that a missing one is a failure there and not a test left out.
  static func isExpected(_ name: String) -> Bool {
    Tool(name) != nil || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  /// Runs the program in a folder that is its home and its place, with nothing to read.
  func run(_ arguments: String..., in folder: TemporaryDirectory) async throws -> Result {
    for name in ["stdout", "stderr"] { _ = try folder.write("", to: name) }
    var environment = ProcessInfo.processInfo.environment
    environment["HOME"] = folder.path
    let child = try ChildProcess(
      "/usr/bin/env", ["-C", folder.path, path] + arguments, environment: environment,
      standardOutput: folder.file("stdout"), standardError: folder.file("stderr"))
    return Result(
      status: try await child.ending(), output: try folder.text(of: "stdout"),
      errors: try folder.text(of: "stderr"))
  }
}
