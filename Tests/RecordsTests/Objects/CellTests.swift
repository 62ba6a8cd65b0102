// What a CSV cell becomes, by the type of its field.

import Testing

@testable import Records

@Suite struct CellTests {
  /// The JSON of a cell, `nil` where it is left out.
  private func value(_ cell: String, _ type: CellType) throws(RowFault) -> String? {
    let bytes = [UInt8](cell.utf8)
    let reader = CellReader(field: "f", type: type)
    guard let value = try reader.value(bytes.span) else { return nil }
    var text: [UInt8] = []
    value.write(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func fault(_ cell: String, _ type: CellType) -> RowFault? {
    do throws(RowFault) {
      _ = try value(cell, type)
      return nil
    } catch {
      return error
    }
  }

  static let types: [CellType] = [.text, .boolean, .number, .object, .list, .numberList]

  @Test(arguments: types) func `an empty cell is left out and null clears`(type: CellType) throws {
    for cell in ["", " ", "\t  "] { #expect(try value(cell, type) == nil) }
    for cell in ["null", " null", "null\t"] { #expect(try value(cell, type) == "null") }
  }

  @Test(arguments: types) func `null is small letters alone`(type: CellType) throws {
    for cell in ["NULL", "Null", "nul", "nulll", "null null"] {
      let isText = type == .text || type == .list
      #expect((fault(cell, type) == nil) == isText, "\(cell)")
      if isText { #expect(try value(cell, type)?.contains(cell) == true) }
    }
  }

  @Test(arguments: [
    ("abc", #""abc""#), (" a b ", #"" a b ""#), ("\"", #""\"""#), ("x\r\ny", #""x\r\ny""#),
    ("007", #""007""#), ("true", #""true""#), ("[1]", #""[1]""#), ("é😀", #""é😀""#),
    ("e\u{301}", "\"e\u{301}\""), ("\u{A0}", "\"\u{A0}\""), ("\0", #""\u0000""#),
  ])
  func `a text stays as it stands`(cell: String, json: String) throws {
    #expect(try value(cell, .text)?.utf8.elementsEqual(json.utf8) == true)
  }

  @Test func `text that is not UTF-8 is a fault`() {
    let bytes: [UInt8] = [0x63, 0xE9]
    #expect(throws: RowFault.notText) {
      try CellReader(field: "f", type: .text).value(bytes.span)
    }
    #expect(throws: RowFault.wrongCell(field: "f", .number, found: "")) {
      try CellReader(field: "f", type: .number).value(bytes.span)
    }
  }

  @Test(arguments: ["true", "TRUE", "True", "tRuE", "yes", "YES", "Yes", "1", " true "])
  func `what is true`(cell: String) throws {
    #expect(try value(cell, .boolean) == "true")
  }

  @Test(arguments: ["false", "FALSE", "False", "no", "NO", "0", "\tfalse"])
  func `what is false`(cell: String) throws {
    #expect(try value(cell, .boolean) == "false")
  }

  @Test(arguments: ["y", "n", "on", "2", "01", "truefalse", "tru", "wahr", "\"true\"", "-", "0.0"])
  func `what is neither is a fault`(cell: String) {
    #expect(fault(cell, .boolean) == .wrongCell(field: "f", .boolean, found: cell))
  }

  @Test(arguments: [
    "0", "-0", "12", "1.50", "-1.5e+3", "1E05", "123456789012345678901234567890",
    "0.1000000000000000055511151231257827", "1e999",
  ])
  func `a number keeps every digit`(cell: String) throws {
    #expect(try value(cell, .number) == cell)
    #expect(try value("  \(cell) ", .number) == cell)
  }

  @Test(arguments: [
    "1,5", "1.", ".5", "+5", "007", "00", "-", "--1", "1e", "1e+", "0x10", "1 000", "1'000", "NaN",
    "Infinity", "12a", "٣", "1\n", "$1", "1%", "(1)", "\"1\"", "true",
  ])
  func `what JSON would not take as a number is a fault`(cell: String) {
    #expect(fault(cell, .number) == .wrongCell(field: "f", .number, found: cell))
  }

  @Test func `an object is JSON`() throws {
    #expect(
      try value(#" {"b":1.0,"a":[null,{}],"b":2} "#, .object) == #"{"b":1.0,"a":[null,{}],"b":2}"#)
    #expect(try value("{}", .object) == "{}")
    for cell in ["[]", "US=x", "\"{}\"", "1", "true"] {
      #expect(fault(cell, .object) == .wrongCell(field: "f", .object, found: cell))
    }
    let broken: [(String, JSONError.Reason)] = [
      ("{", .unexpectedEnd), ("{}x", .trailingBytes), ("{'a':1}", .unexpectedByte(0x27)),
      (#"{"a":01}"#, .malformedNumber), (#"{"a":"\q"}"#, .malformedEscape),
      (String(repeating: #"{"a":"#, count: 200), .tooDeep),
    ]
    for (cell, reason) in broken {
      #expect(fault(cell, .object) == .cellNotJSON(field: "f", reason))
    }
  }

  @Test(arguments: [
    ("a", #"["a"]"#), (" a ,b c,\td ", #"["a","b c","d"]"#), ("a,,b,", #"["a","b"]"#),
    (",a", #"["a"]"#), ("null,x", #"["null","x"]"#), ("1,true", #"["1","true"]"#),
    (#"["a,b", 1, null, {"c":[]}]"#, #"["a,b",1,null,{"c":[]}]"#), ("[]", "[]"),
    ("a;b", #"["a;b"]"#), ("{}", #"["{}"]"#), ("a]", #"["a]"]"#),
  ])
  func `a list is JSON or text between commas`(cell: String, json: String) throws {
    #expect(try value(cell, .list) == json)
  }

  @Test func `a list of nothing but commas is a fault`() {
    for cell in [",", " , ,"] {
      let found = cell.trimmingPrefix(" ")
      #expect(fault(cell, .list) == .wrongCell(field: "f", .list, found: String(found)))
      #expect(fault(cell, .numberList) == .wrongCell(field: "f", .numberList, found: String(found)))
    }
    #expect(fault("[a]", .list) == .cellNotJSON(field: "f", .unexpectedByte(0x61)))
    #expect(fault("[1], 2", .list) == .cellNotJSON(field: "f", .trailingBytes))
  }

  @Test func `a list of numbers holds numbers`() throws {
    #expect(
      try value("1, 2.50,12345678901234567890", .numberList) == "[1,2.50,12345678901234567890]")
    #expect(try value("7", .numberList) == "[7]")
    #expect(try value(#"["a"]"#, .numberList) == #"["a"]"#)
    #expect(fault("1,a", .numberList) == .wrongCell(field: "f", .numberList, found: "a"))
    #expect(fault("1,null", .numberList) == .wrongCell(field: "f", .numberList, found: "null"))
  }

  @Test func `a fault shows no more than the beginning of a cell`() {
    let forty = String(repeating: "x", count: 40)
    #expect(fault(forty, .number) == .wrongCell(field: "f", .number, found: forty))
    let long = String(repeating: "e\u{301}", count: 500_000)
    let start = String(repeating: "e\u{301}", count: 20)
    #expect(fault(long, .number) == .wrongCell(field: "f", .number, found: start + "…"))
  }
}
