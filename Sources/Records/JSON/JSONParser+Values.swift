// The way through JSON that keeps what it finds.

extension JSONValue {
  /// The one value that the bytes hold, white space around it allowed.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var parser = JSONParser()
    self = try parser.value(in: bytes)
    try parser.finish(in: bytes)
  }

  /// The one value that the bytes hold, white space around it allowed.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    try self.init(parsing: bytes.span)
  }
}

extension JSONParser {
  /// The value that comes next.
  mutating func value(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    switch try kind(in: bytes) {
    case .string: return .string(try string(in: bytes))
    case .number: return .number(try number(in: bytes))
    case .array: return .array(try array(in: bytes))
    case .object: return .object(try object(in: bytes))
    case .word(let word):
      try skip(word, in: bytes)
      return word == .null ? .null : .bool(word == .true)
    }
  }

  /// The string whose opening quote stands at the position.
  mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
    var parser = JSONStringParser(openingQuote: position)
    let text = try parser.string(in: bytes)
    position = parser.position
    if parser.hasMetNUL { hasMetNUL = true }
    return text
  }

  /// The number that begins at the position.
  mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONNumber {
    let start = position
    try skipNumber(in: bytes)
    guard let text = String(utf8: bytes.extracting(start..<position)) else {
      throw JSONError(offset: start, reason: .malformedNumber)
    }
    return JSONNumber(lexeme: text)
  }

  private mutating func array(in bytes: Span<UInt8>) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    guard try enter(before: UInt8(ascii: "]"), in: bytes) else { return elements }
    repeat {
      elements.append(try value(in: bytes))
    } while try another(before: UInt8(ascii: "]"), in: bytes)
    return elements
  }

  private mutating func object(in bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    guard try enter(before: UInt8(ascii: "}"), in: bytes) else { return JSONObject() }
    repeat {
      try findName(in: bytes)
      let name = try string(in: bytes)
      try skipColon(in: bytes)
      members.append(JSONObject.Member(name, try value(in: bytes)))
    } while try another(before: UInt8(ascii: "}"), in: bytes)
    return JSONObject(members)
  }
}

extension String {
  /// A copy of the bytes, where they are UTF-8.
  init?(utf8 bytes: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: text)
  }
}
