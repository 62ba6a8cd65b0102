// Links as they were before they were changed: a line of JSON each, on disk before the request goes that
// concerns them. What is in the file is never changed; another state of a link is another line.

import Glibc
package import Providers
package import Records
import Synchronization

/// A backup that links are added to; used by many tasks at once.
package final class BackupFile: Sendable {
  /// Why there is none.
  package enum Failure: Error, Sendable, Equatable {
    case system(Int32)
    case notRegular
    case inUse
    /// It belongs to another user, who could read the links.
    case notOwn
    /// A line, the number of which is given, is no link as the provider shows it.
    case notLinks(line: Int?)
  }

  private struct State {
    var end: FileEnd
    /// Fingerprints of the links that are in it.
    var kept: Set<UInt64>
  }

  private let file: OpenFile
  private let state: Mutex<State>

  /// Opens or makes a backup, which nobody else can read and no other run can use meanwhile.
  ///
  /// A file that holds anything but links of the provider is refused and left as it is. A line that a run
  /// was writing when it died is cut off: the link in it was not touched yet.
  package init(path: String, for provider: any Provider) throws(Failure) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY
    // Safe: the string lends its bytes for the length of the call.
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    file = OpenFile(descriptor)
    guard let size = file.size else { throw .notRegular }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? .inUse : .system(errno)
    }
    var last: UInt8 = 0
    // Safe: the system writes at most the one byte.
    let isWhole =
      unsafe pread(descriptor, &last, 1, max(0, size - 1)) < 1 || last == UInt8(ascii: "\n")
    let content = try BackupContent(
      path: path, size: size, endsWithLineEnd: isWhole, for: provider)
    guard fchmod(descriptor, 0o600) == 0 else {
      throw errno == EPERM ? .notOwn : .system(errno)
    }
    let length = content.lengthOfLines
    guard length == size || ftruncate(descriptor, length) == 0 else { throw .system(errno) }
    let code = size > 0 ? 0 : FolderSync.sync(folderOf: path)
    guard code == 0 else { throw .system(code) }
    state = Mutex(State(end: FileEnd(file, length: length), kept: content.kept))
  }

  /// Puts links on disk that are not there yet as they are; zero, or the system's error, and then they must
  /// not be touched.
  package func keep(_ links: [JSONObject]) -> Int32 {
    state.withLock { state in
      var bytes: [UInt8] = []
      var new: Set<UInt64> = []
      for link in links {
        let name = BackupContent.name(of: link)
        guard !state.kept.contains(name), new.insert(name).inserted else { continue }
        JSONValue.object(link).write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
      guard !bytes.isEmpty else { return 0 }
      // A file that was deleted meanwhile keeps nothing.
      guard file.hasName else { return ENOENT }
      let code = state.end.append(bytes)
      guard code == 0 else { return code }
      guard fdatasync(file.number) == 0 else { return errno }
      state.kept.formUnion(new)
      return 0
    }
  }
}
