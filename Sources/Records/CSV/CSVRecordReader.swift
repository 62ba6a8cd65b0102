// CSV records, one after the other. Blank lines are no records.

/// A reader of CSV records.
struct CSVRecordReader: Sendable {
  /// What is known of a record besides its fields.
  struct Record {
    /// The line on which it begins.
    let line: Int
    /// Why its fields cannot be trusted.
    let fault: RowFault?
  }

  private var window: TextWindow
  private let scanner: CSVScanner
  /// The fields of the record read last; void when it had a fault.
  private(set) var fields: [CSVField] = []

  init(_ window: TextWindow, delimiter: UInt8) {
    self.window = window
    scanner = CSVScanner(delimiter: delimiter)
  }

  var name: InputName { window.name }

  var delimiter: UInt8 { scanner.delimiter }

  /// How many bytes of the text were gone past so far.
  var bytesRead: Int { window.passed }

  /// The bytes in which its fields stand.
  var bytes: [UInt8] { window.bytes }

  /// The text of the record read last, where the window keeps it.
  var text: [UInt8]? { window.text }

  /// The next record, or `nil` at the end; a quote that is never closed throws.
  mutating func next() throws(InputError) -> Record? {
    window.beginText()
    while true {
      let visible = window.visible
      let isLast = window.isAtEnd && !window.isFull
      if visible.isEmpty, isLast { return nil }
      switch scan(visible, isLast: isLast) {
      case .whole(let end, let hasQuotes, let hasLineEnds, let hasStrayQuote):
        guard let length = end < visible.upperBound ? window.lengthOfLineEnd(at: end) : 0 else {
          _ = try window.more()
          continue
        }
        let range = visible.lowerBound..<end
        let record = Record(line: window.line, fault: fault(in: range, hasStrayQuote))
        if hasLineEnds || length == 0 {
          window.drop(range.count + length)
        } else {
          window.dropLine(range.count + length)
        }
        if !hasQuotes, isBlank(range) {
          window.beginText()
          continue
        }
        return record
      case .cut(let openQuote):
        if window.isFull { return try skip() }
        if isLast, let openQuote {
          throw unterminated(line: window.line(ofByte: openQuote - visible.lowerBound))
        }
        _ = try window.more()
      }
    }
  }

  /// The text of a field without its quotes, as bytes.
  @inline(__always)
  func withText<Result, Failure>(
    _ field: CSVField, _ use: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if !field.hasDoubledQuotes { return try use(window.bytes.span.extracting(field.range)) }
    return try use(undoubled(field).span)
  }

  /// The same, without the blanks around it.
  func withTrimmed<Result>(_ field: CSVField, _ use: (Span<UInt8>) -> Result) -> Result {
    withText(field) { text in use(text.extracting(text.trimmed(text.indices))) }
  }

  private func undoubled(_ field: CSVField) -> [UInt8] {
    let bytes = window.bytes.span
    var text: [UInt8] = []
    var isSecond = false
    for index in field.range {
      isSecond = bytes[index] == .quote && !isSecond
      if !isSecond { text.append(bytes[index]) }
    }
    return text
  }

  private mutating func scan(_ range: Range<Int>, isLast: Bool) -> CSVScanner.Outcome {
    // The fields leave the struct for the call, since the span borrows all of it.
    var found: [CSVField] = []
    swap(&found, &fields)
    defer { swap(&found, &fields) }
    return scanner.scan(window.bytes.span, in: range, isLast: isLast, fields: &found)
  }

  private func fault(in range: Range<Int>, _ hasStrayQuote: Bool) -> RowFault? {
    if let fault = window.bytes.span.textFault(in: range) { return fault }
    return hasStrayQuote ? .strayQuote : nil
  }

  /// Whether a record without quotes has nothing in it but delimiters and blanks, as spreadsheets leave rows
  /// that were cleared.
  private func isBlank(_ range: Range<Int>) -> Bool {
    window.bytes.span.isBlank(range, besides: delimiter)
  }

  /// Whether a field stands between straight quotes.
  func isQuoted(_ field: CSVField) -> Bool {
    let start = field.range.lowerBound
    return start > 0 && window.bytes[start - 1] == .quote
  }

  /// Passes over a record that is too long.
  private mutating func skip() throws(InputError) -> Record {
    let line = window.line
    var quoteLine = line
    var skipper = CSVSkipper(delimiter: scanner.delimiter)
    repeat {
      let range = window.start..<window.bytes.count
      let end = skipper.end(in: window.bytes.span, range: range)
      if let quote = skipper.openingQuote {
        quoteLine = window.line(ofByte: quote - range.lowerBound)
      }
      window.drop((end ?? range.upperBound) - range.lowerBound)
      if end != nil {
        try window.dropLineEnd()
        return Record(line: line, fault: .tooLong(limit: window.limits.record))
      }
    } while try window.more()
    if skipper.isInQuotes { throw unterminated(line: quoteLine) }
    return Record(line: line, fault: .tooLong(limit: window.limits.record))
  }

  private func unterminated(line: Int) -> InputError {
    InputError(name, line: line, .unterminatedQuote)
  }
}
