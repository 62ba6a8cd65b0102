// Why an input cannot be read, or not any further, as data; whoever shows it makes the sentence.

/// What an input is called when a person is told of it.
package enum InputName: Sendable, Equatable {
  /// The command's own arguments.
  case arguments
  case standardInput
  /// A path, as it was typed.
  case file(String)
}

/// A fault after which nothing more of an input can be used.
package struct InputError: Error, Sendable, Equatable {
  /// What went wrong.
  package enum Reason: Sendable, Equatable {
    /// A system call failed with this `errno`.
    case system(Operation, Int32)
    case isDirectory
    /// Somebody wrote to the file after it was opened.
    case changed
    /// A quote that is still open where the file ends.
    case unterminatedQuote
    /// The header is no usable record.
    case malformedHeader(RowFault)
    /// None of the columns wanted is among those found.
    case missingColumn(wanted: [String], found: [String])
    /// A column that is wanted stands in the header more than once.
    case repeatedColumn(String)
    /// The column that was said to hold a field is not among those found.
    case missingMappedColumn(String, field: String, found: [String])
    /// Two columns, or fields, that cannot both be in one object: they are the same field, or one is
    /// a part of the other.
    case conflictingColumns(String, String)
    /// Results of linkctl as CSV, which hold no fields, where objects are wanted.
    case resultsWithoutFields
    /// What is no text that linkctl reads.
    case notText(ForeignContent)
    /// A plain list where objects are wanted.
    case noFields
    /// A JSON file that holds something other than one array.
    case notAnArray
    /// A JSON array that is broken, so that no further element can be told from the next.
    case json(JSONError.Reason)
  }

  /// What the system was asked to do.
  package enum Operation: Sendable, Equatable {
    case open
    case read
    /// Copying what cannot be read twice to a temporary file in this folder.
    case spool(directory: String)
  }

  package let name: InputName
  /// The physical line, from 1, of a fault in the content; `nil` where no line is concerned.
  package let line: Int?
  /// The row, from 1, in which the fault is, or behind which; `nil` where it cannot be told.
  package let row: Int?
  package let reason: Reason

  package init(_ name: InputName, line: Int? = nil, row: Int? = nil, _ reason: Reason) {
    self.name = name
    self.line = line
    self.row = row
    self.reason = reason
  }

  /// The same fault, where it is in the content, with the row.
  func inRow(_ row: Int) -> InputError {
    InputError(name, line: line, row: line == nil ? nil : row, reason)
  }
}
