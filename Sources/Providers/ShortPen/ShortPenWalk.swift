// Reading links at ShortPen: no endpoint reads one, so all are walked over, each workspace of the organization page by
// page.

import HTTP
import Records

/// Links can only be listed.
///
/// A slug is unique for its domain, so one that a walk does not meet may be sent again.
struct ShortPenReading: Reading {
  let readsByID = false
  let walksForKeys = true
  /// The organization, which names its workspaces, and a page of one.
  let walkRequests = 2

  func walk() -> (any Walk)? { ShortPenWalk() }
}

/// Every link of the organization, as far as the pages show.
///
/// A key sees the workspaces that its maker sees, while its deletes cover the whole organization; the
/// order of the list is not documented, and pages shift when links are made or deleted meanwhile. So a
/// link that the walk did not meet is never proved missing.
struct ShortPenWalk: Walk {
  private var workspaces: [String]?
  private var page = 1
  private var links = 0
  /// What the pages of the workspace so far have said that it holds.
  private var total: Int64?
  private(set) var counted: Int64? = 0

  let isWhole = false

  func next() -> HTTPRequest? {
    guard let workspaces else { return ShortPen.organization }
    return workspaces.first.map {
      HTTPRequest(.get, "/v1/links?workspace_id=\($0)&limit=100&page=\(page)", isRepeatable: true)
    }
  }

  func read(_ reply: Reply) -> Answer<WalkPage> {
    guard reply.isSuccess else { return reply.shortPenFailure() }
    guard let data = reply.shortPenData else { return .unreadable(reply) }
    var page = WalkPage()
    if workspaces == nil {
      guard let workspaces = Self.workspaces(in: data) else { return .unreadable(reply) }
      page.parts = workspaces
    } else {
      guard let items = data.array, let total = reply.json?["total"]?.int64 else {
        return .unreadable(reply)
      }
      page.links = items.compactMap(\.object).compactMap { ShownLink(shortPen: $0, in: reply) }
      // A link that cannot be read would be one that the walk did not meet.
      guard page.links.count == items.count else { return .unreadable(reply) }
      page.total = total
    }
    return .content(page)
  }

  mutating func take(_ page: WalkPage, isNews: Bool) {
    if let parts = page.parts, workspaces == nil { return workspaces = parts }
    if let total, total != page.total { counted = nil }
    total = page.total
    // A page without a new link ends the walk too, whatever `total` promises.
    let isLast = !isNews || Int64(self.page) >= (page.total ?? 0) / 100 + 1
    links += page.links.count
    // No account has as many links, but a broken server may go on for ever.
    if links > 10_000_000 { workspaces = [] }
    self.page = isLast ? 1 : self.page + 1
    guard isLast else { return }
    workspaces = workspaces.map { Array($0.dropFirst()) }
    counted = counted.flatMap { sum in total.map { sum &+ $0 } }
    total = nil
  }

  /// The organization comes as an object, or as an array of them where a key sees several.
  static func workspaces(in data: JSONValue) -> [String]? {
    let lists = (data.array ?? [data]).map { $0["workspaces"]?.array }
    let ids = lists.flatMap { $0 ?? [nil] }.map { $0["id"]?.int64.map(String.init) }
    return ids.contains(nil) || ids.count > 10_000 ? nil : ids.compactMap(\.self)
  }
}
