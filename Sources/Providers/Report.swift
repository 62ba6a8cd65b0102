// What a successful answer tells of each row of its batch, by the row's place. To tell them apart is the provider's
// work, and is done once.

/// The answer to a request, row by row, or a count where there is no more.
package struct Report: Sendable {
  /// What the answer tells of one row.
  package enum Row: Sendable, Equatable {
    /// Nothing.
    case untold
    /// It is done, and this is its link where the answer shows it; with what was done, where one operation does
    /// several things.
    case done(ShownLink? = nil, as: Status? = nil)
    /// The very link was there, be it before this request or of an earlier one whose answer was lost.
    case existed(ShownLink)
    /// It is said to be done, as this provider says of what it leaves undone too: a look is to tell.
    case claimed
    /// Another link came for it, which has one of its names.
    case taken(ShownLink)
    case notFound(Refusal)
    case refused(Refusal)
    /// The answer speaks of the row and does not tell whether it was done.
    case undecided(Refusal)
  }

  /// As many as were asked for.
  package var rows: [Row]
  /// How many were done, where that is all it tells.
  package var count: Int?
  /// Links of this request that could not be told to a row.
  package var strays: [ShownLink] = []
  /// The domain that the provider chose for rows that name none.
  package var defaultDomain: String?

  package init(_ rows: [Row]) { self.rows = rows }

  /// The same of every row.
  package init(_ row: Row, of count: Int) { rows = Array(repeating: row, count: count) }

  /// An answer that counts.
  package init(count: Int, of rows: Int) {
    self.init(.untold, of: rows)
    self.count = count
  }
}
