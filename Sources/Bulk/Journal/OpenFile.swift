// An open file that only grows: what is written goes to its end, whole or not at all.

import Glibc

/// An open file and the duty to close it.
final class OpenFile: Sendable {
  let number: Int32

  /// Takes over a descriptor.
  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// The bytes of a regular file; `nil` for anything else.
  var size: Int? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Whether some folder still names it.
  var hasName: Bool {
    var status = stat()
    return unsafe fstat(number, &status) == 0 && status.st_nlink > 0
  }
}

/// What makes the name of a new file last as its content does.
package enum FolderSync {
  /// The folder that a path names a file in.
  package static func folder(of path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  /// Puts the folder of a file on disk; zero, or the system's error.
  static func sync(folderOf path: String) -> Int32 {
    let number = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { return errno }
    defer { close(number) }
    // A file system that has nothing to sync there says so with `EINVAL`.
    return fsync(number) == 0 || errno == EINVAL ? 0 : errno
  }
}

/// The end of a file, where bytes are added.
struct FileEnd {
  private let file: OpenFile
  private(set) var length: Int
  /// The error after which nothing more can be added.
  private var failure: Int32 = 0

  init(_ file: OpenFile, length: Int) {
    self.file = file
    self.length = length
  }

  /// Adds bytes, and gives zero or the error that hinders it.
  ///
  /// What was written in part is taken back, so that something shorter may still be added later.
  mutating func append(_ bytes: [UInt8]) -> Int32 {
    guard failure == 0 else { return failure }
    let code = write(bytes)
    if code == 0 {
      length += bytes.count
    } else if ftruncate(file.number, length) != 0 {
      failure = code
    }
    return code
  }

  private func write(_ bytes: [UInt8]) -> Int32 {
    var written = 0
    while written < bytes.count {
      let rest = bytes.span.extracting(written...)
      // Safe: the system only reads the bytes during the call.
      let count = unsafe rest.withUnsafeBufferPointer {
        unsafe pwrite(file.number, $0.baseAddress, $0.count, length + written)
      }
      if count > 0 {
        written += count
      } else if count == 0 {
        return ENOSPC
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
