// One JSON string: the plain one is copied in one piece, escapes are decoded only where there are any.

/// A position inside a JSON string.
struct JSONStringParser {
  /// After `string(in:)`, the first byte behind the closing quote; after an error, the fault.
  private(set) var position: Int
  /// Whether an escape stood for the character NUL, which cannot stand there without one.
  private(set) var hasMetNUL = false

  init(openingQuote: Int) {
    position = openingQuote
  }

  /// The text of the string whose opening quote stands at the position.
  mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
    position += 1
    let start = position
    try skipPlain(in: bytes)
    if bytes[position] == UInt8(ascii: "\"") {
      position += 1
      return try text(of: bytes.extracting(start..<position - 1), startingAt: start)
    }
    var decoded: [UInt8] = []
    var run = start
    while bytes[position] == UInt8(ascii: "\\") {
      decoded.append(copying: bytes.extracting(run..<position))
      try decodeEscape(in: bytes, to: &decoded)
      run = position
      try skipPlain(in: bytes)
    }
    decoded.append(copying: bytes.extracting(run..<position))
    position += 1
    return try text(of: decoded.span, startingAt: start)
  }

  /// Steps over the string, checking it all the same.
  mutating func skip(in bytes: Span<UInt8>) throws(JSONError) {
    position += 1
    let start = position
    var discarded: [UInt8] = []
    try skipPlain(in: bytes)
    while bytes[position] == UInt8(ascii: "\\") {
      try decodeEscape(in: bytes, to: &discarded)
      try skipPlain(in: bytes)
    }
    guard bytes.isUTF8(start..<position) else {
      throw JSONError(offset: start, reason: .notUTF8)
    }
    position += 1
  }

  /// Steps to the next quote or backslash; one stands at the position when it returns.
  private mutating func skipPlain(in bytes: Span<UInt8>) throws(JSONError) {
    position = bytes.firstIndex(in: position..<bytes.count) {
      ByteMarks.equal($0, .quote) | ByteMarks.equal($0, UInt8(ascii: "\\"))
        | ByteMarks.less($0, 0x20)
    }
    guard position < bytes.count else { throw fault(.unexpectedEnd) }
    if bytes[position] < 0x20 { throw fault(.controlCharacter(bytes[position])) }
  }

  private mutating func decodeEscape(
    in bytes: Span<UInt8>, to decoded: inout [UInt8]
  ) throws(JSONError) {
    let start = position
    guard position + 1 < bytes.count else {
      position = bytes.count
      throw fault(.unexpectedEnd)
    }
    let letter = bytes[position + 1]
    position += 2
    if letter == UInt8(ascii: "u") {
      let scalar = try scalar(escapedFrom: start, in: bytes)
      if scalar.value == 0 { hasMetNUL = true }
      decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else if let byte = Self.byte(escapedBy: letter) {
      decoded.append(byte)
    } else {
      throw JSONError(offset: start, reason: .malformedEscape)
    }
  }

  /// The character that one `\u` escape, or two for a surrogate pair, stand for.
  private mutating func scalar(
    escapedFrom start: Int, in bytes: Span<UInt8>
  ) throws(JSONError) -> Unicode.Scalar {
    let first = try fourDigits(escapedFrom: start, in: bytes)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let second = position
    let lone = JSONError(offset: start, reason: .loneSurrogate)
    guard UTF16.isLeadSurrogate(first) else { throw lone }
    for expected in #"\u"#.utf8 {
      guard position < bytes.count else { throw fault(.unexpectedEnd) }
      guard bytes[position] == expected else { throw lone }
      position += 1
    }
    let low = try fourDigits(escapedFrom: second, in: bytes)
    guard UTF16.isTrailSurrogate(low) else { throw lone }
    return UTF16.decode(UTF16.EncodedScalar([first, low]))
  }

  private mutating func fourDigits(
    escapedFrom start: Int, in bytes: Span<UInt8>
  ) throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count else { throw fault(.unexpectedEnd) }
      guard let digit = Self.hexadecimal(bytes[position]) else {
        throw JSONError(offset: start, reason: .malformedEscape)
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func byte(escapedBy letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  private func text(
    of bytes: Span<UInt8>, startingAt start: Int
  ) throws(JSONError) -> String {
    guard let text = String(utf8: bytes) else {
      throw JSONError(offset: start, reason: .notUTF8)
    }
    return text
  }

  private func fault(_ reason: JSONError.Reason) -> JSONError {
    JSONError(offset: position, reason: reason)
  }
}

extension [UInt8] {
  /// Adds a copy of the bytes at the end.
  package mutating func append(copying bytes: Span<UInt8>) {
    // Safe: the buffer is only read during the call, while the span keeps its memory alive.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
