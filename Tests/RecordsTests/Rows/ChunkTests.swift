// That what is read does not depend on how the bytes happen to be cut into pieces, whatever they are.

import TestSupport
import Testing

@testable import Records

@Suite struct ChunkTests {
  static let names = ["input", "in.csv", "in.tsv", "in.json", "in.ndjson"]

  static let texts = [
    "# list\r\n\r\nabc\r\n  d\u{E9}f \r😀\r\r\nlast-one-is-a-long-line-without-end",
    "id,name\r\n1,\"a\r\n\"\"b\"\"\"\r\n\r\n\"2\",\"\"\r\n3,\"é😀\"\r4,x,y\n5,\"z\"q\n6,\",\"\n",
    "name;id\r\"x\ry\";1\r;2\r\"\"\"\";\"3\"\"3\"\r;\"4",
    "id\ttitle\n1\ta long title that does not fit into a small record\n2\tb\n",
    #"[ "é\u00e9\ud83d\ude00", {"x":[1,{"y":null}],"id":-12} , 1234 ,\#r\#n1.5,null,{"a":"\\"}, "b" ] "#,
    #"["a long string that does not fit into a small record", {"a":["],","}"],"id":1}, "c"]"#,
    "{\"id\":1}\r\n\r\n\"two\"\n3\r{\"url_id\":\"\\ud83d\\ude00\",\"x\":{\"y\":[]}}\n{\"id\":\n{}\n[1]\n",
    "sep=;\r\nid;a\r\n;;\r\n1;2\r\n \t;\r\n3;\r\n", ",,\n;\nid,x\n“a, b”,c\n",
    "{\"operation\":\"a\", \"provider\":\"b\",\"results\" : [ {\"id\":1},\n2 ], \"summary\":{\"a\":[]} }\n",
    "{\"operation\":\"a\",\"provider\":\"b\",\"results\":[1,",
    "a\n\u{FEFF}b\n\u{FEFF}# c\n\u{0}d\n",
    "[1,2", "[\"a\" \"b\"]", "[tru]", "[\"\\ud83d\"]", "[]x", "\u{FEFF}", "",
  ]

  /// Reads the bytes cut in many ways and expects always the same.
  private func check(_ bytes: [UInt8], _ name: String, in directory: TemporaryDirectory) throws {
    let source = try Reading.source(bytes, in: directory, as: name, InputOptions())
    for record in [1 << 20, 40, 9] {
      let whole = Reading(source, record: record)
      for chunk in [1, 2, 3, 4, 5, 6, 7, 31] {
        let pieces = Reading(source, chunk: chunk, record: record)
        #expect(pieces == whole, "\(name), \(chunk) bytes at once, \(record) a record: \(bytes)")
      }
      checkOrder(whole)
    }
  }

  /// Expects what is true of every reading.
  private func checkOrder(_ reading: Reading) {
    #expect(reading.rows.map(\.number) == Array(0..<reading.rows.count).map { $0 + 1 })
    let lines = reading.lines.compactMap(\.self)
    #expect(lines.count == reading.rows.count)
    #expect(lines == lines.sorted())
    for case .some(let id) in reading.ids {
      #expect(!id.isEmpty)
      #expect(!id.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }
  }

  @Test(arguments: names, Encoded.allCases)
  func `rows do not depend on where the bytes are cut`(name: String, encoding: Encoded) throws {
    let directory = try TemporaryDirectory()
    for text in Self.texts { try check(encoding.bytes(of: text), name, in: directory) }
  }

  @Test(arguments: names)
  func `changed bytes never crash, whichever way they are cut`(name: String) throws {
    let directory = try TemporaryDirectory()
    var random = SeededGenerator(seed: 42)
    for round in 0..<120 {
      let text = Self.texts[round % Self.texts.count]
      var bytes = (Encoded.allCases.randomElement(using: &random) ?? .plain).bytes(of: text)
      for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default:
          bytes.insert(
            contentsOf: Array("\",;[]{}\r\n\\".utf8.shuffled(using: &random).prefix(2)), at: index)
        }
      }
      try check(bytes, name, in: directory)
    }
  }

  @Test(arguments: names)
  func `random bytes never crash`(name: String) throws {
    let directory = try TemporaryDirectory()
    var random = SeededGenerator(seed: 99)
    let frequent = [UInt8]("\"\\,;\t\r\n[]{}:1a ".utf8) + [0, 0xFF, 0xFE, 0xC3, 0xA9]
    for _ in 0..<60 {
      let bytes = (0..<Int.random(in: 1..<120, using: &random)).map { _ in
        Bool.random(using: &random)
          ? frequent.randomElement(using: &random) ?? 0 : .random(in: 0...255, using: &random)
      }
      try check(bytes, name, in: directory)
    }
  }

  @Test func `memory does not grow with the number of rows or the length of one`() throws {
    let directory = try TemporaryDirectory()
    let text =
      String(repeating: "some-identifier\n", count: 200_000)
      + String(repeating: "x", count: 8_000_000)
    let window = try Reading.window([UInt8](text.utf8), in: directory, as: "ids.txt")
    var lines = LineReader(window)
    var count = 0
    var most = 0
    while try lines.next() != nil {
      count += 1
      most = max(most, lines.window.bytes.capacity)
    }
    #expect(count == 200_001)
    #expect(most < 4 << 20)
  }
}
