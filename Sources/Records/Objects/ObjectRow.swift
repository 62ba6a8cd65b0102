// A row of link objects as everyone after the readers sees it: an object, or why there is none.

/// One row that describes a link, or should.
package struct ObjectRow: InputRow, Sendable, Equatable {
  /// What stands in the row.
  package enum Content: RowContent, Sendable, Equatable {
    /// The fields, in the order of the row; an ID only where the shape asked for one.
    ///
    /// The same row gives the same object from every format. No member stands there twice.
    case object(JSONObject, id: String?)
    case malformed(RowFault)
  }

  /// The row's place, from 1; header and blank lines are not counted.
  package let number: Int
  /// The physical line, from 1, on which the row begins.
  package let line: Int?
  package let content: Content

  package init(number: Int, line: Int?, content: Content) {
    self.number = number
    self.line = line
    self.content = content
  }
}
