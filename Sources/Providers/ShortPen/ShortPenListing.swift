// A walk over every link of a ShortPen organization: its workspaces, then each one's pages.

import HTTP
import Records

/// Every link ID of the organization, as far as the pages show.
///
/// A key sees the workspaces that its maker sees, while its deletes cover the whole organization; the
/// order of the list is not documented, and pages shift when links are made or deleted meanwhile. So a
/// link that the walk did not meet is `notSeen`, never proved missing. Takes 16 to 32 bytes a link.
struct ShortPenListing: Listing {
  private var workspaces: [Int64]?
  private var page = 1
  private var found: Set<UInt128> = []

  func next() -> HTTPRequest? {
    guard let workspaces else {
      return ShortPen.organization
    }
    return workspaces.first.map {
      HTTPRequest(.get, "/v1/links?workspace_id=\($0)&limit=100&page=\(page)", isRepeatable: true)
    }
  }

  func read(_ response: HTTPResponse) -> Answer<ListingPage> {
    guard (200..<300).contains(response.status) else { return response.shortPenFailure() }
    guard let data = response.shortPenData else { return .unreadable(response) }
    var page = ListingPage()
    if workspaces == nil {
      guard let workspaces = Self.workspaces(in: data) else { return .unreadable(response) }
      page.parts = workspaces
    } else {
      guard let links = data.array, let total = response.json?["total"]?.int64 else {
        return .unreadable(response)
      }
      page.objects = links.compactMap(\.object)
      page.links = page.objects.compactMap { $0["id"]?.int64 }.compactMap { UInt128(exactly: $0) }
      // A link that cannot be read would be one that the walk did not meet.
      guard page.links.count == links.count else { return .unreadable(response) }
      page.ages = page.objects.map { response.age(ofDate: $0["created_at"]?.string) }
      page.total = total
    }
    return .content(page)
  }

  mutating func take(_ page: ListingPage) {
    guard workspaces != nil else {
      workspaces = page.parts
      return
    }
    let before = found.count
    found.formUnion(page.links)
    // A page without a new link ends the walk too, whatever `total` promises.
    let isLast = found.count == before || Int64(self.page) >= (page.total ?? 0) / 100 + 1
    // No account has as many links, but a broken server may go on for ever.
    if found.count > 10_000_000 { workspaces = [] }
    if isLast { workspaces = workspaces.map { Array($0.dropFirst()) } }
    self.page = isLast ? 1 : self.page + 1
  }

  func number(of id: LinkID) -> UInt128? { UInt128(id.text) }

  func presence(of id: LinkID) -> Presence {
    number(of: id).map(found.contains) == true ? .there(id) : .notSeen
  }

  /// The organization comes as an object, or as an array of them where a key sees several.
  private static func workspaces(in data: JSONValue) -> [Int64]? {
    let lists = (data.array ?? [data]).map { $0["workspaces"]?.array }
    let ids = lists.flatMap { $0 ?? [nil] }.map { $0["id"]?.int64 }
    return ids.contains(nil) || ids.count > 10_000 ? nil : ids.compactMap(\.self)
  }
}
