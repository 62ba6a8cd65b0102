// The built programs, run as a user would run them.

import Foundation

/// A program of this package, found beside the running tests.
package struct Tool: Sendable {
  package let path: String

  /// `linkctl` or `linkctl-sandbox`.
  package init(_ name: String) throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    path = folder.appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ToolError.notBuilt(path)
    }
  }

  /// Any program, by its path.
  package init(at path: String) throws {
    self.path = path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ToolError.notInstalled(path)
    }
  }

  /// What a run left behind.
  package struct Run: Sendable {
    /// The exit status; 128 and more is a signal, as in shells.
    package var status: Int32
    package var output: String
    package var errors: String

    package init(status: Int32, output: String = "", errors: String = "") {
      self.status = status
      self.output = output
      self.errors = errors
    }

    package var lines: [Substring] { output.split(separator: "\n") }
  }

  /// Runs it to its end.
  ///
  /// The environment is only what is given, and `PATH`. Streams are files, so none can fill up; standard
  /// input is empty unless text is given.
  package func run(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
    inputFile: String? = nil
  ) async throws -> Run {
    let folder = try TemporaryDirectory()
    let stdin = try inputFile ?? folder.write(input ?? "", to: "stdin")
    for name in ["stdout", "stderr"] { _ = try folder.write("", to: name) }
    let child = try ChildProcess(
      path, arguments,
      environment: environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first },
      standardInput: stdin, standardOutput: folder.file("stdout"),
      standardError: folder.file("stderr"))
    let status = try await child.ending()
    return Run(
      status: status, output: try folder.text(of: "stdout"),
      errors: try folder.text(of: "stderr"))
  }
}

package enum ToolError: Error {
  case notBuilt(String)
  case notInstalled(String)
}
