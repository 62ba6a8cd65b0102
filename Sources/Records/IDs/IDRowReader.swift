// The IDs of an input, whatever its format.

/// One pass over the rows of an input, in order, in bounded memory.
///
/// A copy goes on by itself from the same place.
package struct IDRowReader: Sendable {
  private var rows: JoinedRows<IDRow>

  /// How the rows lie in the inputs, as far as they were read.
  package var layout: RowLayout { rows.layout }

  /// A pass over the IDs of several inputs, from the first row of the first.
  package init(_ sources: [InputSource]) throws(InputError) {
    var passes: [JoinedRows<IDRow>] = []
    for source in sources { passes.append(try source.rows().rows) }
    let first = passes.first ?? JoinedRows(ArgumentIDs([]), RowLayout(.lines))
    rows = JoinedRows(joining: first, passes.dropFirst())
  }

  init(arguments: [String]) {
    rows = JoinedRows(ArgumentIDs(arguments), RowLayout(.lines))
  }

  init(window: TextWindow, options: InputOptions) throws(InputError) {
    var window = window
    let column = IDColumn(options)
    let format = try InputFormat(of: window, options: options, for: .ids)
    let plain = RowLayout(format)
    switch format {
    case .csv, .tsv:
      let delimiter = try options.delimiter(of: format, in: &window)
      let ids = try CSVIDs(window, delimiter: delimiter, column: column)
      rows = JoinedRows(ids, RowLayout(format, delimiter: ids.delimiter))
    case .lines: rows = JoinedRows(LineIDs(window), plain)
    case .json: rows = JoinedRows(JSONArrayRows(window, JSONIDFinder(column)), plain)
    case .ndjson: rows = JoinedRows(NDJSONRows(window, JSONIDFinder(column)), plain)
    }
  }

  /// The next row, or `nil` after the last.
  ///
  /// A malformed row is a row. What throws is a fault after which the rest cannot be trusted: an
  /// unterminated quote, a broken JSON array, a file that changes while it is read.
  package mutating func next() throws(InputError) -> IDRow? {
    try rows.next()
  }

  /// The rows from here on, read ahead of whoever takes them.
  package var ahead: RowsAhead<IDRow> { RowsAhead(rows) }
}

/// Arguments, each a row, taken as they stand.
struct ArgumentIDs: Rows {
  private let arguments: [String]
  private var index = 0

  /// They are all there already.
  var bytesRead: Int { 0 }

  init(_ arguments: [String]) {
    self.arguments = arguments
  }

  mutating func next() throws(InputError) -> IDRow? {
    guard index < arguments.count else { return nil }
    let content = IDRow.Content(text: arguments[index])
    index += 1
    return IDRow(number: index, line: nil, content: content)
  }
}

/// A plain list: an ID a line, without the blanks around it.
struct LineIDs: Rows {
  private var lines: LineReader
  private let limit: Int
  private var number = 0

  var bytesRead: Int { lines.window.passed }

  init(_ window: TextWindow) {
    lines = LineReader(window)
    limit = window.limits.record
  }

  mutating func next() throws(InputError) -> IDRow? {
    while let line = try lines.next() {
      guard let content = content(of: line) else { continue }
      number += 1
      return IDRow(number: number, line: line.number, content: content)
    }
    return nil
  }

  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> IDRow? {
    var passing = passing
    while let line = try lines.next() {
      if let length = length(of: line, &passing) {
        number += 1
        passed.add(idOf: length)
      } else if let content = content(of: line) {
        number += 1
        return IDRow(number: number, line: line.number, content: content)
      }
    }
    return nil
  }

  /// The length of the ID in a line that is gone past.
  private func length(of line: LineReader.Line, _ passing: inout Passing) -> Int? {
    let bytes = lines.window.bytes.span
    let range = bytes.trimmed(line.range)
    return passing.passes(bytes.extracting(range)) ? range.count : nil
  }

  /// What stands in a line, or `nil` where it is no row.
  private func content(of line: LineReader.Line) -> IDRow.Content? {
    if line.isTooLong { return .malformed(.tooLong(limit: limit)) }
    let bytes = lines.window.bytes.span
    if bytes.beginsWithMark(line.range) { return .malformed(.byteOrderMark) }
    let range = bytes.trimmed(line.range)
    if range.isEmpty || bytes[range.lowerBound] == UInt8(ascii: "#") { return nil }
    return IDRow.Content(bytes: bytes.extracting(range))
  }
}
