// The way through JSON that keeps nothing, yet checks as strictly as the one that does.

extension JSONParser {
  /// Steps over the value that comes next.
  mutating func skipValue(in bytes: Span<UInt8>) throws(JSONError) {
    switch try kind(in: bytes) {
    case .string: try skipString(in: bytes)
    case .number: try skipNumber(in: bytes)
    case .array: try skipArray(in: bytes)
    case .object: try skipObject(in: bytes)
    case .word(let word): try skip(word, in: bytes)
    }
  }

  /// Steps over the string whose opening quote stands at the position.
  mutating func skipString(in bytes: Span<UInt8>) throws(JSONError) {
    var parser = JSONStringParser(openingQuote: position)
    try parser.skip(in: bytes)
    position = parser.position
  }

  private mutating func skipArray(in bytes: Span<UInt8>) throws(JSONError) {
    guard try enter(before: UInt8(ascii: "]"), in: bytes) else { return }
    repeat {
      try skipValue(in: bytes)
    } while try another(before: UInt8(ascii: "]"), in: bytes)
  }

  private mutating func skipObject(in bytes: Span<UInt8>) throws(JSONError) {
    guard try enter(before: UInt8(ascii: "}"), in: bytes) else { return }
    repeat {
      try findName(in: bytes)
      try skipString(in: bytes)
      try skipColon(in: bytes)
      try skipValue(in: bytes)
    } while try another(before: UInt8(ascii: "}"), in: bytes)
  }

  /// Steps over the number that begins at the position.
  mutating func skipNumber(in bytes: Span<UInt8>) throws(JSONError) {
    let start = position
    skipByte(UInt8(ascii: "-"), in: bytes)
    if skipByte(UInt8(ascii: "0"), in: bytes) {
      if position < bytes.count, bytes[position].isDigit {
        throw JSONError(offset: start, reason: .malformedNumber)
      }
    } else {
      try skipDigits(ofNumberAt: start, in: bytes)
    }
    if skipByte(UInt8(ascii: "."), in: bytes) { try skipDigits(ofNumberAt: start, in: bytes) }
    if skipByte(UInt8(ascii: "e"), in: bytes) || skipByte(UInt8(ascii: "E"), in: bytes) {
      if !skipByte(UInt8(ascii: "+"), in: bytes) { skipByte(UInt8(ascii: "-"), in: bytes) }
      try skipDigits(ofNumberAt: start, in: bytes)
    }
  }

  @discardableResult
  private mutating func skipByte(_ byte: UInt8, in bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over digits; there must be one.
  private mutating func skipDigits(
    ofNumberAt start: Int, in bytes: Span<UInt8>
  ) throws(JSONError) {
    guard position < bytes.count else { throw fault(.unexpectedEnd) }
    guard bytes[position].isDigit else {
      throw JSONError(offset: start, reason: .malformedNumber)
    }
    while position < bytes.count, bytes[position].isDigit { position += 1 }
  }
}
