// A JSON number as its text, so that no digit is lost between reading and writing.

/// A JSON number, kept as it was written.
///
/// Two are equal when their texts are: `1.0` is not `1`.
package struct JSONNumber: Sendable, Equatable {
  /// The number as RFC 8259 writes it; never empty, always ASCII.
  package let text: String

  package init(_ value: Int) {
    text = String(value)
  }

  /// Takes text that a parser has already found to be a JSON number.
  init(lexeme: String) {
    text = lexeme
  }

  /// The value, where the text is a whole number without fraction or exponent and fits.
  package var int64: Int64? { Int64(text) }

  /// The nearest finite value, or `nil` where the number is beyond what a `Double` holds.
  package var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

extension JSONNumber {
  /// Where the number that starts at an offset ends, or `nil` where there is none by the grammar.
  static func end(startingAt start: Int, in bytes: Span<UInt8>) -> Int? {
    var position = start
    skip(UInt8(ascii: "-"), at: &position, in: bytes)
    if !skip(UInt8(ascii: "0"), at: &position, in: bytes) {
      guard skipDigits(at: &position, in: bytes) else { return nil }
    } else if position < bytes.count, bytes[position].isDigit {
      return nil
    }
    if skip(UInt8(ascii: "."), at: &position, in: bytes) {
      guard skipDigits(at: &position, in: bytes) else { return nil }
    }
    if skip(UInt8(ascii: "e"), at: &position, in: bytes)
      || skip(UInt8(ascii: "E"), at: &position, in: bytes)
    {
      if !skip(UInt8(ascii: "+"), at: &position, in: bytes) {
        skip(UInt8(ascii: "-"), at: &position, in: bytes)
      }
      guard skipDigits(at: &position, in: bytes) else { return nil }
    }
    return position
  }

  @discardableResult
  private static func skip(_ byte: UInt8, at position: inout Int, in bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over digits; false where there is not one.
  private static func skipDigits(at position: inout Int, in bytes: Span<UInt8>) -> Bool {
    let start = position
    while position < bytes.count, bytes[position].isDigit { position += 1 }
    return position > start
  }
}
