// Plain lists of IDs.

import Testing

@testable import Records

@Suite struct LineIDsTests {
  @Test func `blank lines and comments are no rows but count as lines`() throws {
    let reading = try Reading("# list\n\n abc\t\n   # more\n\t\ndef\n")
    #expect(reading.ids == ["abc", "def"])
    #expect(reading.rows.map(\.number) == [1, 2])
    #expect(reading.lines == [3, 6])
    #expect(reading.fault == nil)
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func `every line end is known`(end: String) throws {
    let reading = try Reading(["a", "", "b", "c"].joined(separator: end))
    #expect(reading.ids == ["a", "b", "c"])
    #expect(reading.lines == [1, 3, 4])
  }

  @Test func `line ends may be mixed`() throws {
    #expect(try Reading("a\rb\r\nc\n\rd\r\r\ne").lines == [1, 2, 3, 5, 7])
  }

  @Test(arguments: ["", "\n\n", "# nothing", "#\r\n  \r\n", "\u{FEFF}"])
  func `a list without IDs has no rows and no fault`(text: String) throws {
    #expect(try Reading(text, as: "ids.txt") == Reading(""))
    #expect(try Reading(text).rows.isEmpty)
    #expect(try Reading(text).fault == nil)
  }

  @Test(arguments: Encoded.allCases) func `every encoding is known`(encoding: Encoded) throws {
    let reading = try Reading(encoding.bytes(of: "é1\n😀2\r\nplain"))
    #expect(reading.ids == ["é1", "😀2", "plain"])
  }

  @Test func `a line that is not UTF-8 is malformed alone`() throws {
    let reading = try Reading([UInt8]("a\n".utf8) + [0x63, 0xE9, 0x0A] + [UInt8]("b".utf8))
    #expect(reading.ids == ["a", nil, "b"])
    #expect(reading.faults == [2: .notText])
    #expect(reading.lines == [1, 2, 3])
  }

  @Test func `control characters make a row malformed`() throws {
    let reading = try Reading("a\0b\nc\u{1B}[2Jd\ne\u{7F}\nf\tg\nok")
    let faults: [Int: RowFault] = [
      1: .controlCharacter(0), 2: .controlCharacter(0x1B), 3: .controlCharacter(0x7F),
      4: .controlCharacter(9),
    ]
    #expect(reading.faults == faults)
    #expect(reading.ids.last == "ok")
  }

  @Test func `half a surrogate pair makes only its row malformed`() throws {
    let units: [UInt16] = [
      0x61, 0x0A, 0xD800, 0x62, 0x0A, 0xDC00, 0x0A, 0xD83D, 0xDE00, 0x0A, 0xD800, 0xD83D, 0xDE00,
      0x0A,
      0x63,
    ]
    let bytes = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try Reading([0xFF, 0xFE] + bytes + [0x64])
    #expect(reading.ids == ["a", nil, nil, "😀", nil, nil])
    #expect(Set(reading.faults.values.map { $0 == .notText }) == [true])
  }

  @Test func `a line of ten megabytes is one malformed row`() throws {
    let long = String(repeating: "x", count: 10_000_000)
    for end in ["\n", "\r\n", "\r"] {
      let reading = try Reading("a\(end)\(long)\(end)b\(end)\(long)")
      #expect(reading.ids == ["a", nil, "b", nil])
      #expect(reading.faults == [2: .tooLong(limit: 1_048_576), 4: .tooLong(limit: 1_048_576)])
      #expect(reading.lines == [1, 2, 3, 4])
    }
  }

  @Test func `arguments are rows without lines`() throws {
    let reading = Reading(InputSource(arguments: ["a", "", " ", "x\ny", " b "]))
    #expect(reading.ids == ["a", nil, nil, nil, " b "])
    let faults: [Int: RowFault] = [2: .emptyID, 3: .emptyID, 4: .controlCharacter(10)]
    #expect(reading.faults == faults)
    #expect(reading.rows.map(\.number) == [1, 2, 3, 4, 5])
    #expect(reading.lines == [nil, nil, nil, nil, nil])
  }
}
