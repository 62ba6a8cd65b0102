// Reading whole files and writing files and streams through the system's calls.

import Glibc

/// Texts from and to files.
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

  /// Makes or replaces a file, which `fill` writes piece by piece.
  static func write(to path: String, _ fill: (FileWriter) -> Void) throws(Failure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("write", path, errno) }
    let writer = FileWriter(descriptor)
    fill(writer)
    writer.flush()
    let code = writer.error ?? (close(descriptor) == 0 ? nil : errno)
    if writer.error != nil { close(descriptor) }
    if let code { throw failure("write", path, code) }
  }

  /// Writes a text to an open descriptor; false where nobody takes it.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    write(Array(text.utf8), to: descriptor)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
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

/// A file that grows piece by piece; after an error nothing more is written.
final class FileWriter {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private(set) var error: Int32?

  /// The descriptor stays the caller's.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  func write(_ more: [UInt8]) {
    bytes += more
    if bytes.count >= 1 << 16 { flush() }
  }

  func flush() {
    if error == nil, !Files.write(bytes, to: descriptor) { error = errno }
    bytes.removeAll(keepingCapacity: true)
  }
}

/// The system's words for its error numbers.
enum SystemError {
  static func text(_ code: Int32) -> String {
    // Safe: the C library's string is copied at once, and only the main thread asks for one.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
