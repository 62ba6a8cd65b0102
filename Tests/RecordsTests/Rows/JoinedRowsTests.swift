// Several inputs read as one, and what is left of them in one file.

import TestSupport
import Testing

@testable import Records

@Suite struct JoinedRowsTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func source(_ text: String, _ name: String) throws -> InputSource {
    try Reading.source([UInt8](text.utf8), in: directory, as: name, InputOptions())
  }

  @Test func `rows are numbered through, and lines and places are those of each input`() throws {
    let sources = [
      try source("a\n\nb\n", "1.txt"), try source("", "2.txt"), try source("id,x\nc,1\n", "3.csv"),
      try source("[\"d\",\n\"e\"]", "4.json"),
    ]
    var reader = try IDRowReader(sources)
    var rows: [IDRow] = []
    while let row = try reader.next() { rows.append(row) }
    #expect(rows.map(\.content) == ["a", "b", "c", "d", "e"].map { .id($0) })
    #expect(rows.map(\.number) == [1, 2, 3, 4, 5] && rows.map(\.line) == [1, 3, 2, 1, 2])
    let places = (1...5).map { reader.layout.place(of: $0) }
    #expect(places.map(\.input) == [0, 0, 2, 3, 3] && places.map(\.row) == [1, 2, 1, 1, 2])
    #expect(reader.layout.parts.map(\.format) == [.lines, .lines, .csv, .json])
    #expect(try reader.next() == nil)
  }

  @Test func `objects are read in the same way, each input by its own header`() throws {
    let sources = [try source("url,t\na,1\n", "1.csv"), try source("t;url\n2;b\n", "2.csv")]
    var reader = ObjectRowReader(joining: try sources.map { try $0.objectRows(RowShape()) })
    var objects: [JSONObject] = []
    while let row = try reader.next() {
      if case .object(let object, _) = row.content { objects.append(object) }
    }
    #expect(objects == [["url": "a", "t": "1"], ["t": "2", "url": "b"]])
  }

  @Test func `a fault that ends the reading names its input, line and row`() throws {
    let sources = [try source("[1]", "1.json"), try source("[2,\n3,\n4 5]", "2.json")]
    var reader = try IDRowReader(sources)
    let error = #expect(throws: InputError.self) { while try reader.next() != nil {} }
    #expect(error?.name == sources[1].name && error?.line == 3 && error?.row == 4)
  }

  private func file(_ text: String, _ name: String) throws -> [UInt8] {
    let source = try source(text, name)
    var texts = try source.texts(try source.rows().layout.first)
    var file = RowFile(like: texts)
    var bytes: [UInt8] = []
    while let text = try texts.next() { bytes += file.add(text) }
    return bytes + file.end()
  }

  @Test(arguments: [
    ("rows.csv", "\u{FEFF}id,a\r\n1,2\r\n"), ("rows.csv", "\u{FEFF}sep=;\r\nid;a\r\n1;2\r\n"),
    ("rows.csv", "\u{FEFF}id\r\n"), ("ids.txt", "\u{FEFF}a\nb\n"),
    ("rows.json", "\u{FEFF}[\n{\"id\":1},\n2\n]\n"), ("rows.ndjson", "\u{FEFF}{\"id\":1}\n"),
  ])
  func `a file of rows keeps the byte order mark of its input`(name: String, text: String) throws {
    #expect(try file(text, name) == [UInt8](text.utf8))
    let plain = String(text.dropFirst())
    #expect(try file(plain, name) == [UInt8](plain.utf8))
  }

  @Test func `rows of another form have no place in it`() throws {
    func form(_ text: String, _ name: String) throws -> RowTexts {
      let source = try source(text, name)
      return try source.texts(try source.rows().layout.first)
    }
    let file = RowFile(like: try form("id,a\n1,2\n", "1.csv"))
    #expect(file.takesRows(of: try form("id,a\r\n3,4\r\n", "2.csv")))
    #expect(!file.takesRows(of: try form("id,b\n3,4\n", "3.csv")))
    #expect(!file.takesRows(of: try form("id;a\n3;4\n", "4.csv")))
    #expect(!file.takesRows(of: try form("[1]", "5.json")))
  }
}
