// JSON in and out: what is accepted, what is refused and where, and that nothing crashes.

import Records
import TestSupport
import Testing

@Suite struct JSONValueTests {
  private func parse(_ text: String) throws(JSONError) -> JSONValue {
    try JSONValue(parsing: [UInt8](text.utf8))
  }

  private func written(_ value: JSONValue) -> String {
    var bytes: [UInt8] = []
    value.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static let accepted: [(String, JSONValue)] = [
    ("null", nil), (" true ", true), ("false", false), ("\r\n\t 7", 7), ("\"\"", ""),
    ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]),
    ("[1, [2], {\"a\":3}]", [1, [2], ["a": 3]]),
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
    (#""x\uD83D\uDE00y""#, "x😀y"), ("\"😀\"", "😀"), (#""\u0000""#, "\0"),
    ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]),
  ]

  @Test(arguments: accepted) func `a valid document is read`(text: String, value: JSONValue) throws
  {
    #expect(try parse(text) == value)
  }

  static let refused: [(String, Int, JSONError.Reason)] = [
    ("", 0, .unexpectedEnd), ("  ", 2, .unexpectedEnd), ("nul", 3, .unexpectedEnd),
    ("nuL", 2, .unexpectedByte(0x4C)), ("1 2", 2, .trailingBytes),
    ("[1,]", 3, .unexpectedByte(0x5D)),
    ("[1 2]", 3, .unexpectedByte(0x32)), ("{\"a\"}", 4, .unexpectedByte(0x7D)),
    ("{a:1}", 1, .unexpectedByte(0x61)), ("{\"a\":1,}", 7, .unexpectedByte(0x7D)),
    ("01", 0, .malformedNumber), ("[1.]", 1, .malformedNumber), ("-", 1, .unexpectedEnd),
    ("-a", 0, .malformedNumber),
    ("1e", 2, .unexpectedEnd), ("1ex", 0, .malformedNumber), ("+1", 0, .unexpectedByte(0x2B)),
    (".5", 0, .unexpectedByte(0x2E)),
    ("NaN", 0, .unexpectedByte(0x4E)), ("\"\t\"", 1, .controlCharacter(9)),
    (#""\x""#, 1, .malformedEscape), (#""\u12g4""#, 1, .malformedEscape),
    (#""\ud800""#, 1, .loneSurrogate), (#""a\udc00""#, 2, .loneSurrogate),
    (#""\ud800\u0041""#, 1, .loneSurrogate), (#""\ud800\ud800""#, 1, .loneSurrogate),
    ("\"abc", 4, .unexpectedEnd), (#""a\"#, 3, .unexpectedEnd),
    ("\u{FEFF}1", 0, .unexpectedByte(0xEF)),
    ("'a'", 0, .unexpectedByte(0x27)), ("[", 1, .unexpectedEnd), ("{", 1, .unexpectedEnd),
    ("/**/1", 0, .unexpectedByte(0x2F)),
  ]

  @Test(arguments: refused)
  func `an invalid document is refused with its place`(
    text: String, offset: Int, reason: JSONError.Reason
  ) {
    #expect(throws: JSONError(offset: offset, reason: reason)) { try parse(text) }
  }

  @Test func `numbers keep their text`() throws {
    let text = "[1.0,1e3,-0,12345678901234567890123456789012345678901234567890,1E+2,0.1]"
    #expect(written(try parse(text)) == text)
  }

  @Test func `a whole number is one only as it is written`() throws {
    #expect(try parse("9223372036854775807").int64 == .max)
    #expect(try parse("-9223372036854775808").int64 == .min)
    #expect(try parse("9223372036854775808").int64 == nil)
    #expect(try parse("5.0").int64 == nil)
    #expect(try parse("5e0").int64 == nil)
    #expect(try parse("5.25").number?.double == 5.25)
    #expect(try parse("1e999").number?.double == nil)
  }

  @Test func `of duplicate members the last counts and all are kept`() throws {
    let value = try parse(#"{"a":1,"b":2,"a":3}"#)
    #expect(value["a"] == 3)
    #expect(value["c"] == nil)
    #expect(value.object?.members.map(\.name) == ["a", "b", "a"])
    #expect(written(value) == #"{"a":1,"b":2,"a":3}"#)
  }

  @Test func `a member that is null is there`() throws {
    #expect(try parse(#"{"a":null}"#)["a"] == .some(.null))
  }

  @Test func `depth is capped without a crash`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: UInt8(ascii: "["), count: depth)
        + Array(repeating: UInt8(ascii: "]"), count: depth)
    }
    _ = try JSONValue(parsing: nested(128))
    #expect(throws: JSONError(offset: 128, reason: .tooDeep)) {
      try JSONValue(parsing: nested(129))
    }
    #expect(throws: JSONError(offset: 128, reason: .tooDeep)) {
      try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1_000_000))
    }
  }

  @Test(arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]])
  func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(throws: JSONError(offset: 1, reason: .notUTF8)) {
      try JSONValue(parsing: [quote] + bytes + [quote])
    }
    #expect(throws: JSONError(offset: 1, reason: .notUTF8)) {
      try JSONValue(parsing: [quote] + bytes + [UInt8]("\\n".utf8) + [quote])
    }
  }

  @Test func `what turns the direction of text is escaped in writing`() {
    var bytes: [UInt8] = []
    JSONValue.string("\u{202E}a\u{2066}\u{2069}\u{200F}\u{61C}\u{200D}א").write(to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #""\u202ea\u2066\u2069\u200f\u061c"# + "\u{200D}א\"")
  }

  @Test func `control characters and line separators are escaped in writing`() {
    let text = "a\u{1B}\u{7F}\u{85}\u{9B}\u{2028}\u{2029}\0\n\"\\/é😀"
    #expect(
      written(.string(text))
        == #""a\u001b\u007f\u0085\u009b\u2028\u2029\u0000\n\"\\/é😀""#)
  }

  @Test func `every scalar survives writing and reading`() throws {
    var text = ""
    for value in stride(from: UInt32(0), to: 0x11_0000, by: 1) {
      if value > 0x3000, value % 251 != 0 { continue }
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    #expect(try parse(written(.string(text))) == .string(text))
  }

  @Test func `a document cut anywhere is refused`() throws {
    let bytes = [UInt8](#"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00é",true,null],"b":{"c":false}}"#.utf8)
    _ = try JSONValue(parsing: bytes)
    for end in bytes.indices {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<end])) }
    }
  }

  @Test func `a changed document is refused or means what it writes`() throws {
    let original = [UInt8](
      #"{"a":[1,-2.5e+3,"x\u00e9\ud83d\ude00é",true,null],"b":{"c":false}}"#.utf8)
    var random = SeededGenerator(seed: 1)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      accepted += 1
      #expect(try parse(written(value)) == value)
    }
    #expect(accepted > 100)
  }
}
