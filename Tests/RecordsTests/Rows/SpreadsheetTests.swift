// Files as spreadsheet programs, word processors and `cat` leave them.

import TestSupport
import Testing

@testable import Records

@Suite struct SpreadsheetTests {
  private func objects(_ text: String, _ shape: RowShape = RowShape()) throws -> ObjectReading {
    try ObjectReading(text, as: "rows.csv", shape)
  }

  @Test(arguments: [",", ";", "\t"])
  func `rows of delimiters and blanks alone are blank lines`(delimiter: String) throws {
    let lines = [
      ",,", " , ,", "", "  \t", "id,url,t", ",,", "1,u,", " , ,\t", "2,,x", ",,,,,", " ", "",
    ]
    let text = lines.map { $0.replacing(",", with: delimiter) + "\r\n" }.joined()
    let shape = RowShape(types: ["url": .text, "t": .text], ids: .required)
    let reading = try objects(text, shape)
    #expect(reading.fault == nil && reading.ids == ["1", "2"] && reading.lines == [7, 9])
    #expect(reading.rows.map(\.number) == [1, 2] && reading.headerLine == 5)
    for name in ["rows.csv", "rows"] {
      let ids = try Reading(text, as: name)
      #expect(ids.ids == ["1", "2"] && ids.lines == [7, 9], "\(name)")
    }
  }

  @Test func `a row of quoted empty cells is a row`() throws {
    #expect(try Reading("id,a\n\"\",\"\"\n", as: "x.csv").faults == [1: .emptyID])
  }

  static let separators = [
    "sep=;\r\n", "SEP=;\n", "\"sep=;\"\r", "sep=;;\n", "sep=; ;\r\n", "\u{FEFF}sep=;\n",
  ]

  @Test(arguments: separators)
  func `Excel's line that names the delimiter is taken`(line: String) throws {
    let text = line + "url;id,x;t\r\na,b;1;\"c;d\"\r\n"
    let shape = RowShape(ids: .none)
    let reading = try objects(text, shape)
    #expect(reading.objects == [#"{"url":"a,b","id,x":"1","t":"c;d"}"#], "\(line)")
    #expect(reading.headerLine == 2 && reading.lines == [3])
    for name in ["ids.csv", "ids", "ids.tsv"] {
      let ids = try Reading(line + "id;a,b,c\n7;x,y,z\n", as: name)
      #expect(ids.ids == ["7"] && ids.lines == [3], "\(name)")
    }
  }

  @Test func `the option goes before the line, and other lines that begin so are headers`() throws {
    let options = InputOptions(delimiter: UInt8(ascii: "|"))
    #expect(try Reading("sep=;\nid|a\n1|2\n", as: "x.csv", options).ids == ["1"])
    #expect(try Reading("sep=x,id\n1,2\n", as: "x.csv").ids == ["2"])
    #expect(try Reading("sep,id\n1,2\n", as: "x.csv").ids == ["2"])
    #expect(try Reading("sep=;\n", as: "x.csv") == Reading("", as: "x.csv"))
  }

  @Test func `a NUL is its row's fault, wherever it stands`() throws {
    let csv = try objects("url,title\na,b\nc,d\u{0}e\n\u{0}f,g\nh,é\u{0}\ni,j\n")
    #expect(csv.faults == [2: .nul, 3: .nul, 4: .nul])
    let json = try ObjectReading(
      #"[{"url":"a"},{"url":"b\u0000"},{"u\u0000":1},{"x":{"y":["\u0000"]}},{"url":"\\u0000"}]"#,
      as: "rows.json")
    #expect(json.faults == [2: .nul, 3: .nul, 4: .nul])
  }

  @Test func `a byte order mark inside a joined file is its row's fault`() throws {
    let mark = "\u{FEFF}"
    let csv = try objects("\(mark)url,title\na,b\n\(mark)url,title\nc,d\n")
    #expect(csv.faults == [2: .byteOrderMark])
    #expect(
      try Reading("\(mark)a\n\(mark)b\n\(mark)# c\nd", as: "ids.txt").ids == ["a", nil, nil, "d"])
    let ndjson = try ObjectReading("{\"a\":1}\n\(mark){\"a\":2}\n", as: "x.ndjson")
    #expect(ndjson.faults == [2: .byteOrderMark])
  }

  @Test func `curly quotes around a cell are refused, unless straight ones are around them`() throws
  {
    let reading = try objects(
      "url,title\n“a”,b\na,“b, c”\na,\"“b”\"\na,“b” c\na,it’s ‘b’\n\"a\",„b“\n")
    #expect(reading.rows.compactMap(\.fault).count == 3)
    for (row, field) in [(1, "url"), (2, "title"), (6, "title")] {
      guard case .curlyQuotes(field, _)? = reading.faults[row] else {
        Issue.record("row \(row): \(String(describing: reading.faults[row]))")
        continue
      }
    }
    #expect(reading.objects[2] == #"{"url":"a","title":"“b”"}"#)
  }

  @Test func `a text with bytes of Latin-1 is still no text`() throws {
    let bytes = [UInt8]("url,t\na,caf".utf8) + [0xE9, 0x0A]
    #expect(try ObjectReading(bytes, as: "x.csv").faults == [1: .notText])
  }

  static let foreign: [([UInt8], ForeignContent?)] = [
    ([0x50, 0x4B, 0x03, 0x04, 0x14], .zip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .oldOffice),
    ([0x1F, 0x8B, 0x08, 0x00], .gzip), (Array("%PDF-1.7".utf8), .pdf),
    ("url\na\n".utf16.flatMap { [UInt8($0 & 0xFF), 0] }, .utf16(isBigEndian: false)),
    ("url\na\n".utf16.flatMap { [0, UInt8($0 & 0xFF)] }, .utf16(isBigEndian: true)),
    ([0xFF, 0xFE, 0, 0, 0x75, 0, 0, 0], .utf32),
    ((0..<200).map { UInt8($0 % 7) }, .binary), (Array("url\na\u{0}b\n".utf8), nil),
    ([0xFF, 0xFE, 0x75, 0], nil), ([], nil), ([0x61], nil), (Array("PK\n".utf8), nil),
  ]

  @Test(arguments: foreign)
  func `what is no text is called what it is`(bytes: [UInt8], content: ForeignContent?) throws {
    #expect(ForeignContent(bytes) == content)
    guard let content else { return }
    for name in ["rows.csv", "rows", "rows.json"] {
      #expect(try Reading(bytes, as: name).fault == .notText(content))
      #expect(try ObjectReading(bytes, as: name).fault == .notText(content))
    }
  }
}
