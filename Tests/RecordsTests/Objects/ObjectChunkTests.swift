// That the objects read do not depend on how the bytes happen to be cut into pieces, whatever they are.

import TestSupport
import Testing

@testable import Records

@Suite struct ObjectChunkTests {
  static let names = ["input", "in.csv", "in.tsv", "in.json", "in.ndjson"]

  static let texts = [
    "url,n,utm.source,o,b\r\nhttps://a.example,1,\"a\r\n\"\"b\"\"\",\"{\"\"x\"\":[1,2]}\",yes\r\n"
      + "é😀,\"1,5\",null,,\r,,,{,TRUE\n\"z\"q,,,,\n1,2,3,4,5,6\n",
    "l;url;;tags\r1, 2;\"x\ry\";;a\r;;unnamed;\"[\"\"b\"\"]\"\r[;c;;\r\"null\";\"open",
    "id\turl\tn\n1\ta long url that does not fit into a small record\t2\n2\tb\t\n",
    "[ {\"url\":\"\\u00e9\\ud83d\\ude00\",\"x\":{\"y\":[1.50,null]}} , {} ,\r\n1,{\"a\":1,\"a\":2}, [] ]",
    "{\"id\":1,\"n\":12345678901234567890}\r\n\r\n\"two\"\n{\"url\":\"\\ud83d\\ude00\"}\r{\"a\":\n{}\n[1]\n",
    "[{\"a\":1", "[{} {}]", "[{\"a\":tru}]", "[{\"a\":\"\\ud83d\"}]", "a,a\n1,2", "a,a.b\n",
    "\u{FEFF}",
  ]

  static let shapes = [
    RowShape(types: ["n": .number, "o": .object, "b": .boolean, "tags": .list, "l": .numberList]),
    RowShape(columns: ["url": "n", "n.m": "url"]), RowShape(ids: .required),
  ]

  /// Reads the bytes cut in many ways and expects always the same.
  private func check(_ bytes: [UInt8], _ name: String, in directory: TemporaryDirectory) throws {
    let source = try Reading.source(bytes, in: directory, as: name, InputOptions())
    for shape in Self.shapes {
      for record in [1 << 20, 40, 9] {
        let whole = ObjectReading(source, shape, record: record)
        for chunk in [1, 2, 3, 5, 7, 31] {
          let pieces = ObjectReading(source, shape, chunk: chunk, record: record)
          #expect(pieces == whole, "\(name), \(chunk) bytes at once, \(record) a record: \(bytes)")
        }
        #expect(whole.rows.map(\.number) == Array(0..<whole.rows.count).map { $0 + 1 })
        #expect(whole.lines.compactMap(\.self) == whole.lines.compactMap(\.self).sorted())
        #expect(whole.rows.allSatisfy { ($0.object == nil) == ($0.fault != nil) })
        #expect(whole.rows.allSatisfy { ($0.id != nil) == (shape.ids != .none && $0.fault == nil) })
      }
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
    var random = SeededGenerator(seed: 43)
    for round in 0..<60 {
      let text = Self.texts[round % Self.texts.count]
      var bytes = (Encoded.allCases.randomElement(using: &random) ?? .plain).bytes(of: text)
      for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default:
          bytes.insert(
            contentsOf: Array("\",;.[]{}\r\n\\".utf8.shuffled(using: &random).prefix(2)), at: index)
        }
      }
      try check(bytes, name, in: directory)
    }
  }

  @Test(arguments: names) func `random bytes never crash`(name: String) throws {
    let directory = try TemporaryDirectory()
    var random = SeededGenerator(seed: 100)
    let frequent = [UInt8]("\"\\,;.\t\r\n[]{}:1a ".utf8) + [0, 0xFF, 0xFE, 0xC3, 0xA9]
    for _ in 0..<40 {
      let bytes = (0..<Int.random(in: 1..<120, using: &random)).map { _ in
        Bool.random(using: &random)
          ? frequent.randomElement(using: &random) ?? 0 : .random(in: 0...255, using: &random)
      }
      try check(bytes, name, in: directory)
    }
  }
}
