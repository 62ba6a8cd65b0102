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

  /// Runs the program in a folder that is its home, with nothing to read.
  func run(_ arguments: String..., in folder: TemporaryDirectory) throws -> Result {
    let (output, errors) = (folder.file("stdout"), folder.file("stderr"))
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    environment["HOME"] = folder.path
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}
