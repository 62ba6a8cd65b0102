// Links as they were before they were changed: a line of JSON each, on disk before the request goes that
// concerns them. What is in the file is never changed, so the first state of a link is the one that stays.

import Glibc
import Providers
package import Records
import Synchronization

/// A backup that links are added to; used by many tasks at once.
package final class BackupFile: Sendable {
  /// Why there is none.
  package enum Failure: Error, Sendable, Equatable {
    case system(Int32)
    case notRegular
    case inUse
    /// A line, the number of which is given, is no link.
    case notLinks(line: Int?)
  }

  private struct State {
    var end: FileEnd
    /// Fingerprints of the IDs of links that are in it.
    var ids: Set<UInt64>
  }

  private let file: OpenFile
  private let state: Mutex<State>

  /// Opens or makes a backup, which nobody else can read and no other run can use meanwhile.
  ///
  /// A line that a run was writing when it died is cut off: the link in it was not touched yet.
  package init(path: String) throws(Failure) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    // Safe: the string lends its bytes for the length of the call.
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .system(errno) }
    file = OpenFile(descriptor)
    guard let size = file.size else { throw .notRegular }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? .inUse : .system(errno)
    }
    let length = try Self.lengthOfWholeLines(descriptor, size)
    guard length == size || ftruncate(descriptor, length) == 0 else { throw .system(errno) }
    let ids = length == 0 ? [] : try Self.ids(in: path)
    state = Mutex(State(end: FileEnd(file, length: length), ids: ids))
  }

  /// Puts links on disk that are not there yet; zero, or the system's error, and then they must not be
  /// touched.
  package func keep(_ links: [JSONObject]) -> Int32 {
    state.withLock { state in
      var bytes: [UInt8] = []
      var new: [UInt64] = []
      for link in links {
        let id = Self.name(of: link)
        guard !state.ids.contains(id), !new.contains(id) else { continue }
        JSONValue.object(link).write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        new.append(id)
      }
      guard !bytes.isEmpty else { return 0 }
      let code = state.end.append(bytes)
      guard code == 0 else { return code }
      guard fdatasync(file.number) == 0 else { return errno }
      state.ids.formUnion(new)
      return 0
    }
  }

  private static func name(of link: JSONObject) -> UInt64 {
    name(of: link["id"]?.string ?? link["id"]?.number?.text ?? "")
  }

  private static func name(of id: String) -> UInt64 {
    UInt64(truncatingIfNeeded: Fingerprint(of: id.utf8).bits)
  }

  private static func ids(in path: String) throws(Failure) -> Set<UInt64> {
    var ids: Set<UInt64> = []
    do throws(InputError) {
      let options = InputOptions(format: .ndjson, idColumn: "id")
      let source = try InputSource(path: path, options: options, temporaryDirectory: "/tmp")
      var rows = try source.rows()
      while let row = try rows.next() {
        guard case .id(let id) = row.content else {
          throw InputError(source.name, line: row.line, .noFields)
        }
        ids.insert(name(of: id))
      }
    } catch {
      throw .notLinks(line: error.line)
    }
    return ids
  }

  /// The bytes up to the last line end.
  private static func lengthOfWholeLines(_ descriptor: Int32, _ size: Int) throws(Failure) -> Int {
    var end = size
    var piece = [UInt8](repeating: 0, count: 65_536)
    while end > 0 {
      let start = max(0, end - piece.count)
      // Safe: the system writes no more than the count, which is at most the array's.
      let count = unsafe pread(descriptor, &piece, end - start, start)
      guard count == end - start else { throw .system(count < 0 ? errno : EIO) }
      if let last = piece.prefix(count).lastIndex(of: UInt8(ascii: "\n")) {
        return start + last + 1
      }
      end = start
    }
    return 0
  }
}
