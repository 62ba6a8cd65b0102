// The objects of an input, whatever its format.

/// One pass over the rows of an input, in order, in bounded memory.
///
/// A copy goes on by itself from the same place.
package struct ObjectRowReader: Sendable {
  private var rows: JoinedRows<ObjectRow>
  /// The fields that the header names, as they are mapped; `nil` where the format has no header.
  ///
  /// The ID's column is none of them where the shape asks for IDs, nor is a column without a name; of several
  /// inputs those of the first are meant.
  package let columns: [String]?
  /// The line of the header, if there is one.
  package let headerLine: Int?

  /// How the rows lie in the inputs, as far as they were read.
  package var layout: RowLayout { rows.layout }

  /// A pass over several inputs, from the first row of the first, of readers that have not begun.
  package init(joining readers: [ObjectRowReader]) {
    let first = readers.first ?? ObjectRowReader()
    rows = JoinedRows(joining: first.rows, readers.dropFirst().map(\.rows))
    (columns, headerLine) = (readers.first?.columns, readers.first?.headerLine)
  }

  /// A reader of nothing.
  init() {
    rows = JoinedRows(NoObjects(), RowLayout(.ndjson))
    (columns, headerLine) = (nil, nil)
  }

  init(
    window: TextWindow, options: InputOptions, _ shape: RowShape
  ) throws(InputError) {
    var window = window
    let id = IDColumn(options)
    let format = try InputFormat(of: window, options: options, for: .objects)
    try shape.checkMappedFields(of: window.name)
    switch format {
    case .lines: throw InputError(window.name, .noFields)
    case .csv, .tsv:
      let delimiter = try options.delimiter(of: format, in: &window)
      let objects = try CSVObjects(window, delimiter: delimiter, shape, id: id)
      (columns, headerLine) = (objects.fields, objects.headerLine)
      rows = JoinedRows(objects, RowLayout(format, delimiter: objects.delimiter))
    case .json, .ndjson:
      let finder = JSONObjectFinder(shape, id: id)
      (columns, headerLine) = (nil, nil)
      rows = JoinedRows(
        format == .json ? JSONArrayRows(window, finder) : NDJSONRows(window, finder),
        RowLayout(format))
    }
  }

  /// The next row, or `nil` after the last.
  ///
  /// A malformed row is a row. What throws is a fault after which the rest cannot be trusted: an
  /// unterminated quote, a broken JSON array, a file that changes while it is read.
  package mutating func next() throws(InputError) -> ObjectRow? {
    try rows.next()
  }

  /// The rows from here on, read ahead of whoever takes them.
  package var ahead: RowsAhead<ObjectRow> { RowsAhead(rows) }
}

/// The rows of an input in which there is nothing.
private struct NoObjects: Rows {
  func next() throws(InputError) -> ObjectRow? { nil }
  var bytesRead: Int { 0 }
}

extension RowShape {
  /// Throws where two fields that are mapped cannot be in one object.
  fileprivate func checkMappedFields(of input: InputName) throws(InputError) {
    var tree = FieldTree<Void>()
    for field in columns.keys.sorted() {
      do throws(FieldTree<Void>.Conflict) {
        try tree.add((), at: FieldPath(field), from: field)
      } catch {
        throw InputError(input, .conflictingColumns(error.first, error.second))
      }
    }
  }
}
