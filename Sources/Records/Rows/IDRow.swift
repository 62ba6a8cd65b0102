// A row of input as everyone after the readers sees it: an ID, or why there is none.

/// One row that names a link, or should.
package struct IDRow: Sendable, Equatable {
  /// What stands in the row.
  package enum Content: Sendable, Equatable {
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

/// Why a row has no usable ID, as data; the rows around it are not concerned.
package enum RowFault: Sendable, Equatable {
  /// Bytes that are not text in the file's encoding.
  case notText
  /// A control character in the ID.
  case controlCharacter(UInt8)
  /// Nothing where the ID should be.
  case emptyID
  /// More bytes than a row may have.
  case tooLong(limit: Int)
  /// A quote inside an unquoted CSV field, or text behind a closing quote.
  case strayQuote
  /// A CSV record with more or fewer fields than the header.
  case fieldCount(found: Int, expected: Int)
  /// A line that is not JSON, or an element of an array whose inside is not.
  case json(JSONError.Reason)
  /// A JSON value that can be neither an ID nor an object with one.
  case wrongKind(JSONKind)
  /// An object without any of these members.
  case missingMember(wanted: [String])
  /// An object that has the ID member twice.
  case repeatedMember(String)
  /// An ID member that is neither string nor number.
  case wrongMemberKind(JSONKind)
  /// A number with a fraction or an exponent.
  case notWholeNumber(String)
}

/// The kinds of JSON values that are no ID.
package enum JSONKind: String, Sendable {
  case null
  case bool
  case array
  case object
}
