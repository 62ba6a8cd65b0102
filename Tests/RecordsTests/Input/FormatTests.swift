// How the format of an input is found out.

import TestSupport
import Testing

@testable import Records

@Suite struct FormatTests {
  private func format(
    _ text: String, _ name: String = "input", _ options: InputOptions = InputOptions()
  ) throws -> InputFormat {
    let directory = try TemporaryDirectory()
    let window = try Reading.window([UInt8](text.utf8), in: directory, as: name)
    return try InputFormat(of: window, options: options.naming(Reading.idNames), for: .ids)
  }

  @Test(arguments: [
    ("a.csv", InputFormat.csv), ("a.CSV", .csv), ("a.tsv", .tsv), ("a.b.json", .json),
    ("a.ndjson", .ndjson), ("a.JsonL", .ndjson),
  ])
  func `the ending says the format`(name: String, format expected: InputFormat) throws {
    #expect(try format("x", name) == expected)
  }

  static let contents: [(String, InputFormat)] = [
    ("abc\ndef", .lines), ("\n \n  [1]", .json), ("{\"id\":1}", .ndjson), ("id,name\n1,2", .csv),
    ("name;LINKID\n1;2", .csv), ("id\n1", .csv), ("\"url_id\"\t\"x\"\n", .csv),
    ("# id,name\n1", .lines),
    ("idx,name\n1,2", .lines), ("ids", .lines), ("\"id", .lines), ("\u{FEFF}id\r\n1", .csv),
    ("a\nid,name", .lines), ("  \n\n", .lines),
  ]

  @Test(arguments: contents, ["input", "in.txt", ".csv.bak"])
  func `without an ending the first line says it`(
    content: (text: String, format: InputFormat), name: String
  ) throws {
    #expect(try format(content.text, name) == content.format)
  }

  @Test func `the option outranks ending and content`() throws {
    for choice in InputFormat.allCases {
      #expect(try format("id,a\n1,2", "a.csv", InputOptions(format: choice)) == choice)
    }
  }

  @Test func `a column or a delimiter given means columns`() throws {
    #expect(try format("a,b", "input", InputOptions(idColumn: "a")) == .csv)
    #expect(try format("a|b", "in.txt", InputOptions(delimiter: UInt8(ascii: "|"))) == .csv)
    #expect(try format("[1]", "input", InputOptions(idColumn: "a")) == .json)
    #expect(try format("\n", "input", InputOptions(idColumn: "a")) == .lines)
  }

  @Test func `a first line beyond measure is a list, unless it begins as JSON does`() throws {
    let long = String(repeating: "x", count: 2_000_000)
    #expect(try format("id," + long) == .lines)
    #expect(try format("\r\n [\"\(long)\"]") == .json)
    #expect(try format(String(repeating: "\n", count: 600_000) + "{\"a\":\"\(long)\"}") == .ndjson)
  }
}
