// GET /links: a page of the links that a query shows, in the order that belongs to it (Dub dossier,
// section 2.1; `lib/api/pagination.ts` in Dub's source).

import HTTP
import Records

/// One listing of Dub's links.
struct DubList {
  private let query: DubQuery
  private let page: Int?
  private let pageSize: Int
  private let order: String
  private let showsWebhooks: Bool

  /// Takes the query apart; what Dub's schema refuses is thrown.
  init(_ query: Query) throws(DubError) {
    self.query = DubQuery(query)
    page = try self.query.page()
    pageSize = try self.query.pageSize(upTo: 100)
    order = try self.query.choice("sortBy", among: Self.orders)
    for name in ["includeUser", "includeDashboard"] { _ = try self.query.flag(name) }
    showsWebhooks = try self.query.flag("includeWebhooks")
    _ = try self.query.choice("searchMode", among: ["fuzzy", "exact"])
  }

  /// What lists may be ordered by, always from the largest down.
  private static let orders = ["createdAt", "clicks", "saleAmount", "lastClicked"]

  /// The last page that can be asked for by its number.
  private static let lastPage = 1000

  /// The page that the query asks for, as JSON.
  func page(of state: inout DubState) throws(DubError) -> [UInt8] {
    let filter = try DubFilter(query, state)
    let order = state.isSortable ? self.order : Self.orders[0]
    let cursor = try cursor(order)
    let places: [Int]
    if let cursor {
      places = try self.places(beside: cursor, filter, &state)
    } else {
      let page = page ?? 1
      guard page <= Self.lastPage else { throw Self.pageTooBig }
      let skipped = (page - 1) * pageSize
      places = self.places(by: order, filter, state, after: skipped)
    }
    state.seam = [places.first, places.last].compactMap { $0 }
    return state.list(of: places, withWebhooks: showsWebhooks)
  }

  private static let pageTooBig = DubReply.unprocessable(
    "Page is too big (cannot be more than \(lastPage)), recommend using cursor-based pagination "
      + "instead.")

  /// A link of which the page holds those after or before it.
  private struct Cursor {
    var id: String
    var goesUp: Bool
  }

  private func cursor(_ order: String) throws(DubError) -> Cursor? {
    let after = query["startingAfter"]
    let before = query["endingBefore"]
    guard let id = after ?? before else { return nil }
    if after != nil, before != nil {
      throw DubReply.unprocessable(
        "You cannot use both startingAfter and endingBefore at the same time.")
    }
    guard order == Self.orders[0] else {
      throw DubReply.unprocessable(
        "Cursor-based pagination only supports sorting by `createdAt`. Use offset-based pagination "
          + "(page/pageSize) for other sort fields.")
    }
    guard page == nil else {
      throw DubReply.unprocessable(
        "You cannot use both page and startingAfter/endingBefore at the same time. Please use one "
          + "pagination method.")
    }
    return Cursor(id: id, goesUp: after == nil)
  }

  /// A page beside a cursor: always by descending ID, unlike a page that has a number.
  ///
  /// Where the cursor itself is not among the links that the query shows, the first of the page is left out
  /// in its place: Dub asks for what is from the cursor on, less one (`cursor` and `skip: 1`), and Prisma
  /// counts that one among those that the filter has let through (github.com/prisma/orm/issues/4087).
  private func places(
    beside cursor: Cursor, _ filter: DubFilter, _ state: inout DubState
  ) throws(DubError) -> [Int] {
    guard let link = state.link(withID: cursor.id), !link.isForeign else {
      throw DubReply.unprocessable("Invalid cursor: the provided ID does not exist.")
    }
    let isShown = filter.shows(link) && filter.linkIDs?.contains(link.id) ?? true
    var skipped = isShown ? 0 : 1
    var places: [Int] = []
    state.prepareOwnIDs()
    state.walkIDs(beside: cursor.id, up: cursor.goesUp) { place in
      guard state.isShown(place, filter) else { return true }
      if skipped > 0 { skipped -= 1 } else { places.append(place) }
      return places.count < pageSize
    }
    return cursor.goesUp ? places.reversed() : places
  }

  private func places(
    by order: String, _ filter: DubFilter, _ state: DubState, after skipped: Int
  ) -> [Int] {
    let times = state.order(forPage: skipped)
    if order != Self.orders[0] || filter.linkIDs != nil {
      let found = sorted(by: order, filter, state, times)
      return Array(found.dropFirst(skipped).prefix(pageSize))
    }
    var places: [Int] = []
    var left = skipped
    for rank in (0..<state.links.end).reversed() {
      let place = times.place(at: rank)
      guard state.isShown(place, filter) else { continue }
      if left > 0 { left -= 1 } else { places.append(place) }
      if places.count == pageSize { break }
    }
    return places
  }

  /// All that is shown, largest first; of those that are alike the newest.
  private func sorted(
    by order: String, _ filter: DubFilter, _ state: DubState, _ times: SeedOrder
  ) -> [Int] {
    let candidates =
      filter.linkIDs.map { $0.compactMap(state.links.place) } ?? Array(0..<state.links.end)
    let shown = candidates.filter { state.isShown($0, filter) }.compactMap(state.links.link)
    let keyed = shown.map { link -> (amount: Double, text: String, rank: Int) in
      let value = order == Self.orders[0] ? JSONValue.null : link[order]
      let rank = times.rank(of: link.serial - 1)
      return (value.number?.double ?? 0, value.string ?? "", rank)
    }
    return keyed.sorted { $0 > $1 }.map { times.place(at: $0.rank) }
  }
}
