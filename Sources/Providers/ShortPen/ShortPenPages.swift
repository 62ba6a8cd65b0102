// All links of a ShortPen organization: each workspace that the key sees is a part, of pages of at most 100.

import HTTP
import Records

/// The workspaces of the key's organization.
struct ShortPenListing: Listing {
  private let lanes: Int
  private var isAsked = false
  private var parts: [ListPart] = []

  init(lanes: Int) { self.lanes = lanes }

  func next() -> HTTPRequest? { isAsked ? nil : ShortPen.organization }

  func read(_ reply: Reply) -> Answer<PartList> {
    guard reply.isSuccess else { return reply.shortPenFailure() }
    guard let data = reply.shortPenData, let ids = ShortPenWalk.workspaces(in: data) else {
      return .unreadable(reply)
    }
    return .content(PartList(names: ids, isLast: true))
  }

  mutating func take(_ list: PartList) {
    isAsked = true
    parts = list.names.compactMap { name in
      Int64(name).map { id in
        ListPart(
          name: name, words: "the workspace \(name)",
          pages: CountedPages(ShortPenPages(workspace: id), lanes: lanes))
      }
    }
  }

  mutating func takeParts() -> [ListPart] {
    defer { parts = [] }
    return parts
  }
}

/// The list of one workspace; its order is not documented, and is known by the IDs that come.
struct ShortPenPages: CountedSource {
  let workspace: Int64
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

extension ShortPenReading {
  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? { ShortPenListing(lanes: lanes) }
  var wayOfPages: String { "workspaces and pages side by side" }
}
