// Rows written as they came, so that the file they make is read as their input was.

/// The bytes of a file of chosen rows, piece by piece.
package struct RowFile: Sendable {
  private let format: InputFormat
  private let header: [UInt8]
  /// The byte order mark that the input began with, by which spreadsheet programs know UTF-8.
  private let mark: [UInt8]
  private var isFirst = true

  /// A file in the form of the input that the texts are of.
  package init(like texts: RowTexts) {
    format = texts.format
    header = texts.header
    mark = texts.hasMark ? Self.mark : []
  }

  /// Whether rows of other texts, too, are read from this file as they are from theirs.
  package func takesRows(of texts: RowTexts) -> Bool {
    format == texts.format && Self.names(in: header) == Self.names(in: texts.header)
  }

  /// A header whatever its line ends.
  private static func names(in header: [UInt8]) -> [UInt8] {
    header.filter { $0 != .lineFeed && $0 != .carriageReturn }
  }

  /// The bytes of the next row.
  package mutating func add(_ text: [UInt8]) -> [UInt8] {
    defer { isFirst = false }
    guard format == .json else { return isFirst ? beginning(header + text) : text }
    return isFirst ? beginning([UInt8]("[\n".utf8) + text) : [UInt8](",\n".utf8) + text
  }

  /// The bytes behind the last row.
  package func end() -> [UInt8] {
    guard format == .json else { return isFirst && !header.isEmpty ? beginning(header) : [] }
    return isFirst ? beginning([UInt8]("[]\n".utf8)) : [UInt8]("\n]\n".utf8)
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// A row that begins with what looks like a byte order mark keeps it when another stands before it.
  private func beginning(_ bytes: [UInt8]) -> [UInt8] {
    (bytes.starts(with: Self.mark) ? Self.mark : mark) + bytes
  }
}
