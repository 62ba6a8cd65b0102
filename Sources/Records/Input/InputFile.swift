// An open file that can be read any number of times from where it stood, and that notices when
// somebody writes to it meanwhile. Reads by position only, so that passes do not disturb each other.

import Glibc

/// Bytes that stay readable by position as long as this lives.
final class InputFile: Sendable {
  let name: InputName
  private let descriptor: Int32
  private let isOwned: Bool
  private let start: Int
  private let snapshot: Snapshot

  /// What `fstat` shows of a file's content.
  private struct Snapshot: Equatable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      size = status.st_size
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Takes a descriptor of a regular file, to be closed at the end if it is owned.
  init(_ name: InputName, descriptor: Int32, isOwned: Bool, start: Int, status: stat) {
    self.name = name
    self.descriptor = descriptor
    self.isOwned = isOwned
    self.start = start
    snapshot = Snapshot(status)
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Whether no byte stands behind the start.
  var isEmpty: Bool { snapshot.size <= start }

  /// Adds at most so many bytes from an offset on to an array; adds none only at the end.
  ///
  /// Throws `.changed` when the file is no longer what it was when it was opened, so that nothing read
  /// from a changed file is ever used.
  func read(
    into bytes: inout [UInt8], at offset: Int, atMost count: Int
  ) throws(InputError) {
    var result = 0
    var error: Int32 = 0
    repeat {
      bytes.append(addingCapacity: count) { output in
        // Safe: the system writes at most `count` bytes into room for as many, and says how many.
        unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
          result = unsafe pread(descriptor, buffer.baseAddress, count, start + offset)
          error = errno
          initialized = max(0, result)
        }
      }
    } while result < 0 && error == EINTR
    do throws(InputError) {
      guard result >= 0 else { throw InputError(name, .system(.read, error)) }
      try checkUnchanged()
    } catch {
      // What was read after a change is not what was checked, and is never used.
      bytes.removeLast(max(0, result))
      throw error
    }
  }

  private func checkUnchanged() throws(InputError) {
    let status = try fileStatus(of: descriptor, name: name)
    guard Snapshot(status) == snapshot else { throw InputError(name, .changed) }
  }
}

/// What the system knows of an open file.
func fileStatus(of descriptor: Int32, name: InputName) throws(InputError) -> stat {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else {
    throw InputError(name, .system(.read, errno))
  }
  return status
}
