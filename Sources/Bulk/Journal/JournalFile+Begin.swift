// The first bytes that a run writes: the file itself, where there is none, and that a run begins.

import Glibc
import Transport

extension JournalFile {
  /// Makes the file where there is none, cuts off what the last write left torn, and records that a run
  /// begins.
  ///
  /// The journal stays locked as long as the writer lives. `time` is in seconds since 1970.
  package func begin(process: Int, time: Int) throws(JournalError) -> JournalWriter {
    let file: OpenFile
    if let descriptor { file = descriptor } else { file = try create() }
    guard file.size == content.length + content.torn else { throw .changed }
    if content.torn > 0, ftruncate(file.number, content.length) != 0 {
      throw .system(.write, errno)
    }
    var lines: [UInt8] = content.lacksLineEnd ? [0x0A] : []
    if content.replay.job == nil { JournalLine.header(job).write(to: &lines) }
    let run = (content.replay.lastRun?.number ?? 0) + 1
    JournalLine.run(
      JournalRun(number: run, process: process, started: time, boot: content.boot)
    ).write(to: &lines)
    var end = FileEnd(file, length: content.length)
    let code = end.append(lines)
    guard code == 0 else { throw .system(.write, code) }
    if descriptor == nil { try syncFolder() }
    do throws(SystemError) {
      return try JournalWriter(
        file, end, run: run, lastBatch: content.replay.lastBatch, age: age(at: time))
    } catch {
      throw .system(.write, error.number)
    }
  }

  /// How long ago the first run began; `nil` when the clock was put back since.
  private func age(at time: Int) -> Duration? {
    let age = time - (content.replay.started ?? time)
    return age < 0 ? nil : .seconds(age)
  }

  /// A new file that only its owner can read.
  private func create() throws(JournalError) -> OpenFile {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY
    let number = unsafe open(path, flags, 0o600)
    guard number >= 0 else { throw errno == EEXIST ? .changed : .system(.create, errno) }
    let file = OpenFile(number)
    // What the process takes away from new files may be more than others' access.
    guard fchmod(number, 0o600) == 0 else { throw .system(.create, errno) }
    try Self.lock(file)
    return file
  }

  /// Makes the file's name last as its content does.
  private func syncFolder() throws(JournalError) {
    let code = FolderSync.sync(folderOf: path)
    guard code == 0 else { throw .system(.create, code) }
  }
}
