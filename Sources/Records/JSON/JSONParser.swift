// A strict RFC 8259 parser over bytes in memory. Every read is bounds-checked; depth is capped, so
// that no input can overflow the stack.

extension JSONValue {
  /// The one value that the bytes hold, white space around it allowed.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var parser = JSONParser()
    self = try parser.document(in: bytes)
  }

  /// The one value that the bytes hold, white space around it allowed.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    try self.init(parsing: bytes.span)
  }
}

/// A position in bytes that are being parsed.
///
/// Each function takes the bytes, since a `Span` cannot be stored in a struct that escapes.
struct JSONParser {
  /// How many arrays and objects may stand inside one another.
  static let maximumDepth = 128

  private var position = 0
  private var depth = 0

  /// The whole input as one value.
  mutating func document(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    let value = try value(in: bytes)
    skipSpace(in: bytes)
    guard position == bytes.count else { throw fault(.trailingBytes) }
    return value
  }

  private mutating func value(in bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
    skipSpace(in: bytes)
    switch try current(in: bytes) {
    case UInt8(ascii: "\""): return .string(try string(in: bytes))
    case UInt8(ascii: "{"): return .object(try object(in: bytes))
    case UInt8(ascii: "["): return .array(try array(in: bytes))
    case UInt8(ascii: "t"):
      try word("true", in: bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false", in: bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null", in: bytes)
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try number(in: bytes))
    case let other: throw fault(.unexpectedByte(other))
    }
  }

  private mutating func array(in bytes: Span<UInt8>) throws(JSONError) -> [JSONValue] {
    try enter()
    var elements: [JSONValue] = []
    if try !skip(UInt8(ascii: "]"), in: bytes) {
      repeat {
        elements.append(try value(in: bytes))
      } while try another(before: UInt8(ascii: "]"), in: bytes)
    }
    depth -= 1
    return elements
  }

  private mutating func object(in bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
    try enter()
    var object = JSONObject()
    if try !skip(UInt8(ascii: "}"), in: bytes) {
      repeat {
        let name = try memberName(in: bytes)
        object.append(name, try value(in: bytes))
      } while try another(before: UInt8(ascii: "}"), in: bytes)
    }
    depth -= 1
    return object
  }

  private mutating func memberName(in bytes: Span<UInt8>) throws(JSONError) -> String {
    skipSpace(in: bytes)
    let first = try current(in: bytes)
    guard first == UInt8(ascii: "\"") else { throw fault(.unexpectedByte(first)) }
    let name = try string(in: bytes)
    guard try skip(UInt8(ascii: ":"), in: bytes) else {
      throw fault(.unexpectedByte(try current(in: bytes)))
    }
    return name
  }

  /// Steps over the bracket at the position, one level down.
  private mutating func enter() throws(JSONError) {
    guard depth < Self.maximumDepth else { throw fault(.tooDeep) }
    depth += 1
    position += 1
  }

  /// Whether a comma follows; if not, the closing bracket must.
  private mutating func another(
    before end: UInt8, in bytes: Span<UInt8>
  ) throws(JSONError) -> Bool {
    if try skip(UInt8(ascii: ","), in: bytes) { return true }
    if try skip(end, in: bytes) { return false }
    throw fault(.unexpectedByte(try current(in: bytes)))
  }

  /// Steps over white space and then over the byte, if it is the one that follows.
  private mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
    skipSpace(in: bytes)
    guard try current(in: bytes) == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace(in bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position].isJSONSpace { position += 1 }
  }

  private func current(in bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    guard position < bytes.count else { throw fault(.unexpectedEnd) }
    return bytes[position]
  }

  private func fault(_ reason: JSONError.Reason) -> JSONError {
    JSONError(offset: position, reason: reason)
  }

  private mutating func word(
    _ word: StaticString, in bytes: Span<UInt8>
  ) throws(JSONError) {
    for expected in word.description.utf8 {
      let byte = try current(in: bytes)
      guard byte == expected else { throw fault(.unexpectedByte(byte)) }
      position += 1
    }
  }

  private mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONNumber {
    let start = position
    guard let end = JSONNumber.end(startingAt: start, in: bytes) else {
      throw fault(.malformedNumber)
    }
    position = end
    guard let text = String(utf8: bytes.extracting(start..<end)) else {
      throw fault(.malformedNumber)
    }
    return JSONNumber(lexeme: text)
  }

  private mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
    var text = JSONStringParser(openingQuote: position)
    let string = try text.string(in: bytes)
    position = text.position
    return string
  }
}

extension UInt8 {
  /// Whether JSON allows the byte between its tokens.
  var isJSONSpace: Bool {
    self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09
  }

  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

extension String {
  /// A copy of the bytes, where they are UTF-8.
  init?(utf8 bytes: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: text)
  }
}
