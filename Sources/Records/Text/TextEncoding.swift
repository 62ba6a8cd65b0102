// The encodings that input comes in, and UTF-16 made UTF-8 piece by piece.

/// How the bytes of a file stand for text.
enum TextEncoding: Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian

  /// What a byte order mark at the start says, and its length; UTF-8 where there is none.
  static func detected(in first: [UInt8]) -> (encoding: TextEncoding, markLength: Int) {
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if first.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if first.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return (.utf8, 0)
  }
}

/// A decoder from UTF-16 to UTF-8 that takes the bytes in pieces of any length.
///
/// Half a surrogate pair, or half a unit at the end, becomes the byte FF, which UTF-8 never has: the
/// row in which it stands is then found malformed, and the rows around it are not harmed.
struct UTF16Decoder: Sendable {
  private static let invalid: UInt8 = 0xFF

  private let isBigEndian: Bool
  private var firstByte: UInt8?
  private var lead: UInt16?

  init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
  }

  /// Adds what the bytes say to the text.
  mutating func decode(_ bytes: [UInt8], to text: inout [UInt8]) {
    for byte in bytes {
      guard let first = firstByte else {
        firstByte = byte
        continue
      }
      firstByte = nil
      let (high, low) = isBigEndian ? (first, byte) : (byte, first)
      decode(UInt16(high) << 8 | UInt16(low), to: &text)
    }
  }

  /// Adds the mark of a fault where the bytes ended inside a character.
  mutating func finish(to text: inout [UInt8]) {
    if firstByte != nil || lead != nil { text.append(Self.invalid) }
    firstByte = nil
    lead = nil
  }

  private mutating func decode(_ unit: UInt16, to text: inout [UInt8]) {
    if lead == nil, unit < 0x80 {
      text.append(UInt8(truncatingIfNeeded: unit))
      return
    }
    if let first = lead {
      lead = nil
      if UTF16.isTrailSurrogate(unit) {
        append(UTF16.decode(UTF16.EncodedScalar([first, unit])), to: &text)
        return
      }
      text.append(Self.invalid)
    }
    if UTF16.isLeadSurrogate(unit) {
      lead = unit
    } else if let scalar = Unicode.Scalar(unit) {
      append(scalar, to: &text)
    } else {
      text.append(Self.invalid)
    }
  }

  private func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { text.append(byte) }
  }
}
