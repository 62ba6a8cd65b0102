// A row of IDs as everyone after the readers sees it: an ID, or why there is none.

/// One row that names a link, or should.
package struct IDRow: InputRow, Sendable, Equatable {
  /// What stands in the row.
  package enum Content: RowContent, Sendable, Equatable {
    /// The ID's text; never empty, without control characters. Whether the provider takes it is not known.
    case id(String)
    case malformed(RowFault)
  }

  /// The row's place, from 1; header, blank lines and comments are not counted.
  package let number: Int
  /// The physical line, from 1, on which the row begins; `nil` for an argument.
  package let line: Int?
  package let content: Content

  package init(number: Int, line: Int?, content: Content) {
    self.number = number
    self.line = line
    self.content = content
  }
}
