// Which column of a header, or member of an object, holds the ID.

/// The names under which an ID may stand, the preferred first.
struct IDColumn: Sendable {
  private static let known = ["id", "url_id", "linkId", "link_id"]

  let names: [String]

  /// The column that the person named, or the known ones.
  init(named name: String?) {
    names = name.map { [$0] } ?? Self.known
  }

  /// Where the column stands in a header.
  func place(in header: [String]) -> ColumnPlace {
    ColumnPlace(of: names, in: header)
  }
}
