// `--backup`: where links are kept before they are touched.

import Arguments
import Bulk

/// The options of commands that can keep links as they were.
struct BackupOptions: Sendable {
  var path: String?

  static let options: [OptionSpec<BackupOptions>] = [
    .file(
      "backup", "FILE", .set(\.path),
      "keep the links as they are before they are touched, so that create can take them back",
      discussion: """
        Read each link first and keep it in FILE, a line of JSON each, before the request that \
        concerns it is sent; a link that cannot be read is left as it is and has failed with code \
        not_backed_up. Links are added to a file that is there, and one that is in it already stays \
        as it is. linkctl create takes the file back: what the provider sets itself, such as IDs, \
        clicks and dates, is left out. Only its owner can read the file: Dub shows passwords in \
        clear, and so they are in it.
        """)
  ]

  /// Opens the file, where one is asked for, before anything is sent.
  func open() throws(Failure) -> BackupFile? {
    guard let path else { return nil }
    do throws(BackupFile.Failure) {
      return try BackupFile(path: path)
    } catch {
      switch error {
      case .system(let code):
        throw Failure("the backup \(path) cannot be opened: \(SystemErrorText.of(code))")
      case .notRegular: throw Failure("the backup \(path) is not a regular file")
      case .inUse:
        throw Failure("the backup \(path) is in use by another run", status: .stopped)
      case .notLinks(let line):
        throw Failure(
          "the backup \(path) holds something else than links"
            + (line.map { ", in line \($0)" } ?? ""),
          hint: "give the name of a new file")
      }
    }
  }
}
