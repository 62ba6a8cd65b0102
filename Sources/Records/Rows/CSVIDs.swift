// IDs from one column of a CSV file, chosen by its header.

/// The rows of a CSV file.
struct CSVIDs: IDRows {
  static let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  private var records: CSVRecordReader
  private let fieldCount: Int
  private let column: Int
  private var number = 0

  /// Reads the header; a file without one has no rows.
  ///
  /// With no delimiter given it is the one under which the ID column appears; of several, or of none,
  /// the one that makes most fields.
  init(_ window: TextWindow, delimiter: UInt8?, column wanted: IDColumn) throws(InputError) {
    let candidates = delimiter.map { [$0] } ?? Self.delimiters
    var best: CSVHeader?
    var fault: InputError?
    for candidate in candidates {
      var records = CSVRecordReader(window, delimiter: candidate)
      guard let record = try records.next() else { continue }
      if let reason = record.fault {
        fault = fault ?? InputError(window.name, line: record.line, .malformedHeader(reason))
        continue
      }
      let header = CSVHeader(records, line: record.line, column: wanted)
      if header.isBetter(than: best) { best = header }
    }
    if best == nil, let fault { throw fault }
    records = best?.records ?? CSVRecordReader(window, delimiter: UInt8(ascii: ","))
    fieldCount = best?.names.count ?? 0
    column = try best?.index(of: wanted) ?? 0
  }

  mutating func next() throws(InputError) -> IDRow? {
    guard let record = try records.next() else { return nil }
    number += 1
    return IDRow(number: number, line: record.line, content: content(of: record))
  }

  private func content(of record: CSVRecordReader.Record) -> IDRow.Content {
    if let fault = record.fault { return .malformed(fault) }
    let fields = records.fields
    guard fields.count == fieldCount, column < fields.count else {
      return .malformed(.fieldCount(found: fields.count, expected: fieldCount))
    }
    return records.withTrimmed(fields[column]) { IDRow.Content(bytes: $0) }
  }
}

/// A header as one delimiter makes it, and the reader that stands behind it.
struct CSVHeader {
  let records: CSVRecordReader
  let names: [String]
  private let line: Int
  private let place: IDColumn.Place

  /// Takes the record that a reader has read last.
  init(_ records: CSVRecordReader, line: Int, column: IDColumn) {
    self.records = records
    self.line = line
    names = records.fields.map { field in
      records.withTrimmed(field) { String(utf8: $0) ?? "" }
    }
    place = column.place(in: names)
  }

  func isBetter(than other: CSVHeader?) -> Bool {
    guard let other else { return true }
    if (place == .missing) != (other.place == .missing) { return other.place == .missing }
    return names.count > other.names.count
  }

  /// The index of the ID column.
  func index(of wanted: IDColumn) throws(InputError) -> Int {
    switch place {
    case .at(let index): return index
    case .repeated(let name):
      throw InputError(records.name, line: line, .repeatedColumn(name))
    case .missing:
      let reason = InputError.Reason.missingColumn(wanted: wanted.names, found: names)
      throw InputError(records.name, line: line, reason)
    }
  }
}
