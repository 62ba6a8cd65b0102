// Where a column stands in a header.

/// What becomes of looking for a column, by any of several names.
enum ColumnPlace: Equatable {
  case at(Int)
  case missing
  /// A name that stands there more than once, so that the choice would be a guess.
  case repeated(String)

  /// Looks for the names, the preferred first: exactly, and then without case.
  init(of names: [String], in header: [String]) {
    self = Self.exact(names, in: header)
    if self == .missing {
      self = Self.exact(names.map { $0.lowercased() }, in: header.map { $0.lowercased() })
    }
  }

  private static func exact(_ names: [String], in header: [String]) -> ColumnPlace {
    for name in names {
      guard let first = header.firstIndex(of: name) else { continue }
      return header.lastIndex(of: name) == first ? .at(first) : .repeated(name)
    }
    return .missing
  }
}
