// IDs from one column of a CSV file, chosen by its header.

/// The rows of a CSV file.
struct CSVIDs: Rows {
  private var table: CSVTable

  var delimiter: UInt8 { table.delimiter }
  var bytesRead: Int { table.bytesRead }

  private let column: Int

  /// Reads the header; with no delimiter given it is one under which the ID column appears.
  init(_ window: TextWindow, delimiter: UInt8?, column wanted: IDColumn) throws(InputError) {
    table = try CSVTable(window, delimiter: delimiter) {
      wanted.place(in: $0) == .missing ? 0 : 1
    }
    column = try table.headerLine == nil ? 0 : table.index(of: wanted, in: table.names)
  }

  mutating func next() throws(InputError) -> IDRow? {
    guard let row = try table.next() else { return nil }
    return IDRow(number: row.number, line: row.line, content: content(of: row))
  }

  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> IDRow? {
    var passing = passing
    while let row = try table.next() {
      guard row.fault == nil, let length = table.pass(idIn: column, &passing) else {
        return IDRow(number: row.number, line: row.line, content: content(of: row))
      }
      passed.add(idOf: length)
    }
    return nil
  }

  private func content(of row: CSVTable.Row) -> IDRow.Content {
    if let fault = row.fault { return .malformed(fault) }
    return table.id(in: column)
  }
}

extension CSVTable {
  /// The index of the ID column among names for the header's columns.
  func index(of wanted: IDColumn, in names: [String]) throws(InputError) -> Int {
    switch wanted.place(in: names) {
    case .at(let index): return index
    case .repeated(let name): throw headerFault(.repeatedColumn(name))
    case .missing: throw headerFault(.missingColumn(wanted: wanted.names, found: self.names))
    }
  }

  /// The ID in a column of the row read last.
  func id(in column: Int) -> IDRow.Content {
    guard column < fields.count else { return .malformed(.emptyID) }
    return withTrimmed(fields[column]) { IDRow.Content(bytes: $0) }
  }

  /// The length of the ID in a column of the row read last, where the row is gone past.
  func pass(idIn column: Int, _ passing: inout Passing) -> Int? {
    guard column < fields.count else { return nil }
    return withTrimmed(fields[column]) { passing.passes($0) ? $0.count : nil }
  }

  /// Whether a line, taken as a header, has an ID column.
  static func has(_ wanted: IDColumn, inHeader line: Span<UInt8>) -> Bool {
    delimiters.contains { delimiter in
      var fields: [CSVField] = []
      let scanner = CSVScanner(delimiter: delimiter)
      let outcome = scanner.scan(line, in: line.indices, isLast: true, fields: &fields)
      guard case .whole(_, _, _, hasStrayQuote: false) = outcome else { return false }
      let names = fields.map { String(utf8: line.extracting(line.trimmed($0.range))) ?? "" }
      return wanted.place(in: names) != .missing
    }
  }
}
