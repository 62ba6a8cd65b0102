// A folder for one test, gone when the test is over.

import Foundation

/// A new, empty folder, removed with all it holds when the last reference goes.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "linkctl-test-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder; nothing is made.
  package func file(_ name: String) -> String { path + "/" + name }

  /// What a file in the folder holds, as text.
  package func text(of name: String) throws -> String {
    defer { withExtendedLifetime(self) {} }
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
  }

  /// Makes a file in the folder and gives its path.
  package func write(_ text: String, to name: String) throws -> String {
    try write([UInt8](text.utf8), to: name)
  }

  /// Makes a file in the folder and gives its path.
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }
}
