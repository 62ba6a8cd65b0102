import Bulk
import Foundation
import Providers
import Testing

@Suite struct JournalLineTests {
  private static let lines: [JournalLine] = [
    .header(job),
    .header(
      JournalJob(
        operation: "upsert", provider: "hoko", address: "http://127.0.0.1:8080/\"\\é",
        terms: ["match": "external-id", "a": "\n"])),
    .run(JournalRun(number: 3, process: 4711, started: 1_795_170_000, boot: "1-2")),
    .sent(9, rows: []), .sent(9, rows: [0..<100, 205..<206]),
    .intent(JournalIntent(batch: 7, rows: [row("a"), row("b"), row("a")])),
    .intent(
      JournalIntent(batch: 8, rows: [], doubtful: [row("a")], overtaken: [row("b"), row("c")])),
    .intent(
      JournalIntent(
        batch: 9, rows: [row("a")], doubtful: [row("b")],
        subjects: [nil, RowSubject(kind: 2, ["x"])])),
    .ended(run: 3, open: 0), .ended(run: 1, open: 12),
    .outcome(
      JournalOutcome(batch: 7, rows: Status.allCases.map { JournalRowOutcome($0) })),
    .outcome(
      JournalOutcome(
        batch: 8,
        rows: [
          JournalRowOutcome(.created, id: "link_1", link: "https://dub.sh/é"),
          JournalRowOutcome(.created, id: "link_2"),
          JournalRowOutcome(.failed, Refusal("conflict", "\u{1B}[1m \"quoted\" \u{2028}")),
          JournalRowOutcome(.failed, Refusal("conflict", "\u{1B}[1m \"quoted\" \u{2028}")),
          JournalRowOutcome(.unknown, Refusal("timed_out", ""), id: ""),
        ])),
    .outcome(JournalOutcome(batch: 9, rows: [])),
  ]

  @Test("what is written is read as it was", arguments: lines)
  func roundTrip(line: JournalLine) throws {
    let bytes = line.bytes
    #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
    #expect(try JournalLine(parsing: Array(bytes.dropLast()).span) == line)
  }

  @Test("a line's checksum is the CRC-32 of what stands before it")
  func checksum() throws {
    #expect(crc32("123456789".utf8) == 0xCBF4_3926)
    for written in Self.lines {
      let text = String(decoding: written.bytes.dropLast(), as: UTF8.self)
      let content = try #require(text.range(of: ",\"sum\":\"", options: .backwards))
      #expect(text == line(String(text[..<content.lowerBound])))
    }
  }

  @Test("a line that lacks its end, or of which a bit has changed, is none", arguments: lines)
  func damage(line: JournalLine) throws {
    let bytes = Array(line.bytes.dropLast())
    for length in bytes.indices {
      let part = Array(bytes[..<length])
      #expect(throws: JournalLineFault.checksum, "\(length)") {
        try JournalLine(parsing: part.span)
      }
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: JournalLineFault.self) { try JournalLine(parsing: changed.span) }
      }
    }
  }

  @Test(
    "a line with a right checksum that says what is never said is refused",
    arguments: [
      "{\"sent\":1,\"rows\":[]", "{\"sent\":1,\"rows\":[[0,0]]", "{\"sent\":1,\"rows\":[[0]]",
      "{\"sent\":1,\"rows\":[[-1,1]]", "{\"sent\":1,\"rows\":{}",
      "{\"run\":1,\"process\":1,\"started\":1", "{\"sent\":-1", "{\"sent\":null",
      "{", "{}", "[]", "null", "{\"run\":1", "{\"run\":0,\"process\":1,\"started\":1,\"boot\":\"\"",
      "{\"run\":1,\"process\":-1,\"started\":1,\"boot\":\"\"",
      "{\"run\":1e3,\"process\":1,\"started\":1,\"boot\":\"\"",
      "{\"run\":9223372036854775807,\"process\":1,\"started\":1,\"boot\":\"\"",
      "{\"batch\":0,\"rows\":\"\"", "{\"batch\":-1,\"rows\":\"\"", "{\"batch\":1,\"rows\":[]",
      "{\"batch\":1,\"rows\":\"ab\"", "{\"batch\":1,\"rows\":null",
      "{\"batch\":1,\"rows\":\"0123456789ABCDEF0123456789ABCDEF\"",
      "{\"batch\":1,\"rows\":\"\",\"subjects\":\"0123456789abcdef\"", "{\"ended\":1",
      "{\"batch\":1,\"rows\":\"0123456789abcdef0123456789abcdef\",\"subjects\":\"01\"",
      "{\"batch\":1,\"rows\":\"0123456789abcdef0123456789abcdef\",\"subjects\":[]",
      "{\"ended\":-1,\"open\":0", "{\"ended\":1,\"open\":null",
      "{\"batch\":99999999999999999999,\"rows\":\"\"",
      "{\"settled\":1", "{\"settled\":1,\"statuses\":{}",
      "{\"settled\":1,\"statuses\":[[\"created\",-1]]",
      "{\"settled\":1,\"statuses\":[[\"created\",9000000000000000]]",
      "{\"settled\":1,\"statuses\":[[\"created\",999999],[\"created\",999999]]",
      "{\"settled\":1,\"statuses\":[[\"made up\",1]]", "{\"settled\":1,\"statuses\":[[1,1]]",
      "{\"settled\":1,\"statuses\":[[\"created\"]]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"details\":[[1,1,\"a\",\"b\"]]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"details\":[[0,9007199254740992,\"\",\"\"]]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"details\":[[9007199254740992,1,\"\",\"\"]]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"details\":[[0,1,\"a\"]]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"ids\":[]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"ids\":[1]",
      "{\"settled\":1,\"statuses\":[[\"failed\",1]],\"links\":[null,null]",
      "{\"linkctl_journal\":1", "{\"linkctl_journal\":1,\"operation\":1",
      "{\"linkctl_journal\":1,\"operation\":\"\",\"provider\":\"\",\"address\":\"\",\"terms\":{\"a\":1}",
      "{\"other\":1", "{\"settled\":" + String(repeating: "[", count: 100_000),
    ])
  func hostile(content: String) {
    #expect(throws: JournalLineFault.content) { try JournalLine.parsing(line(content)) }
  }

  @Test("a journal of a later format is told from a damaged one, however its lines end")
  func laterFormat() {
    for text in [
      "{\"linkctl_journal\":2}", "{\"linkctl_journal\":2,\"crc\":1", line("{\"linkctl_journal\":2"),
    ] {
      #expect(throws: JournalLineFault.format(2)) { try JournalLine.parsing(text) }
    }
    #expect(throws: JournalLineFault.format(0)) {
      try JournalLine.parsing("{\"linkctl_journal\":x")
    }
  }
}
