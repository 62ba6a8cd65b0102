// IDs from CSV and TSV as spreadsheets write them.

import TestSupport
import Testing

@testable import Records

@Suite struct CSVIDsTests {
  private func read(_ text: String, _ options: InputOptions = InputOptions()) throws -> Reading {
    try Reading(text, as: "links.csv", options)
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func `delimiters and line ends are found`(delimiter: String, end: String) throws {
    let rows = [
      ["title", "id", "url"], ["A", "a1", "u"], ["\"B\(end)C\"", "b2", ""], ["", "c3", "x"],
    ]
    let text = rows.map { $0.joined(separator: delimiter) + end }.joined()
    for encoding in Encoded.allCases {
      let reading = try Reading(encoding.bytes(of: text), as: "links.CSV")
      #expect(reading.ids == ["a1", "b2", "c3"])
      #expect(reading.lines == [2, 3, 5])
      #expect(reading.fault == nil)
    }
  }

  @Test func `quotes hold delimiters, line ends and doubled quotes`() throws {
    let reading = try read(
      "id,t\r\n\"a,1\",\"x\r\n\"\"y\"\",\rz\"\n\" b\"\"2\"\"\" ,q\n\"\",q\nc3,\"\"\"\"")
    #expect(reading.ids == ["a,1", nil, nil, "c3"])
    #expect(reading.faults == [2: .strayQuote, 3: .emptyID])
    #expect(reading.lines == [2, 5, 6, 7])
    #expect(try read("id,t\n\" b\"\"2\"\"\",q").ids == ["b\"2\""])
  }

  @Test func `the header is read with the delimiter that shows the ID column`() throws {
    #expect(try read("id;name, full\n1;A, B\n").ids == ["1"])
    #expect(try read("\"name, full\";\"link_id\"\n\"A, B\";1\n").ids == ["1"])
    #expect(try read("id\na,b\n").faults == [1: .fieldCount(found: 2, expected: 1)])
    #expect(try read("id|name\na|b\n", InputOptions(delimiter: UInt8(ascii: "|"))).ids == ["a"])
    #expect(try read("id,x;y;z\na,b\n").ids == ["a"])
  }

  static let headers: [(String, String?, Int?)] = [
    ("name,id", nil, 1), ("ID,name", nil, 0), (" Id ,name", nil, 0), ("ID,id", nil, 1),
    ("url_id,id", nil, 1), ("link_id,LINKID", nil, 0), ("linkid,x", nil, 0), ("URL_ID,y", nil, 0),
    ("a,Key", "key", 1), ("id,Key", "key", 1), ("id,key,KEY", "key", 1), ("x,ids", nil, nil),
    ("id,name", "nope", nil), ("\"id\",name", nil, 0),
  ]

  @Test(arguments: headers)
  func `the ID column is found exactly first, then without case`(
    header: String, wanted: String?, index: Int?
  ) throws {
    let cells = ["0", "1", "2"].prefix(header.split(separator: ",").count)
    let options = InputOptions(idColumn: wanted)
    let reading = try read(header + "\n" + cells.joined(separator: ","), options)
    #expect((reading.ids.first ?? nil) == index.map(String.init))
    #expect((reading.fault == nil) == (index != nil))
  }

  @Test func `a missing column names the columns that are there`() throws {
    let reading = try read("\n\nname; title \nx;y")
    #expect(reading.rows.isEmpty)
    #expect(
      reading.fault
        == .missingColumn(
          wanted: ["id", "url_id", "linkId", "link_id"], found: ["name", "title"]))
    #expect(reading.faultLine == 3)
    #expect(
      try read("abc\ndef", InputOptions(idColumn: "key")).fault
        == .missingColumn(wanted: ["key"], found: ["abc"]))
  }

  @Test func `an ID column that stands there twice is refused`() throws {
    #expect(try read("id,x,id\n1,2,3").fault == .repeatedColumn("id"))
    #expect(try read("Id,x,ID\n1,2,3").fault == .repeatedColumn("id"))
    #expect(try read("x,x,id\n1,2,3").ids == ["3"])
  }

  @Test func `rows with too many or too few fields are malformed`() throws {
    let reading = try read("id,a\n1,2\n3\n4,5,6\n,7\n8,9")
    #expect(reading.ids == ["1", nil, nil, nil, "8"])
    let faults: [Int: RowFault] = [
      2: .fieldCount(found: 1, expected: 2), 3: .fieldCount(found: 3, expected: 2), 4: .emptyID,
    ]
    #expect(reading.faults == faults)
  }

  @Test func `stray quotes and foreign bytes spoil one row`() throws {
    let reading = try read("id,a\n1,5\" disc\n\"2\"x,b\n3,c\n4,a\"b\"\"c\n5,d")
    #expect(reading.ids == [nil, nil, "3", nil, "5"])
    #expect(reading.faults == [1: .strayQuote, 2: .strayQuote, 4: .strayQuote])
    let latin = try Reading(
      [UInt8]("id,a\n1,caf".utf8) + [0xE9] + [UInt8]("\n2,b".utf8), as: "links.csv")
    #expect(latin.faults == [1: .notText])
    #expect(latin.ids == [nil, "2"])
  }

  @Test func `a quote left open ends the reading with the line where it opens`() throws {
    let reading = try read("id,a\n1,b\n2,\"x\ny\",\n3,\"\"\"open\n4,d\n")
    #expect(reading.ids == ["1", nil])
    #expect(reading.fault == .unterminatedQuote)
    #expect(reading.faultLine == 5)
    #expect(try read("id,\"a\n1,2").fault == .unterminatedQuote)
  }

  @Test func `a quote left open far from the end is found all the same`() throws {
    let lines = String(repeating: "aaaaaaaaa,bbbbbbbbb\n", count: 200_000)
    let reading = try read("id,t\n1,x\n2,\"open\n" + lines)
    try #require(reading.rows.count == 1)
    #expect(reading.fault == .unterminatedQuote)
    #expect(reading.faultLine == 3)
  }

  @Test func `a record of many megabytes is one malformed row`() throws {
    let long = String(repeating: "\"\"\n,", count: 1_000_000)
    let reading = try read("id,t\n1,x\n2,\"\(long)\"\r\n3,y\n")
    try #require(reading.rows.count == 3)
    #expect(reading.ids == ["1", nil, "3"])
    #expect(reading.faults == [2: .tooLong(limit: 1_048_576)])
    #expect(reading.lines == [2, 3, 1_000_004])
  }

  @Test func `a header that is no record is refused`() throws {
    #expect(try read("id,5\" disc\n1,2").fault == .malformedHeader(.strayQuote))
    let latin = try Reading([0x69, 0x64, 0x2C, 0xE9, 0x0A, 0x31], as: "links.csv")
    #expect(latin.fault == .malformedHeader(.notText))
    #expect(latin.faultLine == 1)
  }

  @Test(arguments: ["", "\n", "id", "id,name\n", "\u{FEFF}id;name\r\n\r\n  \r\n"])
  func `a file without rows is no fault`(text: String) throws {
    let reading = try read(text)
    #expect(reading.rows.isEmpty)
    #expect(reading.fault == nil)
  }

  @Test func `TSV is split at tabs alone`() throws {
    let reading = try Reading("name\tid\na,b;c\t1\n\"x\ty\"\t2\n", as: "links.tsv")
    #expect(reading.ids == ["1", "2"])
    #expect(
      try Reading("id,a\n1,2", as: "links.tsv").fault
        == .missingColumn(wanted: ["id", "url_id", "linkId", "link_id"], found: ["id,a"]))
  }

  @Test func `generated records come back as they were written`() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet: [Character] = ["a", "b", " ", "\"", ",", ";", "\n", "\r", "\r\n", "é", "😀"]
    for _ in 0..<300 {
      let delimiter = [",", ";", "\t"].randomElement(using: &random) ?? ","
      let end = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
      var text = "key\(delimiter)id\(delimiter)note\(end)"
      var expected: [IDRow] = []
      for number in 1...Int.random(in: 1...6, using: &random) {
        let line = 1 + text.count { $0.isNewline }
        expected.append(IDRow(number: number, line: line, content: .id("id-\(number)\"x")))
        let cells = (0..<2).map { _ in
          let letters = (0..<Int.random(in: 0...8, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? "a"
          }
          return quoted(String(letters))
        }
        text += [cells[0], quoted("id-\(number)\"x"), cells[1]].joined(separator: delimiter) + end
      }
      let reading = try read(text)
      #expect(reading.rows == expected, "\(text.debugDescription)")
      #expect(reading.fault == nil)
    }
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
