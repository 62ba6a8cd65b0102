// The format of an input: what the person says, else what the file's name says, else what its first
// line looks like.

extension InputFormat {
  /// The format in which the text behind a window is to be read.
  init(of window: TextWindow, options: InputOptions) throws(InputError) {
    if let format = options.format {
      self = format
    } else if case .file(let path) = window.name, let format = InputFormat(ending: path) {
      self = format
    } else {
      self = try Self.guess(window, options)
    }
  }

  /// What the first line that is not blank looks like.
  private static func guess(
    _ window: TextWindow, _ options: InputOptions
  ) throws(InputError) -> InputFormat {
    var lines = LineReader(window)
    while let line = try lines.next() {
      if line.isTooLong { break }
      let bytes = lines.window.bytes.span
      let range = bytes.trimmed(line.range)
      if !range.isEmpty { return format(ofFirstLine: bytes.extracting(range), options) }
    }
    return .lines
  }

  private static func format(ofFirstLine line: Span<UInt8>, _ options: InputOptions) -> InputFormat
  {
    if line[0] == UInt8(ascii: "[") { return .json }
    if line[0] == UInt8(ascii: "{") { return .ndjson }
    // Whoever names a column or a delimiter says that there are columns.
    if options.idColumn != nil || options.delimiter != nil { return .csv }
    return CSVIDs.hasKnownColumn(header: line) ? .csv : .lines
  }
}

extension CSVIDs {
  /// Whether a line, taken as a header, has one of the known ID columns.
  static func hasKnownColumn(header line: Span<UInt8>) -> Bool {
    delimiters.contains { delimiter in
      var fields: [CSVField] = []
      let scanner = CSVScanner(delimiter: delimiter)
      let outcome = scanner.scan(line, in: line.indices, isLast: true, fields: &fields)
      guard case .whole(_, _, hasStrayQuote: false) = outcome else { return false }
      let names = fields.map { String(utf8: line.extracting(line.trimmed($0.range))) ?? "" }
      return IDColumn(named: nil).place(in: names) != .missing
    }
  }
}
