// Files that are read whole, since they hold no more than a page: a key, the configuration.

import Glibc

/// The bytes of a small file, and who may do what with it.
struct SmallFile {
  enum Fault: Error {
    case system(Int32)
    case tooLarge
    case notAFile

    var words: String {
      switch self {
      case .system(let code): SystemErrorText.of(code)
      case .tooLarge: "is too large"
      case .notAFile: "is not a file"
      }
    }
  }

  let bytes: [UInt8]
  /// The permission bits.
  let mode: UInt32

  /// Reads a file of at most so many bytes; `nil` where there is none of that name.
  init?(path: String, limit: Int) throws(Fault) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .system(errno)
    }
    defer { close(descriptor) }
    try self.init(descriptor: descriptor, limit: limit)
  }

  /// Reads an open file, or a pipe, to its end.
  init(descriptor: Int32, limit: Int) throws(Fault) {
    var status = stat()
    // The call fills in the value that it is given, or fails.
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .notAFile }
    mode = status.st_mode & 0o777
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit {
      // `read` fills no more than the count it is given, which is the array's.
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno) }
      if count == 0 {
        self.bytes = bytes
        return
      }
      bytes += piece.prefix(count)
    }
    throw .tooLarge
  }
}
