// A CSV file as a table: a header, and rows that must have as many fields as it has.

/// A reader of the rows below a header.
struct CSVTable: Sendable {
  static let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  /// A row's place, and why its fields cannot be used if they cannot.
  struct Row {
    /// From 1.
    let number: Int
    let line: Int
    let fault: RowFault?
  }

  private var records: CSVRecordReader
  /// The names in the header, without the blanks around them; none where there is no header.
  let names: [String]
  /// The line of the header, or `nil` where the file has not a single record.
  let headerLine: Int?
  private var number = 0

  /// Reads the header; a file without one has no rows.
  ///
  /// With no delimiter given it is the one that makes the header worth most; of several, the one that
  /// makes most fields.
  init(
    _ window: TextWindow, delimiter: UInt8?, worth: ([String]) -> Int
  ) throws(InputError) {
    let candidates = delimiter.map { [$0] } ?? Self.delimiters
    var best: (worth: Int, table: CSVTable)?
    var fault: InputError?
    for candidate in candidates {
      var records = CSVRecordReader(window, delimiter: candidate)
      guard let record = try records.next() else { continue }
      if let reason = record.fault {
        fault = fault ?? InputError(window.name, line: record.line, .malformedHeader(reason))
        continue
      }
      let table = CSVTable(records, headerLine: record.line)
      let found = (worth: worth(table.names), table)
      guard let other = best else {
        best = found
        continue
      }
      if (found.worth, table.names.count) > (other.worth, other.table.names.count) { best = found }
    }
    if best == nil, let fault { throw fault }
    let none = CSVRecordReader(window, delimiter: UInt8(ascii: ","))
    self = best?.table ?? CSVTable(none, headerLine: nil)
  }

  /// Takes the record that a reader has read last as the header.
  private init(_ records: CSVRecordReader, headerLine: Int?) {
    self.records = records
    self.headerLine = headerLine
    names = records.fields.map { field in
      records.withTrimmed(field) { String(utf8: $0) ?? "" }
    }
  }

  /// The next row, or `nil` after the last.
  mutating func next() throws(InputError) -> Row? {
    guard let record = try records.next() else { return nil }
    number += 1
    var fault = record.fault
    if fault == nil, fields.count != names.count {
      fault = curlyQuotes ?? .fieldCount(found: fields.count, expected: names.count)
    }
    return Row(number: number, line: record.line, fault: fault)
  }

  /// The cell that a curly quote opens, where one does: the delimiters behind it were meant to be inside.
  private var curlyQuotes: RowFault? {
    for (field, name) in zip(fields, names) where !isQuoted(field) {
      let text = withTrimmed(field) { String(utf8: $0) ?? "" }
      guard let first = text.unicodeScalars.first, StrayCharacter.isCurlyQuote(first) else {
        continue
      }
      return .curlyQuotes(field: name, cell: text)
    }
    return nil
  }

  var delimiter: UInt8 { records.delimiter }

  /// How many bytes of the text were gone past so far.
  var bytesRead: Int { records.bytesRead }

  /// The fields of the row read last; void when it had a fault.
  var fields: [CSVField] { records.fields }

  /// The bytes in which those fields stand.
  var bytes: [UInt8] { records.bytes }

  /// The text of a field without its quotes, as bytes.
  @inline(__always)
  func withText<Result, Failure>(
    _ field: CSVField, _ use: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try records.withText(field, use)
  }

  /// Whether a field stands between straight quotes.
  func isQuoted(_ field: CSVField) -> Bool { records.isQuoted(field) }

  /// The same, without the blanks around it.
  func withTrimmed<Result>(_ field: CSVField, _ use: (Span<UInt8>) -> Result) -> Result {
    records.withTrimmed(field, use)
  }

  /// A fault of the header.
  func headerFault(_ reason: InputError.Reason) -> InputError {
    InputError(records.name, line: headerLine, reason)
  }
}
