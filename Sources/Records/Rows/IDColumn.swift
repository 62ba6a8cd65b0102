// Which column of a header, or member of an object, holds the ID.

/// The names under which an ID may stand, the preferred first.
struct IDColumn: Sendable {
  /// What becomes of looking for the column in a header.
  enum Place: Equatable {
    case at(Int)
    case missing
    /// A name that stands there more than once, so that the choice would be a guess.
    case repeated(String)
  }

  private static let known = ["id", "url_id", "linkId", "link_id"]

  let names: [String]

  /// The column that the person named, or the known ones.
  init(named name: String?) {
    names = name.map { [$0] } ?? Self.known
  }

  /// Where the column stands in a header: names are compared exactly first, then without case.
  func place(in header: [String]) -> Place {
    for name in names {
      let place = Self.place(of: name, in: header)
      if place != .missing { return place }
    }
    let lowered = header.map { $0.lowercased() }
    for name in names {
      let place = Self.place(of: name.lowercased(), in: lowered)
      if place != .missing { return place }
    }
    return .missing
  }

  private static func place(of name: String, in header: [String]) -> Place {
    guard let first = header.firstIndex(of: name) else { return .missing }
    return header.lastIndex(of: name) == first ? .at(first) : .repeated(name)
  }
}
