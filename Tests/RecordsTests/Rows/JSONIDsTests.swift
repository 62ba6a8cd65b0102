// IDs from JSON arrays and NDJSON.

import Testing

@testable import Records

@Suite struct JSONIDsTests {
  private func array(_ text: String, _ options: InputOptions = InputOptions()) throws -> Reading {
    try Reading(text, as: "links.json", options)
  }

  private func lines(_ text: String, _ options: InputOptions = InputOptions()) throws -> Reading {
    try Reading(text, as: "links.ndjson", options)
  }

  static let elements: [(String, IDRow.Content)] = [
    (#""abc""#, .id("abc")), ("12", .id("12")), ("-7", .id("-7")),
    ("123456789012345678901234567890", .id("123456789012345678901234567890")),
    (#"{"id":"x"}"#, .id("x")), (#"{"id":5}"#, .id("5")), (#"{ "url_id" : 5 }"#, .id("5")),
    (#"{"linkId":"l","a":{"id":"no"}}"#, .id("l")), (#"{"a":[{"id":1}],"link_id":"l"}"#, .id("l")),
    (#"{"link_id":"4","linkId":"3","url_id":"2","id":"1"}"#, .id("1")),
    (#"{"id":"1","url_id":"2"}"#, .id("1")), (#"{"\u0069d":"1"}"#, .id("1")),
    (#""\u00e9\ud83d\ude00\/""#, .id("é😀/")), (#""a,]}""#, .id("a,]}")),
    ("null", .malformed(.wrongKind(.null))), ("true", .malformed(.wrongKind(.bool))),
    (#"["a"]"#, .malformed(.wrongKind(.array))), ("1.5", .malformed(.notWholeNumber("1.5"))),
    ("1e3", .malformed(.notWholeNumber("1e3"))), ("5.0", .malformed(.notWholeNumber("5.0"))),
    (#"{"id":1e3}"#, .malformed(.notWholeNumber("1e3"))), (#""""#, .malformed(.emptyID)),
    (#"" ""#, .malformed(.emptyID)), (#"{"id":""}"#, .malformed(.emptyID)),
    (#"{"id":null}"#, .malformed(.wrongMemberKind(.null))),
    (#"{"id":false}"#, .malformed(.wrongMemberKind(.bool))),
    (#"{"id":["a"]}"#, .malformed(.wrongMemberKind(.array))),
    (#"{"id":{"id":1}}"#, .malformed(.wrongMemberKind(.object))),
    (#"{"id":1,"id":1}"#, .malformed(.repeatedMember("id"))),
    (#"{"url_id":1,"id":2,"url_id":3}"#, .id("2")),
    ("{}", .malformed(.missingMember(wanted: ["id", "url_id", "linkId", "link_id"]))),
    (#"{"ID":1}"#, .malformed(.missingMember(wanted: ["id", "url_id", "linkId", "link_id"]))),
    (#""a\u0000b""#, .malformed(.controlCharacter(0))),
    (#""\n""#, .malformed(.controlCharacter(10))),
    (#""\ud800""#, .malformed(.json(.loneSurrogate))),
    (#"{"x":"\q","id":1}"#, .malformed(.json(.malformedEscape))),
    (
      String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
      .malformed(.json(.tooDeep))
    ),
  ]

  @Test(arguments: elements)
  func `an element is an ID, has one, or says why not`(
    element: String, content: IDRow.Content
  ) throws {
    let inArray = try array("[\"before\",\n\n \(element) \n, \"after\"]")
    #expect(inArray.fault == nil)
    #expect(inArray.rows.map(\.content) == [.id("before"), content, .id("after")])
    #expect(inArray.lines == [1, 3, 4])
    let inLines = try lines("\"before\"\n \(element) \n\"after\"")
    #expect(inLines.rows.map(\.content) == [.id("before"), content, .id("after")])
  }

  @Test func `a named member is the only one looked for`() throws {
    let options = InputOptions(idColumn: "key")
    let reading = try array(#"[{"id":1,"key":"k"},{"id":2},"bare"]"#, options)
    #expect(reading.ids == ["k", nil, "bare"])
    #expect(reading.faults == [2: .missingMember(wanted: ["key"])])
  }

  @Test(arguments: ["", " \n\t", "[]", "[ ]\r\n", "\u{FEFF}[\n]"])
  func `an array without elements is no fault`(text: String) throws {
    let reading = try array(text)
    #expect(reading.rows.isEmpty)
    #expect(reading.fault == nil)
  }

  @Test(arguments: [#"{"results":[]}"#, "\"a\"", "12", "\n x"])
  func `what is no array is refused`(text: String) throws {
    #expect(try array(text).fault == .notAnArray)
  }

  static let broken: [(String, Int, JSONError.Reason, Int)] = [
    ("[1,\n2", 1, .unexpectedEnd, 2), ("[", 0, .unexpectedEnd, 1), ("[1,", 1, .unexpectedEnd, 1),
    ("[1\n2]", 1, .unexpectedByte(0x32), 2), ("[1,]", 1, .unexpectedByte(0x5D), 1),
    ("[,1]", 0, .unexpectedByte(0x2C), 1), ("[1]\n[2]", 1, .trailingBytes, 2),
    ("[1}", 1, .unexpectedByte(0x7D), 1), ("[1,\n{\"id\":\n\n01}]", 1, .malformedNumber, 4),
    ("[1,tru]", 1, .unexpectedByte(0x5D), 1), ("[\"a\nb\"]", 0, .controlCharacter(10), 1),
    ("[1,\"\\q]", 1, .unexpectedEnd, 1), ("[1,nan]", 1, .unexpectedByte(0x61), 1),
  ]

  @Test(arguments: broken)
  func `a broken array ends the reading with its line`(
    text: String, rows: Int, reason: JSONError.Reason, line: Int
  ) throws {
    let reading = try array(text)
    #expect(reading.rows.count == rows)
    #expect(reading.fault == .json(reason))
    #expect(reading.faultLine == line)
  }

  @Test func `an array cut anywhere gives rows of the whole one and a fault`() throws {
    let text =
      #"[ "é\n\ud83d\ude00", {"id":"b","x":[1,{"y":null}]}, 1234, {"a":-1.5e+3,"id":77} ] "#
    let bytes = [UInt8](text.utf8)
    let whole = try Reading(bytes, as: "links.json")
    #expect(whole.rows.count == 4)
    for end in 1..<bytes.count - 1 {
      let cut = try Reading(Array(bytes[..<end]), as: "links.json")
      #expect(cut.fault == .json(.unexpectedEnd))
      #expect(cut.rows == Array(whole.rows.prefix(cut.rows.count)), "cut at \(end)")
      #expect(cut.rows.count < 4 || end >= text.utf8.count - 3)
    }
  }

  @Test func `elements of many megabytes are malformed rows`() throws {
    let long = #"{"id":1,"x":"\#(String(repeating: "],}\\\"\\\\", count: 500_000))"}"#
    let reading = try array("[1,\(long)\n,\"\(String(repeating: "x", count: 3_000_000))\",\n4]")
    try #require(reading.rows.count == 4)
    #expect(reading.ids == ["1", nil, nil, "4"])
    #expect(reading.faults[2] == .tooLong(limit: 1_048_576))
    #expect(reading.lines == [1, 1, 2, 3])
    #expect(reading.fault == nil)
    #expect(try lines("1\n\(long)\n2").faults == [2: .tooLong(limit: 1_048_576)])
  }

  @Test func `a string that is not UTF-8 is malformed alone`() throws {
    let before = [UInt8]("[\"caf".utf8)
    let reading = try Reading(before + [0xE9] + [UInt8]("\", \"b\"]".utf8), as: "links.json")
    #expect(reading.ids == [nil, "b"])
    #expect(reading.faults == [1: .notText])
    let line = try Reading(
      [UInt8]("{\"n\":\"".utf8) + [0xE9] + [UInt8]("\",\"id\":1}\n2".utf8), as: "links.jsonl")
    #expect(line.faults == [1: .notText])
  }

  @Test func `a line that is not one JSON value is malformed alone`() throws {
    let reading = try lines("1 2\n\n{\"id\":\n01\r\n\"a\"\r{\"id\":3}")
    #expect(reading.ids == [nil, nil, nil, "a", "3"])
    let faults: [Int: RowFault] = [
      1: .json(.trailingBytes), 2: .json(.unexpectedEnd), 3: .json(.malformedNumber),
    ]
    #expect(reading.faults == faults)
    #expect(reading.lines == [1, 3, 4, 5, 6])
  }

  @Test(arguments: Encoded.allCases) func `every encoding is known`(encoding: Encoded) throws {
    let reading = try Reading(encoding.bytes(of: "[\"é\",\r\n\"😀\"]"), as: "links.json")
    #expect(reading.ids == ["é", "😀"])
    #expect(reading.lines == [1, 2])
  }
}
