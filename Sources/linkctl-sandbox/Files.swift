// Reading and writing whole files and streams through the system's calls.

import Glibc

/// Whole texts from and to files.
enum Files {
  /// All that a file holds, as text.
  static func read(_ path: String) throws(Failure) -> String {
    // Safe, here and below: the path is only read, during the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        // Safe: at most the buffer's size is written, during the call.
        unsafe Glibc.read(descriptor, space.baseAddress, space.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path, errno) }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(path) is not UTF-8 text")
    }
    return text
  }

  /// Makes or replaces a file.
  static func write(_ text: String, to path: String) throws(Failure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("write", path, errno) }
    let isWritten = write(text, to: descriptor)
    let code = errno
    guard close(descriptor) == 0, isWritten else { throw failure("write", path, code) }
  }

  /// Writes a text to an open descriptor; false where nobody takes it.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        // Safe: the bytes are only read, during the call.
        unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func failure(_ verb: String, _ path: String, _ code: Int32) -> Failure {
    let message = "cannot \(verb) \(path): \(SystemError.text(code))"
    return verb == "read" ? .usage(message) : .environment(message)
  }
}

/// The system's words for its error numbers.
enum SystemError {
  static func text(_ code: Int32) -> String {
    // Safe: the C library's string is copied at once, and only the main thread asks for one.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
