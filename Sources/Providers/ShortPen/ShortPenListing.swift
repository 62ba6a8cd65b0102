// A walk over every link of a ShortPen organization: its workspaces, then each one's pages.

import HTTP
import Records

/// Every link ID of the organization, as far as the pages show.
///
/// The order of the list is not documented and pages shift when links are made or deleted meanwhile. A
/// walk is whole only when each workspace's `total` stayed the same and as many distinct links were seen;
/// otherwise a link that it did not meet is `notSeen`. Takes 8 to 16 bytes a link.
struct ShortPenListing: Listing {
  private var workspaces: [Int64]?
  private var page = 1
  private var total: Int64?
  private var found: Set<Int64> = []
  private var foundBefore = 0
  private var isWhole = true

  func next() -> HTTPRequest? {
    guard let workspaces else {
      return HTTPRequest(
        .post, "/v1/get", headers: ["Content-Type": "application/json"],
        body: [UInt8](#"{"resource":"organization"}"#.utf8), isRepeatable: true)
    }
    return workspaces.first.map {
      HTTPRequest(.get, "/v1/links?workspace_id=\($0)&limit=100&page=\(page)", isRepeatable: true)
    }
  }

  mutating func read(_ response: HTTPResponse) -> Answer<Void> {
    guard (200..<300).contains(response.status) else { return response.shortPenFailure() }
    guard let data = response.shortPenData else { return .unreadable(response) }
    if workspaces == nil {
      guard let workspaces = Self.workspaces(in: data) else { return .unreadable(response) }
      self.workspaces = workspaces
    } else {
      guard let links = data.array, let total = response.json?["total"]?.int64, total >= 0 else {
        return .unreadable(response)
      }
      takePage(links, total: total)
    }
    return .content(())
  }

  func presence(of id: LinkID) -> Presence {
    if let number = Int64(id.text), found.contains(number) { return .there(id) }
    return isWhole ? .notThere : .notSeen
  }

  /// The organization comes as an object, or as an array of them where a key sees several.
  private static func workspaces(in data: JSONValue) -> [Int64]? {
    let organizations = data.array ?? [data]
    let workspaces = organizations.map { $0["workspaces"]?.array?.compactMap { $0["id"]?.int64 } }
    guard !workspaces.contains(nil) else { return nil }
    return workspaces.compactMap(\.self).flatMap(\.self)
  }

  private mutating func takePage(_ links: [JSONValue], total: Int64) {
    let before = found.count
    found.formUnion(links.compactMap { $0["id"]?.int64 })
    if total != self.total ?? total { isWhole = false }
    self.total = total
    let (seen, overflow) = Int64(page).multipliedReportingOverflow(by: 100)
    // A page without a new link ends the walk too, whatever `total` promises.
    let isLast = found.count == before || overflow || seen >= total
    if isLast { finishWorkspace() } else { page += 1 }
  }

  private mutating func finishWorkspace() {
    if Int64(found.count - foundBefore) != total { isWhole = false }
    foundBefore = found.count
    workspaces?.removeFirst()
    page = 1
    total = nil
  }
}
