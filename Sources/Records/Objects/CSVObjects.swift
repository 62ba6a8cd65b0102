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
  private let idColumn: Int?
  private let isIDOptional: Bool
  private let unnamed: [Int]
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
    return ObjectRow(number: row.number, line: row.line, content: content(of: row))
  }

  private func content(of row: CSVTable.Row) -> ObjectRow.Content {
    if let fault = row.fault { return .malformed(fault) }
    let fields = table.fields
    do throws(RowFault) {
      for column in unnamed where !table.withTrimmed(fields[column], { $0.isEmpty }) {
        throw .unnamedColumn(column + 1)
      }
      let id = try id()
      let object = try tree.object { (cell) throws(RowFault) in
        let field = fields[cells[cell].column]
        return try table.withText(field) { (text) throws(RowFault) in
          if !text.isEmpty, text[0] == CellReader.curlyStart, !table.isQuoted(field) {
            try cells[cell].reader.refuseCurlyQuotes(text)
          }
          return try cells[cell].reader.value(text)
        }
      }
      return .object(object, id: id)
    } catch {
      return .malformed(error)
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
