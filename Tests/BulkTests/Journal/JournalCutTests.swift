import Bulk
import Foundation
import Providers
import TestSupport
import Testing

/// Whatever a crash or a bad disk does to a journal, it is read for what it holds or refused.
@Suite struct JournalCutTests {
  private static let names = (1...16).map { "row \($0)" }

  /// A journal of two runs, and after each whole line how many rows are done by then.
  private static let journal: (bytes: [UInt8], ends: [(offset: Int, done: Int)]) = {
    var bytes: [UInt8] = []
    var ends: [(Int, Int)] = []
    var done = 0
    func add(_ line: JournalLine, done more: Int = 0) {
      bytes += line.bytes
      done += more
      ends.append((bytes.count, done))
    }
    add(.header(job))
    for run in 1...2 {
      add(begun(run))
      for turn in 0..<4 {
        let batch = (run - 1) * 4 + turn + 1
        let rows = [names[2 * batch - 2], names[2 * batch - 1]]
        add(intent(batch, rows[0], rows[1]))
        add(.sent(batch, rows: []))
        let outcome = [
          JournalRowOutcome(.created, id: "link_\(batch)", link: "https://dub.sh/\(batch)"),
          JournalRowOutcome(.failed, Refusal("conflict", "é \"taken\"")),
        ]
        add(.outcome(JournalOutcome(batch: batch, rows: outcome)), done: 1)
      }
    }
    return (bytes, ends)
  }()

  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func open(_ bytes: [UInt8]) throws -> JournalFile {
    let path = try folder.write(bytes, to: "j")
    return try JournalFile(path: path, job: job, ignoringNotFound: false)
  }

  private func done(_ file: JournalFile) -> Int {
    guard var ledger = file.ledger else { return 0 }
    return Self.names.count { ledger.take(RowIdentity(row($0))) == .done }
  }

  @Test(
    "cut at any byte it loads, keeps every batch settled before the cut, and can be gone on with")
  func everyOffset() async throws {
    let (bytes, ends) = Self.journal
    #expect(bytes.count > 2_048)
    for cut in bytes.indices {
      let file = try open(Array(bytes[..<cut]))
      // A line that lacks no more than its end says all it has to say.
      let whole = ends.last { $0.offset <= cut + 1 }
      #expect(done(file) == whole?.done ?? 0, "cut at \(cut)")
      let isWhole = ends.contains { $0.offset == cut || $0.offset == cut + 1 }
      #expect((file.torn == 0) == (isWhole || cut == 0), "cut at \(cut)")
      guard cut % 41 == 0 || isWhole else { continue }
      let writer = try file.begin(process: 1, time: 1)
      let batch = writer.announce(JournalIntent(batch: 0, rows: [row("more")]))
      writer.record(
        JournalOutcome(batch: try #require(batch), rows: [JournalRowOutcome(.created)]))
      let read = try JournalFile.read(folder.file("j")) { _ in }
      #expect(read.torn == 0 && read.replay.rows.done == (whole?.done ?? 0) + 1, "cut at \(cut)")
    }
  }

  @Test(
    "a torn end of zeros or rubbish is cut off", arguments: ["\0\0\0\0", "}}}}", "\n\n", "\0\n\0"])
  func rubbish(end: String) throws {
    let file = try open(Self.journal.bytes + end.utf8)
    #expect(done(file) == 8 && file.torn == end.utf8.count)
    _ = try file.begin(process: 1, time: 1)
    #expect(try JournalFile.read(folder.file("j")) { _ in }.torn == 0)
  }

  @Test("a bit that changes anywhere is noticed, and nothing that is done is taken for open")
  func everyBit() throws {
    let (bytes, ends) = Self.journal
    let lastLine = ends[ends.count - 2].offset
    var refused = 0
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 8)
      let path = try folder.write(changed, to: "j")
      do throws(JournalError) {
        let file = try JournalFile(path: path, job: job, ignoringNotFound: false)
        // Only a change in the last line, or in the end of the one before, looks like a torn end.
        #expect(index >= lastLine - 1 || file.torn == 0, "byte \(index)")
        #expect(done(file) >= 7, "byte \(index)")
      } catch {
        refused += 1
      }
    }
    #expect(refused >= lastLine - 1)
  }

  @Test("where the end is torn, a batch may have been sent that says nothing of it")
  func tornMark() async throws {
    let path = folder.file("k")
    func past() throws -> RowPast? {
      var ledger = try JournalFile(path: path, job: job, ignoringNotFound: false).ledger
      return ledger?.take(RowIdentity(row("a")))
    }
    do {
      let writer = try JournalFile(path: path, job: job, ignoringNotFound: false)
        .begin(process: 1, time: 1)
      #expect(writer.announce(JournalIntent(batch: 0, rows: [row("a")])) == 1)
    }
    #expect(try past() == .open)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for end in ["{", "{\"sent\":1,\"su", "{\"sent\":1,\"su\n"] {
      _ = try folder.write([UInt8](whole) + end.utf8, to: "k")
      #expect(try past() == .inDoubt)
      // It stays so when the torn end was cut off.
      _ = try JournalFile(path: path, job: job, ignoringNotFound: false).begin(process: 1, time: 1)
      #expect(try past() == .inDoubt)
    }
  }

  @Test("lines that are left out, doubled or exchanged are noticed where it matters")
  func lines() throws {
    let (bytes, ends) = Self.journal
    let starts = [0] + ends.map(\.offset)
    let lines = ends.indices.map { Array(bytes[starts[$0]..<starts[$0 + 1]]) }
    for index in lines.indices.dropLast() {
      var others = lines
      others.remove(at: index)
      try expectHonest(others.flatMap(\.self), "without line \(index + 1)")
      others.insert(lines[index], at: index)
      others.insert(lines[index], at: index)
      try expectHonest(others.flatMap(\.self), "line \(index + 1) twice")
      others = lines
      others.swapAt(index, index + 1)
      try expectHonest(others.flatMap(\.self), "line \(index + 1) after the next")
    }
  }

  /// Refused, or nothing is taken for done that was not.
  private func expectHonest(_ bytes: [UInt8], _ what: String) throws {
    let path = try folder.write(bytes, to: "j")
    guard let file = try? JournalFile(path: path, job: job, ignoringNotFound: false) else { return }
    guard var ledger = file.ledger else { return }
    for (index, name) in Self.names.enumerated() {
      let past = ledger.take(RowIdentity(row(name)))
      #expect(index.isMultiple(of: 2) || past != .done, "\(what)")
      #expect(!index.isMultiple(of: 2) || past != .open, "\(what): \(name)")
    }
  }
}
