// `--backup`: where links are kept before they are touched.

import Arguments
import Bulk
import Providers

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
        not_backed_up. Where a walk over all links finds those of the input, one that it did not meet is \
        not_found where it is known to have met all, and else has failed so too. Links are added to a file that is there; what is in it stays as it is, and \
        another state of a link is another line. linkctl create --input takes back what was \
        deleted: what the provider sets itself, such as IDs, clicks and dates, is left out. linkctl \
        update --input takes back what was changed. Only its owner can read the file, which holds \
        whatever the provider shows.\(ProviderWords.sentences(on: "backup"))
        """)
  ]

  private static let another = "nothing was sent; name another file with --backup"

  /// Opens the file, where one is asked for, before anything is sent.
  func open(for provider: any Provider) throws(Failure) -> BackupFile? {
    guard let path else { return nil }
    do throws(BackupFile.Failure) {
      return try BackupFile(path: path, for: provider)
    } catch {
      switch error {
      case .system(let code):
        throw Failure(
          "the backup \(path) cannot be opened: \(SystemErrorText.of(code))", hint: Self.another)
      case .notRegular:
        throw Failure("the backup \(path) is not a regular file", hint: Self.another)
      case .notOwn:
        throw Failure(
          "the backup \(path) belongs to another user, who could read the links",
          hint: Self.another)
      case .inUse:
        throw Failure(
          "the backup \(path) is in use by another run",
          hint: "nothing was sent; wait until that run is over", status: .stopped)
      case .notLinks(let line):
        throw Failure(
          "the backup \(path) has something other than links in it"
            + (line.map { ", in line \($0)" } ?? ""),
          hint: Self.another)
      }
    }
  }
}
