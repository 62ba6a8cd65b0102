// What can be wrong with one row, as data; whoever shows it makes the sentence.

/// Why a row cannot be used; the rows around it are not concerned.
package enum RowFault: Error, Sendable, Equatable {
  /// Bytes that are not text in the file's encoding.
  case notText
  /// The character NUL, which no text has.
  case nul
  /// The mark of byte order, which belongs at the start of a file: files were joined.
  case byteOrderMark
  /// A CSV cell between curly quotes, which do not quote.
  case curlyQuotes(field: String, cell: String)
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
  /// An object that has a member twice.
  case repeatedMember(String)
  /// An ID member that is neither string nor number.
  case wrongMemberKind(JSONKind)
  /// A number with a fraction or an exponent.
  case notWholeNumber(String)
  /// A JSON value where an object should be.
  case notAnObject(JSONKind)
  /// Two members of an object that would both be the same field, or one a part of the other.
  case conflictingMembers(String, String)
  /// A CSV cell that is not of its field's type, and the beginning of what it holds.
  case wrongCell(field: String, CellType, found: String)
  /// A CSV cell that should hold JSON and does not.
  case cellNotJSON(field: String, JSONError.Reason)
  /// One of linkctl's own results, of a row of that status, that names no link.
  case resultWithoutID(status: String)
  /// One of linkctl's own results, of a row of that status, in which no link is shown.
  case resultWithoutLink(status: String)
  /// Something under a column, counted from 1, that has no name.
  case unnamedColumn(Int)
}

/// The kinds of JSON values.
package enum JSONKind: String, Sendable {
  case null
  case bool
  case number
  case string
  case array
  case object
}

extension RowFault {
  /// What a fault in a JSON text means for its row.
  init(_ reason: JSONError.Reason) {
    self = reason == .notUTF8 ? .notText : .json(reason)
  }
}
