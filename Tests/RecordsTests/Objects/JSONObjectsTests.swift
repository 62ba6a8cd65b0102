// Objects from JSON arrays and NDJSON.

import Testing

@testable import Records

@Suite struct JSONObjectsTests {
  static let unchanged = [
    "{}", #"{"url":"u","n":1.0,"m":-0,"big":123456789012345678901234567890,"e":1E+05}"#,
    #"{"z":1,"a":{"z":[1,{"b":null,"a":2}],"a":""},"":{},"b.c":true}"#,
    #"{"key":"😀/é","title":"a\"b\\c\n\t\u0001","null":null,"x":"null"}"#,
    #"{"archived":"true","keyLength":"7","tagNames":"a,b"}"#, #"{"a":{"b":1,"b":2}}"#,
  ]

  private let shape = RowShape(types: [
    "archived": .boolean, "keyLength": .number, "tagNames": .list, "b.c": .number,
  ])

  @Test(arguments: unchanged) func `members pass unchanged`(object: String) throws {
    let array = try ObjectReading("[{\"a\":1},\n \(object) ,\n{}]", as: "x.json", shape)
    #expect(array.objects == [#"{"a":1}"#, object, "{}"])
    #expect(array.lines == [1, 2, 3])
    let lines = try ObjectReading("{\"a\":1}\n\n \(object) \r\n{}", as: "x.jsonl", shape)
    #expect(lines.objects == array.objects)
    #expect(lines.lines == [1, 3, 4])
    #expect(lines.columns == nil)
    #expect(lines.headerLine == nil)
  }

  static let faults: [(String, RowFault)] = [
    ("1", .notAnObject(.number)), ("\"abc\"", .notAnObject(.string)),
    ("null", .notAnObject(.null)), ("true", .notAnObject(.bool)), ("[{}]", .notAnObject(.array)),
    (#"{"url":1,"x":2,"url":1}"#, .repeatedMember("url")),
    (#"{"url":1,"\u0075rl":1}"#, .repeatedMember("url")),
    (#"{"a":"\ud800"}"#, .json(.loneSurrogate)), (#"{"a":"\x"}"#, .json(.malformedEscape)),
    (
      String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200),
      .json(.tooDeep)
    ),
  ]

  @Test(arguments: faults) func `anything else is a fault of its row`(
    element: String, fault: RowFault
  ) throws {
    for (text, name) in [("[{},\(element),{}]", "x.json"), ("{}\n\(element)\n{}", "x.ndjson")] {
      let reading = try ObjectReading(text, as: name)
      #expect(reading.faults == [2: fault])
      #expect(reading.objects == ["{}", nil, "{}"])
      #expect(reading.fault == nil)
    }
  }

  @Test func `a broken line is one row, a broken array the end`() throws {
    let lines = try ObjectReading("{\"a\":\n{\"a\":1} {}\n{}", as: "x.ndjson")
    #expect(lines.faults == [1: .json(.unexpectedEnd), 2: .json(.trailingBytes)])
    let array = try ObjectReading("[{},\n{\"a\":}]", as: "x.json")
    #expect(array.fault == .json(.unexpectedByte(0x7D)))
    #expect(array.faultLine == 2)
    #expect(array.objects == ["{}"])
    #expect(try ObjectReading("{}", as: "x.json").fault == .notAnArray)
  }

  @Test func `names that differ by a byte are two members`() throws {
    let text = "{\"é\":1,\"e\u{301}\":2,\"URL\":3,\"url\":4}"
    for shape in [RowShape(), RowShape(columns: ["x": "y"])] {
      let object = try ObjectReading(text, as: "x.ndjson", shape).objects.first ?? nil
      #expect(object?.utf8.elementsEqual(text.utf8) == true)
    }
  }

  @Test func `members are mapped to fields`() throws {
    let shape = RowShape(
      columns: ["url": "dest", "utm.source": "src", "utm.medium": "med", "title": "src"])
    let reading = try ObjectReading(
      #"""
      {"med":"m","dest":"u","a.b":1,"src":{"x":[1]}}
      {"url":"u","Dest":1}
      {}
      {"dest":1,"url":2}
      {"utm":{},"src":1}
      {"src":1,"utm":{}}
      {"title":1,"src":2}
      """#, as: "x.ndjson", shape)
    #expect(
      reading.objects == [
        #"{"utm":{"medium":"m","source":{"x":[1]}},"url":"u","a.b":1,"title":{"x":[1]}}"#,
        #"{"url":"u","Dest":1}"#, "{}", nil, nil, nil, nil,
      ])
    let faults: [Int: RowFault] = [
      4: .conflictingMembers("dest", "url"), 5: .conflictingMembers("utm", "src"),
      6: .conflictingMembers("src", "utm"), 7: .conflictingMembers("title", "src"),
    ]
    #expect(reading.faults == faults)
    let swapped = RowShape(columns: ["a": "b", "b": "a"])
    #expect(
      try ObjectReading(#"{"a":1,"b":2}"#, as: "x.ndjson", swapped).objects == [#"{"b":1,"a":2}"#])
  }

  @Test func `objects of many thousand members are read in good time`() throws {
    let members = (0..<80_000).map { "\"m\($0)\":1" }.joined(separator: ",")
    let text = "{\(members)}\n{\(members),\"m7\":1}"
    for shape in [RowShape(), RowShape(columns: ["x": "m1"])] {
      let reading = try ObjectReading(text, as: "x.ndjson", shape)
      try #require(reading.rows.count == 2)
      #expect(reading.objects[0]?.utf8.count ?? 0 > 800_000)
      #expect(reading.faults == [2: .repeatedMember("m7")])
    }
  }

  @Test func `an object may have a megabyte and no more`() throws {
    let long = String(repeating: "x", count: 1_000_000)
    let text = "{\"a\":\"\(long)\"}\n{\"a\":\"\(long)\(long)\"}\n{}"
    let lines = try ObjectReading(text, as: "x.ndjson")
    let array = try ObjectReading("[\(text.replacing("\n", with: ","))]", as: "x.json")
    for reading in [lines, array] {
      #expect(reading.objects.map { $0?.utf8.count } == [1_000_008, nil, 2])
      #expect(reading.faults == [2: .tooLong(limit: 1_048_576)])
    }
  }
}
