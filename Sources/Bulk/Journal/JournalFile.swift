// The file of a journal: opened, locked while in use, held against the job, and read.

import Glibc

/// A journal that was read and has not begun to be written.
package final class JournalFile: Sendable {
  let path: String
  let job: JournalJob
  /// `nil` while there is no file.
  let descriptor: OpenFile?
  let content: JournalReader.Content

  /// What earlier runs have done; `nil` when there were none.
  package let ledger: Ledger?

  /// What they have recorded of rows; `nil` when there were none.
  let recorded: RecordedOutcomes?

  /// The bytes at the end that the last write left torn; `begin` cuts them off.
  package var torn: Int { content.torn }

  /// Opens the journal of a job.
  ///
  /// A file that is there must be a journal of the same job, which nobody else uses; nothing is changed in
  /// it yet, and none is made. `readsOnly` neither locks it nor needs to be able to write it.
  package init(
    path: String, job: JournalJob, ignoringNotFound: Bool, readsOnly: Bool = false
  ) throws(JournalError) {
    self.path = path
    self.job = job
    guard let descriptor = try Self.open(path, readsOnly: readsOnly) else {
      self.descriptor = nil
      content = JournalReader.Content(replay: JournalReplay(ignoringNotFound: ignoringNotFound))
      ledger = nil
      recorded = nil
      return
    }
    if !readsOnly { try Self.lock(descriptor) }
    var content = try JournalReader.content(
      of: descriptor.number, ignoringNotFound: ignoringNotFound)
    if let other = content.replay.job, other != job { throw .otherJob(other) }
    self.descriptor = descriptor
    ledger = content.replay.lastBatch > 0 ? content.replay.handOver(boot: content.boot) : nil
    self.content = content
    recorded = RecordedOutcomes(descriptor, content.index)
  }

  /// Reads a journal whatever its job is, line by line.
  ///
  /// `visit` is called with each line that counts. What they add up to is returned, with the bytes at the
  /// end that are torn.
  package static func read(
    _ path: String, visit: (JournalLine) -> Void
  ) throws(JournalError) -> (replay: JournalReplay, torn: Int) {
    guard let descriptor = try open(path, readsOnly: true) else { throw .system(.open, ENOENT) }
    let content = try JournalReader.content(
      of: descriptor.number, ignoringNotFound: false, visit: visit)
    guard content.replay.job != nil else { throw .notAJournal }
    return (content.replay, content.torn)
  }

  /// The file, `nil` when there is none.
  private static func open(_ path: String, readsOnly: Bool) throws(JournalError) -> OpenFile? {
    // Without `O_NONBLOCK` a pipe would be waited for.
    let flags = (readsOnly ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let number = unsafe Glibc.open(path, flags)
    guard number >= 0 else {
      switch errno {
      case ENOENT: return nil
      case EISDIR, ENXIO: throw .notAFile
      case let code: throw .system(.open, code)
      }
    }
    let file = OpenFile(number)
    guard file.size != nil else { throw .notAFile }
    return file
  }

  /// The system's name for the time since it was started; empty where it has none.
  fileprivate static let boot: String = {
    let descriptor = unsafe Glibc.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    // `read` fills no more than the count it is given, which is the array's.
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 0x0A }, as: UTF8.self)
  }()

  /// Locks the file for this process until it is closed.
  ///
  /// A lock of the kind whose holder the system can name. It ends with the process, however that ends, and
  /// whenever this process closes any descriptor of the file, which it opens nowhere else.
  static func lock(_ file: OpenFile) throws(JournalError) {
    var lock = wholeFile
    // The call reads the lock that it is given, or writes another one into it.
    if unsafe fcntl(file.number, F_SETLK, &lock) == 0 { return }
    guard errno == EACCES || errno == EAGAIN else { throw .system(.open, errno) }
    lock = wholeFile
    guard unsafe fcntl(file.number, F_GETLK, &lock) == 0, lock.l_pid > 0 else {
      throw .inUse(by: nil)
    }
    throw .inUse(by: Int(lock.l_pid))
  }

  private static var wholeFile: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return lock
  }
}

extension JournalReader.Content {
  /// The name of the time since the system was started, by which batches that were not sent are known; empty
  /// where something is torn, since that may be what said that they were sent.
  var boot: String { torn > 0 || lacksLineEnd ? "" : JournalFile.boot }
}
