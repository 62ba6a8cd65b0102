// The objects of an input, whatever its format.

/// One pass over the rows of an input, in order, in bounded memory.
///
/// A copy goes on by itself from the same place.
package struct ObjectRowReader: Sendable {
  private var rows: (any Rows<ObjectRow>)?
  /// The fields that the header names, as they are mapped; `nil` where the format has no header.
  ///
  /// The ID's column is none of them where the shape asks for IDs, nor is a column without a name.
  package let columns: [String]?
  /// The line of the header, if there is one.
  package let headerLine: Int?

  /// How the rows lie in the input.
  package let layout: RowLayout

  /// A reader of nothing.
  init() {
    (rows, columns, headerLine, layout) = (nil, nil, nil, RowLayout(.ndjson))
  }

  init(
    window: TextWindow, options: InputOptions, _ shape: RowShape
  ) throws(InputError) {
    let format = try InputFormat(of: window, options: options, for: .objects)
    try shape.checkMappedFields(of: window.name)
    switch format {
    case .lines: throw InputError(window.name, .noFields)
    case .csv, .tsv:
      let delimiter = options.delimiter ?? (format == .tsv ? UInt8(ascii: "\t") : nil)
      let objects = try CSVObjects(window, delimiter: delimiter, shape, idColumn: options.idColumn)
      (rows, columns, headerLine) = (objects, objects.fields, objects.headerLine)
      layout = RowLayout(format, delimiter: objects.delimiter)
    case .json, .ndjson:
      let finder = JSONObjectFinder(shape, idColumn: options.idColumn)
      (columns, headerLine, layout) = (nil, nil, RowLayout(format))
      rows = format == .json ? JSONArrayRows(window, finder) : NDJSONRows(window, finder)
    }
  }

  /// The next row, or `nil` after the last.
  ///
  /// A malformed row is a row. What throws is a fault after which the rest cannot be trusted: an
  /// unterminated quote, a broken JSON array, a file that changes while it is read.
  package mutating func next() throws(InputError) -> ObjectRow? {
    try rows?.next()
  }
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
