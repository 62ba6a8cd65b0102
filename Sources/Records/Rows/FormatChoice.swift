// The format of an input: what the person says, else what the file's name says, else what its first
// line looks like.

/// What rows are read for: a column of IDs, or whole objects.
enum RowPurpose {
  case ids
  case objects
}

extension InputFormat {
  /// The format in which the text behind a window is to be read.
  init(
    of window: TextWindow, options: InputOptions, for purpose: RowPurpose
  ) throws(InputError) {
    if let format = options.format {
      self = format
    } else if case .file(let path) = window.name, let format = InputFormat(ending: path) {
      self = format
    } else {
      self = try Self.guess(window, options, purpose)
    }
  }

  /// What the content looks like: JSON by its first byte, else CSV by its header.
  ///
  /// JSON is told by one byte because an array may well be a single line of many megabytes. A list has no
  /// fields, so that what objects are read from can only be CSV if it is not JSON.
  private static func guess(
    _ window: TextWindow, _ options: InputOptions, _ purpose: RowPurpose
  ) throws(InputError) -> InputFormat {
    var rest = window
    let first = try rest.nextByte()
    if first == UInt8(ascii: "[") { return .json }
    if first == UInt8(ascii: "{") {
      return try ResultDocument.lengthOfHead(in: &rest) == nil ? .ndjson : .json
    }
    if purpose == .objects { return .csv }
    var start = window
    if try start.takeSeparatorLine() != nil { return .csv }
    var lines = LineReader(rest)
    guard let line = try lines.firstFilled(), !line.isTooLong else { return .lines }
    let bytes = lines.window.bytes.span
    // Whoever names a column or a delimiter says that there are columns.
    if options.idColumn != nil || options.delimiter != nil { return .csv }
    let header = bytes.extracting(bytes.trimmed(line.range))
    if CSVTable.has(IDColumn(options), inHeader: header) { return .csv }
    // No ID is in quotes, but `jq -c` writes strings so.
    if first == UInt8(ascii: "\""), (try? JSONValue(parsing: header)) != nil { return .ndjson }
    return .lines
  }
}

extension LineReader {
  /// The first line with more in it than blanks and what separates cells.
  fileprivate mutating func firstFilled() throws(InputError) -> Line? {
    while let line = try next() {
      let bytes = window.bytes.span
      let isBlank = CSVTable.delimiters.contains { bytes.isBlank(line.range, besides: $0) }
      if !isBlank || line.isTooLong { return line }
    }
    return nil
  }
}
