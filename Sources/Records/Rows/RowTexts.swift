// The rows of an input as their text, for those that are to be written as they came.

/// One pass over the texts of rows, in order: the same rows as the readers find, none of them understood.
package struct RowTexts: Sendable {
  private enum Source {
    case arguments([String])
    case lines(LineReader, hasComments: Bool)
    case records(CSVRecordReader)
    case elements(JSONElementReader)
  }

  /// The text of the header with its line end, empty where there is none.
  package private(set) var header: [UInt8] = []
  package let format: InputFormat
  /// Whether the input begins with a byte order mark.
  let hasMark: Bool
  private var source: Source

  init(arguments: [String]) {
    format = .lines
    hasMark = false
    source = .arguments(arguments.reversed())
  }

  init(_ window: TextWindow, _ layout: RowLayout.Part) throws(InputError) {
    var window = window
    window.keepsText = true
    hasMark = window.hasMark
    format = layout.format
    switch layout.format {
    case .lines: source = .lines(LineReader(window), hasComments: true)
    case .ndjson: source = .lines(LineReader(window), hasComments: false)
    case .json: source = .elements(JSONElementReader(window))
    case .csv, .tsv:
      header = Self.line(try window.takeSeparatorLine()?.text) ?? []
      var records = CSVRecordReader(window, delimiter: layout.delimiter ?? UInt8(ascii: ","))
      if try records.next() != nil { header += Self.line(records.text) ?? [] }
      source = .records(records)
    }
  }

  /// The text of the next row, with its line end where the format has lines; `nil` after the last.
  ///
  /// Empty for a row that is too long to be held.
  package mutating func next() throws(InputError) -> [UInt8]? {
    switch source {
    case .arguments(var words):
      guard let word = words.popLast() else { return nil }
      source = .arguments(words)
      return [UInt8](word.utf8) + [.lineFeed]
    case .lines(var lines, let hasComments):
      defer { source = .lines(lines, hasComments: hasComments) }
      return try Self.next(&lines, hasComments)
    case .records(var records):
      defer { source = .records(records) }
      return try records.next() == nil ? nil : Self.line(records.text) ?? []
    case .elements(var elements):
      defer { source = .elements(elements) }
      let element = try elements.next { (parser, bytes) throws(JSONError) in
        _ = try parser.value(in: bytes)
      }
      return element == nil ? nil : elements.text ?? []
    }
  }

  /// The next line that is a row.
  private static func next(
    _ lines: inout LineReader, _ hasComments: Bool
  ) throws(InputError) -> [UInt8]? {
    while let line = try lines.next() {
      guard let text = line.isTooLong ? nil : lines.window.text else { return [] }
      let bytes = text.span
      // The line's end is behind it.
      let range = bytes.trimmed(0..<min(line.range.count, bytes.count))
      if range.isEmpty || hasComments && bytes[range.lowerBound] == UInt8(ascii: "#") { continue }
      return Self.line(text)
    }
    return nil
  }

  /// A text with a line end, which the last line of a file may lack.
  private static func line(_ text: [UInt8]?) -> [UInt8]? {
    guard let text, let last = text.last else { return nil }
    return last == .lineFeed || last == .carriageReturn ? text : text + [.lineFeed]
  }
}
