// Reading links at ShortPen: no endpoint reads one, so all are listed. Each workspace of the organization that the key
// sees is a part, of pages of at most 100.

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
  /// A key sees the workspaces that its maker sees, while its deletes cover the whole organization.
  let walksOverAll = false
  let wayOfPages = "workspaces and pages side by side"

  /// In whatever order links come, and without pages that overlap.
  func walk() -> (any Listing)? { workspaces { PlainPages($0, overlap: 0) } }

  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? {
    workspaces { CountedPages($0, lanes: lanes) }
  }

  private func workspaces(
    _ pages: @escaping @Sendable (ShortPenPages) -> any PagePlan
  ) -> PartedListing {
    PartedListing(ShortPen.organization) { reply in
      guard reply.isSuccess else { return reply.shortPenFailure() }
      return reply.shortPenData.flatMap(Self.names).map { .content($0) } ?? .unreadable(reply)
    } part: { name in
      ListPart(
        name: name, words: "the workspace \(name)", pages: pages(ShortPenPages(workspace: name)))
    }
  }

  /// The IDs of the workspaces; the organization comes as an object, or as an array of them where a key sees several.
  private static func names(in data: JSONValue) -> [String]? {
    let lists = (data.array ?? [data]).map { $0["workspaces"]?.array }
    let ids = lists.flatMap { $0 ?? [nil] }.map { $0["id"]?.int64.map(String.init) }
    return ids.contains(nil) || ids.count > 10_000 ? nil : ids.compactMap(\.self)
  }
}

/// The list of one workspace; its order is not documented, and is known by the IDs that come.
struct ShortPenPages: CountedSource {
  let workspace: String
  let hasUniqueRanks = true
  let enlargements = 0

  private static let most = 100
  private static let fewest = 60

  /// Pages begin at multiples of their size, so that one that is to overlap another has a size of its own: the one that
  /// leads furthest from the place on.
  func window(from place: Int, enlarged: Int) -> ListWindow {
    var best = ListWindow(skip: place / Self.most * Self.most, take: Self.most)
    for size in (Self.fewest..<Self.most).reversed() {
      let skip = place / size * size
      if skip + size > best.end { best = ListWindow(skip: skip, take: size) }
    }
    return best
  }

  func request(_ window: ListWindow) -> HTTPRequest {
    HTTPRequest(
      .get,
      "/v1/links?workspace_id=\(workspace)&limit=\(window.take)&page=\(window.skip / window.take + 1)",
      isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    guard reply.isSuccess else { return reply.shortPenFailure() }
    guard let (links, total) = reply.shortPenList else { return .unreadable(reply) }
    return .content(LinkPage(links: links, total: total))
  }

  func rank(of link: ShownLink) -> Int64? { link.id.flatMap { Int64($0) } }
}
