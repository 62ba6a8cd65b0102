// The grammar of RFC 8259, strictly, over bytes in memory. Every read is bounds-checked; depth is
// capped, so that no input can overflow the stack.

/// A position in bytes that are being parsed.
///
/// Each function takes the bytes, since a `Span` cannot be stored in a struct that escapes. Where the
/// bytes end before a value is known to, the reason is always `.unexpectedEnd`: with more bytes it may
/// come out otherwise. A number at the very end of the bytes counts as whole.
struct JSONParser {
  /// What begins at a position.
  enum Kind {
    case string
    case number
    case array
    case object
    case word(JSONWord)
  }

  /// How many arrays and objects may stand inside one another.
  static let maximumDepth = 128

  private var depth = 0
  /// Whether a string was met, among those that were kept, that holds the character NUL.
  var hasMetNUL = false
  /// The index of the byte that comes next.
  var position: Int

  init(startingAt position: Int = 0) {
    self.position = position
  }

  /// Steps over white space to the next value and tells what it is.
  mutating func kind(in bytes: Span<UInt8>) throws(JSONError) -> Kind {
    skipSpace(in: bytes)
    switch try current(in: bytes) {
    case .quote: return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "n"): return .word(.null)
    case UInt8(ascii: "t"): return .word(.true)
    case UInt8(ascii: "f"): return .word(.false)
    case let other: throw fault(.unexpectedByte(other))
    }
  }

  /// Steps into the array or object at the position; false where it is empty, and then out again.
  mutating func enter(before end: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
    guard depth < Self.maximumDepth else { throw fault(.tooDeep) }
    position += 1
    if try skip(end, in: bytes) { return false }
    depth += 1
    return true
  }

  /// Whether a comma follows; if not, the closing bracket must, and ends the array or object.
  mutating func another(before end: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
    if try skip(UInt8(ascii: ","), in: bytes) { return true }
    guard try skip(end, in: bytes) else {
      throw fault(.unexpectedByte(try current(in: bytes)))
    }
    depth -= 1
    return false
  }

  /// The same in an object that was entered elsewhere.
  mutating func another(behindMemberIn bytes: Span<UInt8>) throws(JSONError) -> Bool {
    depth = 1
    return try another(before: UInt8(ascii: "}"), in: bytes)
  }

  /// Steps to the opening quote of a member's name.
  mutating func findName(in bytes: Span<UInt8>) throws(JSONError) {
    skipSpace(in: bytes)
    let byte = try current(in: bytes)
    guard byte == .quote else { throw fault(.unexpectedByte(byte)) }
  }

  /// Steps over the colon behind a member's name.
  mutating func skipColon(in bytes: Span<UInt8>) throws(JSONError) {
    guard try skip(UInt8(ascii: ":"), in: bytes) else {
      throw fault(.unexpectedByte(try current(in: bytes)))
    }
  }

  mutating func skip(_ word: JSONWord, in bytes: Span<UInt8>) throws(JSONError) {
    for expected in word.rawValue.utf8 {
      let byte = try current(in: bytes)
      guard byte == expected else { throw fault(.unexpectedByte(byte)) }
      position += 1
    }
  }

  /// Makes sure that nothing but white space follows.
  mutating func finish(in bytes: Span<UInt8>) throws(JSONError) {
    skipSpace(in: bytes)
    guard position == bytes.count else { throw fault(.trailingBytes) }
  }

  mutating func skipSpace(in bytes: Span<UInt8>) {
    while position < bytes.count, bytes[position].isJSONSpace { position += 1 }
  }

  func fault(_ reason: JSONError.Reason) -> JSONError {
    JSONError(offset: position, reason: reason)
  }

  /// Steps over white space and then over the byte, if it is the one that follows.
  private mutating func skip(_ byte: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Bool {
    skipSpace(in: bytes)
    guard try current(in: bytes) == byte else { return false }
    position += 1
    return true
  }

  private func current(in bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    guard position < bytes.count else { throw fault(.unexpectedEnd) }
    return bytes[position]
  }
}

/// The three values that are words.
enum JSONWord: String {
  case null
  case `true`
  case `false`
}

extension UInt8 {
  /// Whether JSON allows the byte between its tokens.
  var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}
