import Bulk
import Foundation
import Glibc
import Providers
import TestSupport
import Testing

@Suite struct JournalFileTests {
  private let folder: TemporaryDirectory
  private let path: String

  init() throws {
    folder = try TemporaryDirectory()
    path = folder.file("j")
  }

  private func open(
    _ other: JournalJob = job, readsOnly: Bool = false
  ) throws(JournalError) -> JournalFile {
    try JournalFile(path: path, job: other, ignoringNotFound: false, readsOnly: readsOnly)
  }

  private func begin(_ file: JournalFile) throws(JournalError) -> JournalWriter {
    try file.begin(process: 1, time: 2)
  }

  private func pasts(_ file: JournalFile, _ names: String...) -> [RowPast] {
    guard var ledger = file.ledger else { return [] }
    return names.map { ledger.take(RowIdentity(row($0))) }
  }

  @Test("what one run records is what the next one goes by, and only its owner can read it")
  func twoRuns() async throws {
    do {
      let file = try open()
      #expect(file.ledger == nil && !FileManager.default.fileExists(atPath: path))
      let writer = try begin(file)
      for (batch, name) in [(1, "a"), (2, "b"), (3, "c")] {
        #expect(writer.announce(JournalIntent(batch: 0, rows: [row(name)])) == batch)
      }
      #expect(await writer.isOnDisk(3) && writer.recordSent(1) && writer.recordSent(2))
      writer.record(JournalOutcome(batch: 2, rows: [JournalRowOutcome(.created)]))
      writer.record(
        JournalIntent(batch: 0, rows: [row("d")]),
        JournalOutcome(batch: 0, rows: [JournalRowOutcome(.unknown)]))
      #expect(await writer.end() == 0)
    }
    #expect(
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let file = try open()
    #expect(pasts(file, "a", "b", "c", "d", "e") == [.inDoubt, .done, .open, .inDoubt, .open])
    #expect(try begin(file).announce(JournalIntent(batch: 0, rows: [row("e")])) == 5)
    let read = try JournalFile.read(path) { _ in }
    #expect(read.replay.lastRun?.number == 2 && read.torn == 0)
  }

  @Test("many tasks record at once, and every line is whole")
  func manyTasks() async throws {
    let writer = try begin(try open())
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<50 {
        group.addTask {
          for turn in 0..<20 {
            let name = "\(task) \(turn)"
            guard let batch = writer.announce(JournalIntent(batch: 0, rows: [row(name)])),
              await writer.isOnDisk(batch), writer.recordSent(batch)
            else { return false }
            writer.record(JournalOutcome(batch: batch, rows: [JournalRowOutcome(.created)]))
          }
          return true
        }
      }
      for await isRecorded in group { #expect(isRecorded) }
    }
    #expect(await writer.end() == 0)
    let read = try JournalFile.read(path) { _ in }
    #expect(read.replay.lastBatch == 1_000 && read.replay.outcomes == [.created: 1_000])
    #expect(read.replay.rows.done == 1_000 && read.replay.batchesUnderWay.isEmpty)
  }

  @Test(
    "another operation, provider, address or match is another job",
    arguments: [
      JournalJob(operation: "delete", provider: "dub", address: job.address),
      JournalJob(operation: "create", provider: "hoko", address: job.address),
      JournalJob(operation: "create", provider: "dub", address: "https://example.org"),
      JournalJob(
        operation: "create", provider: "dub", address: job.address, terms: ["match": "key"]),
    ])
  func otherJob(other: JournalJob) throws {
    _ = try begin(try open())
    let before = try folder.text(of: "j")
    #expect(throws: JournalError.otherJob(job)) { try open(other) }
    #expect(try folder.text(of: "j") == before)
  }

  @Test(
    "a file that is no journal is left as it is",
    arguments: [
      "id\nlink_1\n", "link_1", "{\"linkctl", "{\"linkctl_journal\":1}\n", "\n", "\0\0\0\0",
      "{\"linkctl_journal\":1,\"op\n",
      line("{\"run\":1,\"process\":1,\"started\":1,\"boot\":\"\"") + "\n",
    ])
  func noJournal(text: String) throws {
    _ = try folder.write(text, to: "j")
    // What a crash may have left of the first line of all was never more than that.
    if text == "{\"linkctl" {
      #expect(try open().torn == text.utf8.count)
    } else {
      #expect(throws: JournalError.self) { try open() }
    }
    #expect(try folder.text(of: "j") == text)
  }

  @Test("a journal is a regular file")
  func notAFile() throws {
    #expect(throws: JournalError.notAFile) {
      try JournalFile(path: folder.path, job: job, ignoringNotFound: false)
    }
    for device in ["/dev/null", "/dev/full"] {
      #expect(throws: JournalError.notAFile) {
        try JournalFile(path: device, job: job, ignoringNotFound: false)
      }
    }
    // The path is a C string as long as the call is on.
    let code = unsafe mkfifo(path, 0o600)
    #expect(code == 0)
    #expect(throws: JournalError.notAFile) { try open() }
    #expect(throws: JournalError.notAFile) { try open(readsOnly: true) }
    let lost = try JournalFile(
      path: folder.file("none/j"), job: job, ignoringNotFound: false)
    #expect(throws: JournalError.system(.create, ENOENT)) { try begin(lost) }
  }

  @Test("a file that appears or grows between reading and writing is not written over")
  func changed() throws {
    let file = try open()
    _ = try folder.write("mine", to: "j")
    #expect(throws: JournalError.changed) { try begin(file) }
    #expect(try folder.text(of: "j") == "mine")
  }

  @Test("reading alone changes nothing, makes nothing and needs no right to write")
  func readsOnly() throws {
    #expect(try open(readsOnly: true).ledger == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
    let torn = text(.header(job), begun(1), intent(1, "a"), settled(1, .created)) + [0x7B]
    _ = try folder.write(torn, to: "j")
    let code = unsafe chmod(path, 0o400)
    #expect(code == 0)
    let file = try open(readsOnly: true)
    #expect(file.torn == 1 && pasts(file, "a") == [.done])
    #expect(try folder.text(of: "j").utf8.count == torn.count)
  }

  @Test("a journal of many megabytes is read in pieces")
  func large() throws {
    var bytes = text(.header(job), begun(1))
    let rows = (0..<10_000).map { row("\($0)") }
    for batch in 1...10 {
      bytes += JournalLine.intent(JournalIntent(batch: batch, rows: rows)).bytes
      bytes +=
        JournalLine.outcome(
          JournalOutcome(
            batch: batch, rows: rows.map { JournalRowOutcome(.created, id: $0.text) })
        ).bytes
    }
    _ = try folder.write(bytes, to: "j")
    var ledger = try #require(try open().ledger)
    for turn in 0..<11 {
      for name in [rows[0], rows[5_000], rows[9_999]] {
        let past = ledger.take(RowIdentity(name))
        #expect(past == (turn < 10 ? .done : .open))
      }
    }
  }
}
