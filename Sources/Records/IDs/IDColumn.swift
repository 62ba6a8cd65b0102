// Which column of a header, or member of an object, holds the ID.

/// The names under which an ID may stand, the preferred first.
struct IDColumn: Sendable {
  let names: [String]
  /// Whether the person named it, so that it goes by the column's own name.
  let isNamed: Bool

  /// The column that the person named, or the usual ones.
  init(_ options: InputOptions) {
    names = options.idColumn.map { [$0] } ?? options.idNames
    isNamed = options.idColumn != nil
  }

  /// Where the column stands in a header.
  func place(in header: [String]) -> ColumnPlace {
    ColumnPlace(of: names, in: header)
  }
}
