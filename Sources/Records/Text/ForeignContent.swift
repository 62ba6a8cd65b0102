// Files that hold something other than rows of text, known by their first bytes, so that they are called what they
// are and not a million malformed rows.

/// What a file holds in place of text.
package enum ForeignContent: Sendable, Equatable {
  /// A ZIP archive, as workbooks of newer spreadsheet programs are.
  case zip
  /// A workbook or document of the older kind.
  case oldOffice
  case gzip
  case pdf
  /// UTF-16 without the mark that says so.
  case utf16(isBigEndian: Bool)
  case utf32
  /// Anything else that is no text.
  case binary

  /// How many bytes are looked at.
  static let length = 512

  private static let beginnings: [(bytes: [UInt8], content: ForeignContent)] = [
    ([0x50, 0x4B, 0x03, 0x04], .zip), ([0xD0, 0xCF, 0x11, 0xE0], .oldOffice),
    ([0x1F, 0x8B, 0x08], .gzip), (Array("%PDF-".utf8), .pdf),
    ([0xFF, 0xFE, 0x00, 0x00], .utf32), ([0x00, 0x00, 0xFE, 0xFF], .utf32),
  ]

  /// What the first bytes of a file tell; `nil` where they may be text.
  init?(_ first: [UInt8]) {
    if let known = Self.beginnings.first(where: { first.starts(with: $0.bytes) }) {
      self = known.content
    } else if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
      return nil
    } else if let isBigEndian = Self.isBigEndian(first) {
      self = .utf16(isBigEndian: isBigEndian)
    } else if Self.isBinary(first) {
      self = .binary
    } else {
      return nil
    }
  }

  /// The order of bytes in what seems to be UTF-16: nearly every other byte is zero, as it is in ASCII.
  private static func isBigEndian(_ first: [UInt8]) -> Bool? {
    let pairs = first.count / 2
    guard pairs >= 2, first.contains(0) else { return nil }
    var (high, low) = (0, 0)
    for index in 0..<pairs {
      let (one, two) = (first[2 * index], first[2 * index + 1])
      if one == 0, two != 0 { high += 1 }
      if one != 0, two == 0 { low += 1 }
    }
    if high * 10 >= pairs * 8 { return true }
    return low * 10 >= pairs * 8 ? false : nil
  }

  /// Whether control characters that no text has make up more than one in ten; a stray one is its row's fault.
  private static func isBinary(_ first: [UInt8]) -> Bool {
    let controls = first.count { $0 < 0x09 || (0x0E...0x1A).contains($0) }
    return first.count >= 64 && controls * 10 > first.count
  }
}
