// `--rejects`: the rows that did not make it, as they came, in a file of the input's own form.

import Bulk
import Glibc
import Providers
import Records

/// Which rows did not make it: a bit a row.
struct RejectedRows: Sendable {
  private var words: [UInt64] = []
  private(set) var count = 0

  /// Adds a row, numbered from 1.
  mutating func insert(_ row: Int) {
    guard row > 0, !contains(row) else { return }
    let (word, bit) = (row - 1).quotientAndRemainder(dividingBy: 64)
    if word >= words.count {
      words += repeatElement(0, count: word + 1 - words.count)
    }
    words[word] |= 1 << UInt64(bit)
    count += 1
  }

  func contains(_ row: Int) -> Bool {
    let (word, bit) = (row - 1).quotientAndRemainder(dividingBy: 64)
    return row > 0 && words.indices.contains(word) && words[word] & 1 << UInt64(bit) != 0
  }
}

/// A file that is whole or is not there: it is written beside its place and moved to it at the end, so that
/// it may even be the input itself.
///
/// What is no regular file, such as a pipe, is written as it is.
struct RejectsFile: ~Copyable {
  private let path: String
  private let temporaryPath: String?
  private var stream: OutputStream
  private let descriptor: Int32
  private var isDone = false

  /// Opens it, before anything is sent, so that a folder that cannot be written is found in time.
  ///
  /// The rows may hold secrets, so nobody else can read it.
  init(path: String) throws(Failure) {
    self.path = path
    var status = stat()
    // Safe, all below: the strings lend their bytes for the length of the calls.
    let isThere = unsafe stat(path, &status) == 0
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
      temporaryPath = nil
      descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      stream = OutputStream(descriptor)
      guard descriptor >= 0 else { throw Self.failure(path, errno) }
      return
    }
    let name = "\(path).\(getpid()).part"
    temporaryPath = name
    descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    stream = OutputStream(descriptor)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
  }

  deinit {
    close(descriptor)
    // Safe: as above. A file that was moved has the name no more.
    if !isDone, let temporaryPath { _ = unsafe unlink(temporaryPath) }
  }

  /// Writes the rows and puts the file into its place; warns of those that are too long to be held.
  mutating func write(
    _ rejected: RejectedRows, _ source: InputSource, _ layout: RowLayout, _ console: Console
  ) throws(Failure) {
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
    stream.flush()
    if let error = stream.failure { throw Self.failure(path, error) }
    if let temporaryPath {
      // Safe: as above.
      guard fsync(descriptor) == 0, unsafe rename(temporaryPath, path) == 0 else {
        throw Self.failure(path, errno)
      }
    }
    isDone = true
    if missing > 0 {
      console.warn("\(missing) rows are too long to be held, and are not in \(path)")
    }
  }

  private static func failure(_ path: String, _ error: Int32) -> Failure {
    Failure("the file of --rejects, \(path), cannot be written: \(SystemErrorText.of(error))")
  }
}
