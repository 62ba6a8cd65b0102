// Rows that are gone past are those that are read, and so are those between them.

import TestSupport
import Testing

@testable import Records

@Suite struct PassedRowsTests {
  /// IDs of letters and digits, some with blanks around them, among what is none.
  private static let lines = [
    "abc", "  d1 ", "", "# note", "a b", "e", "\u{FEFF}f", "\u{1}", "xyzzy", "ü", "g\t", "last",
  ]

  @Test(arguments: [
    ("ids.txt", lines.joined(separator: "\n")),
    ("ids.txt", lines.joined(separator: "\r\n") + "\r\n"),
    ("ids.csv", "n,id\n" + lines.map { "1,\($0)\n" }.joined() + "1\n2,\"q\"\n3,\"q\"\"\"\n4,z\n"),
    ("ids.json", #"["abc", 5, {"id": "d"}, null, "e"]"#),
  ])
  func `the rows between are given as ever, and those gone past are counted`(
    name: String, text: String
  ) async throws {
    let directory = try TemporaryDirectory()
    let source = try Reading.source([UInt8](text.utf8), in: directory, as: name, InputOptions())
    let all = Reading(source).rows
    // The second input numbers its rows behind those of the first.
    var rows = try IDRowReader([source, source]).ahead
    rows.pass(.ids(Self.isPlain))
    var given: [IDRow] = []
    while try await rows.readOn() { while let row = rows.next() { given.append(row) } }
    let isJSON = name.hasSuffix(".json")
    let odd = all.filter { isJSON || !Self.isPlain($0) }
    let second = odd.map {
      IDRow(number: $0.number + all.count, line: $0.line, content: $0.content)
    }
    #expect(given == odd + second)
    #expect(rows.passed.count == 2 * (all.count - odd.count))
    #expect(rows.passed.longestID == (isJSON ? 0 : 5))
    #expect(rows.layout.place(of: all.count + 1).row == 1)
  }

  @Test func `of a long stretch of them one is given now and then`() async throws {
    let directory = try TemporaryDirectory()
    let text = String(repeating: "abc\n", count: 30_000)
    let source = try Reading.source(
      [UInt8](text.utf8), in: directory, as: "ids.txt", InputOptions())
    var rows = try IDRowReader([source]).ahead
    rows.pass(.ids(Self.isPlain))
    var given: [Int] = []
    while try await rows.readOn() { while let row = rows.next() { given.append(row.number) } }
    #expect(given == [10_001, 20_002] && rows.passed.count == 29_998)
  }

  @Sendable private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      guard byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else {
        return false
      }
    }
    return !bytes.isEmpty
  }

  private static func isPlain(_ row: IDRow) -> Bool {
    if case .id(let text) = row.content { isPlain(text.utf8.span) } else { false }
  }
}
