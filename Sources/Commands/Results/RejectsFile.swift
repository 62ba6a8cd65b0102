// `--rejects`: the rows that did not make it, as they came, in a file of the input's own form.

import Bulk
import Glibc
import Records

/// A file that is whole or is not there: it has no name until the end, so that it may even take the place of
/// the input.
///
/// What is no regular file, such as a pipe, is written as it is.
struct RejectsFile: ~Copyable {
  private let path: String
  private var replacement: Replacement?
  private var stream: OutputStream
  private let descriptor: Int32

  /// Opens it, before anything is sent, so that a folder that cannot be written is found in time.
  init(path: String) throws(Failure) {
    let (descriptor, replacement) = try Self.open(path)
    self.path = path
    self.descriptor = descriptor
    self.replacement = replacement
    stream = OutputStream(descriptor)
  }

  private static func open(_ path: String) throws(Failure) -> (Int32, Replacement?) {
    guard path != "-" else {
      throw Failure("--rejects takes the name of a file", hint: "./- names one that is called so")
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
    guard descriptor >= 0 else { throw failure(path, errno) }
    return (descriptor, replacement)
  }

  deinit {
    close(descriptor)
    replacement?.discard()
  }

  /// Writes the rows and puts the file into its place.
  ///
  /// Rows that are too long to be held are told of, and then the input itself is not replaced.
  mutating func write(
    _ rejected: RejectedRows, _ source: InputSource, _ layout: RowLayout
  ) throws(Failure) {
    let missing = try writeRows(rejected, source, layout)
    stream.flush()
    if let error = stream.failure { throw Self.failure(path, error) }
    if missing > 0, case .file(let input) = source.name,
      Replacement.place(of: input) == Replacement.place(of: path)
    {
      throw Failure(
        "\(missing.counted("row")) cannot be held, being too long, so \(path), which is the input, stays as it is",
        hint: "give --rejects another name", status: .stopped)
    }
    if let error = replacement?.put(descriptor) { throw Self.failure(path, error) }
    guard missing == 0 else {
      throw Failure(
        "\(missing.counted("row")) cannot be held, being too long, and \(missing == 1 ? "is" : "are") not in \(path)",
        hint: "take them from the input", status: .stopped)
    }
  }

  private mutating func writeRows(
    _ rejected: RejectedRows, _ source: InputSource, _ layout: RowLayout
  ) throws(Failure) -> Int {
    var missing = 0
    do throws(InputError) {
      var texts = try source.texts(layout)
      var file = RowFile(like: texts)
      var row = 0
      while let text = try texts.next() {
        row += 1
        guard rejected.contains(row) else { continue }
        if text.isEmpty { missing += 1 } else { stream.write(file.add(text)) }
      }
      stream.write(file.end())
    } catch {
      throw Failure(error)
    }
    return missing
  }

  private static func failure(_ path: String, _ error: Int32) -> Failure {
    Failure(
      "the file of --rejects, \(path), cannot be written: \(SystemErrorText.of(error))",
      hint: "name another file with --rejects")
  }
}
