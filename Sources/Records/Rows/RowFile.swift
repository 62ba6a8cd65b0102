// Rows written as they came, so that the file they make is read as their input was.

/// The bytes of a file of chosen rows, piece by piece.
package struct RowFile: Sendable {
  private let format: InputFormat
  private var header: [UInt8]
  private var isFirst = true

  /// A file in the form of the input that the texts are of.
  package init(like texts: RowTexts) {
    format = texts.format
    header = texts.header
  }

  /// The bytes of the next row.
  package mutating func add(_ text: [UInt8]) -> [UInt8] {
    defer { isFirst = false }
    guard format == .json else { return isFirst ? Self.beginning(header + text) : text }
    return [UInt8](isFirst ? "[\n".utf8 : ",\n".utf8) + text
  }

  /// The bytes behind the last row.
  package func end() -> [UInt8] {
    guard format == .json else { return isFirst ? Self.beginning(header) : [] }
    return [UInt8](isFirst ? "[]\n".utf8 : "\n]\n".utf8)
  }

  /// A row that begins with what looks like a byte order mark keeps it when another stands before it.
  private static func beginning(_ bytes: [UInt8]) -> [UInt8] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.starts(with: mark) ? mark + bytes : bytes
  }
}
