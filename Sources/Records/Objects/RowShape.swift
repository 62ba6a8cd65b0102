// What has to be known of a link's fields, to read objects from files that have only columns.

/// What becomes of the text in a CSV cell.
package enum CellType: Sendable, Equatable {
  /// A string, as it stands.
  case text
  /// `true` or `false`, `yes` or `no`, `1` or `0`, in any case.
  case boolean
  /// A JSON number, of which every digit is kept.
  case number
  /// A JSON object.
  case object
  /// A JSON array; where there is no bracket, strings between commas.
  case list
  /// A JSON array; where there is no bracket, numbers between commas.
  case numberList
}

/// What the caller says of the columns.
package struct RowShape: Sendable, Equatable {
  /// What the cells of a field are, by its name; a dotted name is a member's (`utm.source`).
  ///
  /// A field that is not listed is text. The names also help to find a CSV file's delimiter. JSON has
  /// types of its own, so that none of this concerns it.
  package var types: [String: CellType]
  /// The column, or JSON member, that holds a field under another name than the field's.
  package var columns: [String: String]
  /// Whether rows name links by their IDs, which then are no members of the objects.
  package var ids: IDs
  /// The fields that are taken.
  package var selection = FieldSelection()

  /// How far rows name links by their IDs.
  package enum IDs: Sendable {
    case none
    /// Every row does.
    case required
    /// A row may leave it out: an empty cell, a member that is missing or `null`.
    case optional
  }

  package init(
    types: [String: CellType] = [:], columns: [String: String] = [:], ids: IDs = .none
  ) {
    self.types = types
    self.columns = columns
    self.ids = ids
  }

  func type(of field: String) -> CellType { types[field] ?? .text }

  /// Whether the caller has spoken of a field, or of an object that it is a part of.
  ///
  /// A part with a delimiter in it is none: it is the header read with the wrong delimiter.
  func knows(_ field: String) -> Bool {
    if types[field] != nil || columns[field] != nil { return true }
    guard let dot = field.firstIndex(of: "."), types[String(field[..<dot])] != nil else {
      return false
    }
    return !field.utf8.contains { CSVTable.delimiters.contains($0) }
  }
}
