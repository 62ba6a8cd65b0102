// A file that is whole or is not there: it has no name until the end, so that it may even take the place of an input.
// What is no regular file, such as a pipe, is written as it is.

import Bulk
import Glibc

/// One file that an option names, while it is written.
struct WholeFile: ~Copyable {
  let path: String
  private let option: String
  private var replacement: Replacement?
  private var stream: OutputStream
  private let descriptor: Int32

  /// Opens it, before anything is sent, so that a folder that cannot be written is found in time.
  init(_ path: String, of option: String) throws(Failure) {
    (descriptor, replacement) = try Self.open(path, option)
    stream = OutputStream(descriptor)
    self.path = path
    self.option = option
  }

  private static func open(
    _ path: String, _ option: String
  ) throws(Failure) -> (Int32, Replacement?) {
    guard path != "-" else {
      throw Failure("\(option) takes the name of a file", hint: "./- names one that is called so")
    }
    let place = Replacement.place(of: path)
    var status = stat()
    // Safe, here and below: the strings lend their bytes for the length of the calls.
    let isThere = unsafe stat(place, &status) == 0
    var replacement: Replacement?
    let descriptor: Int32
    if isThere, status.st_mode & S_IFMT != S_IFREG || place.hasPrefix("/proc/") {
      descriptor = unsafe Glibc.open(place, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    } else {
      var new = Replacement(of: place, mode: isThere ? status.st_mode & 0o777 : 0o600)
      descriptor = new.open()
      replacement = new
    }
    guard descriptor >= 0 else { throw failure(path, option, errno) }
    return (descriptor, replacement)
  }

  deinit {
    close(descriptor)
    replacement?.discard()
  }

  /// Adds text; what went wrong is said at the end.
  mutating func write(_ text: some Sequence<UInt8>) {
    stream.write(text)
    if stream.isFull { stream.flush() }
  }

  /// Writes what is left.
  mutating func flush() throws(Failure) {
    stream.flush()
    if let error = stream.failure { throw Self.failure(path, option, error) }
  }

  /// Puts the file into its place, once all is written.
  mutating func put() throws(Failure) {
    try flush()
    if let error = replacement?.put(descriptor) { throw Self.failure(path, option, error) }
  }

  private static func failure(_ path: String, _ option: String, _ error: Int32) -> Failure {
    Failure(
      "the file of \(option), \(path), cannot be written: \(SystemErrorText.of(error))",
      hint: "name another file with \(option)")
  }
}
