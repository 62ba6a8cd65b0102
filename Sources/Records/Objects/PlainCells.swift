// Rows of a table that are plainly right, as far as their cells tell by themselves. Checking a file is mostly going past
// them: no value is made of a cell, and what is not seen at a glance is looked at closer by whoever is given the row.

/// Of which fields a plain cell needs no closer look.
package struct PlainCells: Sendable {
  /// The fields, by the numbers that the test knows them by.
  let fields: [String: Int]
  let required: [String]
  /// Whether a text of ASCII, in which nothing would be escaped, is right for a field; for a column of numbers, whether it
  /// is one.
  let isRight: @Sendable (_ field: Int, Span<UInt8>) -> Bool

  /// A row in which any other field holds something is given, as is one that lacks a `required` one.
  package init(
    _ fields: [String: Int], required: [String],
    isRight: @escaping @Sendable (_ field: Int, Span<UInt8>) -> Bool
  ) {
    self.fields = fields
    self.required = required
    self.isRight = isRight
  }
}

/// The same for the columns of a header.
struct PlainColumns: Sendable {
  private struct Column {
    let index: Int
    /// Without one it has to be empty.
    let field: Int?
    let isList: Bool
    let isRequired: Bool
  }

  private let columns: [Column]
  private let isRight: @Sendable (_ field: Int, Span<UInt8>) -> Bool

  /// `nil` where no row can be gone past: a required field has no column.
  ///
  /// `unnamed` are the columns without a name, which have to be empty.
  init?(_ cells: PlainCells, _ fields: [(index: Int, reader: CellReader)], unnamed: [Int]) {
    guard cells.required.allSatisfy({ name in fields.contains { $0.reader.field == name } }) else {
      return nil
    }
    let known = fields.map { field in
      let isPlain = [.text, .list, .number].contains(field.reader.type)
      return Column(
        index: field.index, field: isPlain ? cells.fields[field.reader.field] : nil,
        isList: field.reader.type == .list, isRequired: cells.required.contains(field.reader.field))
    }
    columns =
      known + unnamed.map { Column(index: $0, field: nil, isList: false, isRequired: false) }
    isRight = cells.isRight
  }

  /// Whether the row that a table has read last is gone past.
  func pass(rowOf table: CSVTable) -> Bool {
    // Held once: no reference is counted for each cell of a file.
    let (fields, bytes, columns, isRight) = (table.fields, table.bytes, columns, isRight)
    for column in columns {
      let field = fields[column.index]
      if field.range.isEmpty {
        if column.isRequired { return false }
        continue
      }
      guard let name = column.field, !field.hasDoubledQuotes else { return false }
      let cell = bytes.span.extracting(field.range)
      guard cell.isPlainCell, !column.isList || cell.beginsTexts, isRight(name, cell) else {
        return false
      }
    }
    return true
  }
}

extension Span<UInt8> {
  /// Whether a cell is the text that it seems to be: nothing is taken off its ends, and it is not the word that clears.
  fileprivate var isPlainCell: Bool {
    guard let last = indices.last, !self[0].isBlank, !self[last].isBlank else { return false }
    return self[0] != UInt8(ascii: "'") && isPlainJSONText && !(count == 4 && equals("null"))
  }

  /// Whether what stands between commas is a list that is not empty.
  fileprivate var beginsTexts: Bool {
    self[0] != UInt8(ascii: "[") && self[0] != UInt8(ascii: ",")
  }
}
