// Objects from the rows of a CSV file, whose header names their fields.

/// The rows of a CSV file.
struct CSVObjects: Rows {
  /// What a field is made of.
  private struct Cell {
    let column: Int
    let reader: CellReader
  }

  private var table: CSVTable
  private let cells: [Cell]
  /// The object, with the places of its cells.
  private let tree: FieldTree<Int>
  /// The same, where none of them is inside another.
  private var writtenShape: WrittenShape?
  private let idColumn: Int?
  private let isIDOptional: Bool
  private let unnamed: [Int]
  /// The columns of rows that may be gone past, once that was asked for; none where no row may.
  private var plain: PlainColumns??
  /// The fields in the order of the header, but for the ID.
  let fields: [String]

  /// Reads the header; with no delimiter given it is the one that shows the most known fields.
  init(
    _ window: TextWindow, delimiter: UInt8?, _ shape: RowShape, id wanted: IDColumn
  ) throws(InputError) {
    let columns = shape.columns.values + (shape.ids == .none ? [] : wanted.names)
    let known = Set(columns.map { $0.lowercased() })
    table = try CSVTable(window, delimiter: delimiter) { names in
      names.count { known.contains($0.lowercased()) || shape.knows($0) }
    }
    var header = try HeaderFields(table, shape.columns)
    let hasIDs = shape.ids != .none && table.headerLine != nil
    let id = hasIDs ? try header.takeID(wanted) : nil
    idColumn = id
    isIDOptional = shape.ids == .optional
    if ResultRow.isHeader(table.names) {
      header.leaveOutResults()
      if header.fields.isEmpty { throw table.headerFault(.resultsWithoutFields) }
    }
    header.take(shape.selection)
    tree = try header.tree()
    writtenShape = tree.flatNames.map { WrittenShape($0) }
    fields = header.fields.map(\.name)
    cells = header.fields.map { field in
      let reader = CellReader(field: field.name, type: shape.type(of: field.name))
      return Cell(column: field.column, reader: reader)
    }
    unnamed = table.names.indices.filter { [names = table.names] in
      names[$0].isEmpty && $0 != id && shape.selection.only.isEmpty
    }
  }

  var delimiter: UInt8 { table.delimiter }
  var bytesRead: Int { table.bytesRead }

  /// The line of the header, or `nil` where the file has none.
  var headerLine: Int? { table.headerLine }

  mutating func next() throws(InputError) -> ObjectRow? {
    guard let row = try table.next() else { return nil }
    return object(row)
  }

  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> ObjectRow? {
    guard let columns = plainColumns(passing) else { return try next() }
    var passing = passing
    while let row = try table.next() {
      guard row.fault == nil, passing.passes(columns, rowOf: table) else { return object(row) }
      passed.add()
    }
    return nil
  }

  private mutating func plainColumns(_ passing: Passing) -> PlainColumns? {
    if let plain { return plain }
    // Fields inside others are judged with those.
    guard case .cells(let known) = passing.test, writtenShape != nil, idColumn == nil else {
      return nil
    }
    let columns = PlainColumns(known, cells.map { ($0.column, $0.reader) }, unnamed: unnamed)
    plain = .some(columns)
    return columns
  }

  private mutating func object(_ row: CSVTable.Row) -> ObjectRow {
    if row.number.isMultiple(of: Self.rowsOfShape) { writtenShape = writtenShape?.renewed }
    return ObjectRow(number: row.number, line: row.line, content: content(of: row))
  }

  /// Fewer than are read while others are used.
  private static var rowsOfShape: Int { 500 }

  private func content(of row: CSVTable.Row) -> ObjectRow.Content {
    if let fault = row.fault { return .malformed(fault) }
    let fields = table.fields
    do throws(RowFault) {
      for column in unnamed where !table.withTrimmed(fields[column], { $0.isEmpty }) {
        throw .unnamedColumn(column + 1)
      }
      let id = try id()
      if let writtenShape { return .object(JSONObject(try written(writtenShape)), id: id) }
      let object = try tree.object { (cell) throws(RowFault) in
        let field = fields[cells[cell].column]
        return try table.withText(field) { (text) throws(RowFault) in
          try refuseCurlyQuotes(text, in: field, cells[cell].reader)
          return try cells[cell].reader.value(text)
        }
      }
      return .object(object, id: id)
    } catch {
      return .malformed(error)
    }
  }

  /// The row as JSON text.
  private func written(_ shape: WrittenShape) throws(RowFault) -> WrittenRow {
    let (fields, bytes) = (table.fields, table.bytes)
    let length = (fields.last?.range.upperBound ?? 0) - (fields.first?.range.lowerBound ?? 0)
    var writer = RowWriter(shape, room: length)
    for index in cells.indices {
      let field = fields[cells[index].column]
      if field.hasDoubledQuotes {
        try table.withText(field) { (text) throws(RowFault) in
          try writer.add(text, cells[index].reader)
        }
      } else {
        let text = bytes.span.extracting(field.range)
        try refuseCurlyQuotes(text, in: field, cells[index].reader)
        try writer.add(text, cells[index].reader)
      }
    }
    return writer.row()
  }

  private func refuseCurlyQuotes(
    _ text: Span<UInt8>, in field: CSVField, _ reader: CellReader
  ) throws(RowFault) {
    if !text.isEmpty, text[0] == CellReader.curlyStart, !table.isQuoted(field) {
      try reader.refuseCurlyQuotes(text)
    }
  }

  private func id() throws(RowFault) -> String? {
    guard let idColumn else { return nil }
    switch table.id(in: idColumn) {
    case .id(let text): return text
    case .malformed(.emptyID) where isIDOptional: return nil
    case .malformed(let fault): throw fault
    }
  }
}
