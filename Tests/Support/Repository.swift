// The repository's own files, for tests of the repository itself.

import Foundation

package enum Repository {
  // The folder that holds `Package.swift`.
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The full path of a file named from the root.
  package static func path(_ relative: String) -> String {
    root.appendingPathComponent(relative).path
  }

  /// Every Swift file below a folder, by its path from the root, with its text.
  package static func swiftFiles(below folder: String) throws -> [(path: String, text: String)] {
    let walk = FileManager.default.enumerator(atPath: path(folder))
    var files: [(path: String, text: String)] = []
    while let name = walk?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      let relative = folder + "/" + name
      files.append((relative, try String(contentsOfFile: path(relative), encoding: .utf8)))
    }
    return files.sorted { $0.path < $1.path }
  }
}
