// That the same rows give the same objects, in whatever form they come, and that no form is mistaken.

import TestSupport
import Testing

@testable import Records

@Suite struct SameObjectsTests {
  /// A field as JSON text and as the text of a cell; an empty cell is a member that is not there.
  private typealias Cell = (json: String, text: String)

  private static let shape = RowShape(
    types: [
      "url": .text, "archived": .boolean, "keyLength": .number, "geo": .object, "tags": .list,
    ], columns: ["comments": "note"])

  private static let texts = [
    "plain", " padded ", "a,b;c\td", "two\nlines", "three\r\nmore\rlines", "\"quoted\"", "\"", "é",
    "e\u{301}", "😀/👩‍👩‍👧", "007", "true", "{}", "\u{FEFF}x", "\\", "https://a.example/?x=1&y=%20#z",
  ]

  private static func text(_ random: inout SeededGenerator) -> Cell {
    guard Int.random(in: 0..<8, using: &random) > 0 else { return ("null", "null") }
    let text = texts.randomElement(using: &random) ?? ""
    var json: [UInt8] = []
    JSONValue.write(text, to: &json)
    return (String(decoding: json, as: UTF8.self), text)
  }

  private static func cell(_ field: String, _ random: inout SeededGenerator) -> Cell {
    if Int.random(in: 0..<4, using: &random) == 0 { return ("", "") }
    switch field {
    case "archived": return Bool.random(using: &random) ? ("true", "TRUE") : ("false", "no")
    case "keyLength":
      let number = ["7", "1.50", "98765432109876543210", "-0"].randomElement(using: &random) ?? "0"
      return (number, number)
    case "geo":
      let json = #"{"DE":"https://a.example/,;","x":[1.0,null]}"#
      return (json, json)
    case "tags": return (#"["a","b c"]"#, Bool.random(using: &random) ? "a, b c" : #"["a","b c"]"#)
    default: return text(&random)
    }
  }

  private static let columns = [
    "url", "archived", "utm.source", "keyLength", "geo", "tags", "utm.medium", "note",
  ]

  /// The object that a row stands for.
  private static func object(_ cells: [Cell]) -> String {
    let named = zip(columns, cells).filter { !$0.1.json.isEmpty }
    func member(_ name: String, _ json: String) -> String { "\"\(name)\":\(json)" }
    let utm = named.filter { $0.0.hasPrefix("utm.") }
      .map { member(String($0.0.dropFirst(4)), $0.1.json) }
    var members: [String] = []
    for (name, cell) in named where name == columns[0] || name == columns[1] {
      members.append(member(name, cell.json))
    }
    if !utm.isEmpty { members.append(member("utm", "{\(utm.joined(separator: ","))}")) }
    for (name, cell) in named
    where !name.hasPrefix("utm.") && name != columns[0] && name != columns[1] {
      members.append(member(name, cell.json))
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func table(
    _ rows: [[Cell]], delimiter: String, end: String, quotesAll: Bool
  ) -> String {
    func quoted(_ text: String) -> String {
      let special = "\"\n\r,;\t".utf8
      let isPlain = !text.utf8.contains { special.contains($0) }
      return isPlain && !quotesAll ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    return ([columns] + rows.map { $0.map(\.text) })
      .map { $0.map(quoted).joined(separator: delimiter) + end }.joined()
  }

  @Test func `CSV, TSV, JSON and NDJSON give the same objects in every encoding`() throws {
    var random = SeededGenerator(seed: 3)
    for round in 0..<10 {
      let rows = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        Self.columns.map { Self.cell($0, &random) }
      }
      let raw = rows.map(Self.object)
      let expected = raw.map { $0.replacing("\"note\":", with: "\"comments\":") }
      let end = ["\n", "\r\n", "\r"][round % 3]
      var forms = [
        ("x.json", "[\(end)\(raw.joined(separator: "," + end))]\(end)"),
        ("x.ndjson", raw.joined(separator: end)), ("stdin", raw.joined(separator: end)),
        ("stdin", "\(end)[\(raw.joined(separator: ","))]"),
      ]
      for quotesAll in [false, true] {
        for delimiter in [",", ";", "\t"] {
          let text = Self.table(rows, delimiter: delimiter, end: end, quotesAll: quotesAll)
          forms += [("x.csv", text), ("stdin", text)]
          if delimiter == "\t" { forms.append(("x.tsv", text)) }
        }
      }
      for (name, text) in forms {
        for encoding in Encoded.allCases {
          let reading = try ObjectReading(encoding.bytes(of: text), as: name, Self.shape)
          #expect(reading.fault == nil)
          let isSame = reading.objects.elementsEqual(expected) {
            $0?.utf8.elementsEqual($1.utf8) == true
          }
          #expect(isSame, "\(name), \(encoding): \(text)\n\(reading)\n\(expected)")
        }
      }
    }
  }

  @Test(arguments: [
    ("[{\"a\":1}]", "x", #"{"a":1}"#), (" \n\t[{\"a\":1}]", "x.txt", #"{"a":1}"#),
    ("\r\n{\"a\":1}", "x", #"{"a":1}"#), ("url\n1", "x", #"{"url":"1"}"#),
    ("anything;x\n1;2", "x.txt", #"{"anything":"1","x":"2"}"#), ("# a\n1", "x", ##"{"# a":"1"}"##),
    ("[a]\n1", "x.csv", #"{"[a]":"1"}"#), ("{\"a\":1}", "x.jsonl", #"{"a":1}"#),
  ])
  func `without a telling name, what is not JSON is CSV`(
    text: String, name: String, object: String
  ) throws {
    #expect(try ObjectReading(text, as: name).objects == [object])
  }

  @Test func `an array of many megabytes on one line is an array`() throws {
    let text = "[" + String(repeating: #"{"a":"bcdefgh"},"#, count: 200_000) + "{}]"
    let reading = try ObjectReading(text, as: "stdin")
    try #require(reading.rows.count == 200_001)
    #expect(reading.objects.last == "{}")
    #expect(reading.fault == nil)
  }

  @Test func `the option outranks name and content`() throws {
    let csv = InputOptions(format: .csv)
    #expect(try ObjectReading("[a]\n1", as: "x.json", RowShape(), csv).objects == [#"{"[a]":"1"}"#])
    let lines = InputOptions(format: .ndjson)
    #expect(try ObjectReading("{}", as: "x.csv", RowShape(), lines).objects == ["{}"])
  }

  @Test func `a list has no fields`() throws {
    let options = InputOptions(format: .lines)
    #expect(try ObjectReading("url\n1", as: "x.csv", RowShape(), options).fault == .noFields)
    #expect(ObjectReading(InputSource(arguments: ["a"])).fault == .noFields)
    let nothing = try ObjectReading("", as: "x", RowShape(ids: .required))
    #expect(nothing.fault == nil)
    #expect(nothing.rows.isEmpty)
  }
}
