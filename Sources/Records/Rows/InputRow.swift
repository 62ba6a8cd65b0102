// What rows have in common, whatever stands in them and whatever format they come in.

/// A row of input: a place, and what stands there.
package protocol InputRow: Sendable {
  associatedtype Content: RowContent

  var number: Int { get }
  var line: Int? { get }
  var content: Content { get }

  init(number: Int, line: Int?, content: Content)
}

/// What stands in a row; it may be nothing that can be used.
package protocol RowContent: Sendable {
  static func malformed(_ fault: RowFault) -> Self
}

/// One format's way to one kind of row.
protocol Rows<Row>: Sendable {
  associatedtype Row: InputRow

  /// The next row, or `nil` after the last.
  mutating func next() throws(InputError) -> Row?

  /// The next row that is given; a format may go past those before it that it can tell from their bytes alone.
  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> Row?

  /// How many bytes of its text were gone past so far.
  var bytesRead: Int { get }
}

extension Rows {
  /// None is gone past.
  mutating func next(
    passing: Passing, _ passed: inout PassedRows
  ) throws(InputError) -> Row? {
    try next()
  }
}
