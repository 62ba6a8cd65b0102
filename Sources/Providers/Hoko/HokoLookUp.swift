// Looking links up at Hoko: one by `GET /api/links?id=`, all of them by a walk over the list.

import HTTP
import Records

/// Whether single links are there; exact, at a request a link.
struct HokoLookUp: LookUp {
  func reads(for ids: [LinkID]) -> [LookUpRead] {
    ids.map { LookUpRead([$0], HokoLinkReader().request(for: $0)) }
  }

  func exactReads(for ids: [LinkID]) -> [LookUpRead] { [] }

  /// A link that is not there is answered by an empty array or by a 400: which is not documented, so both
  /// are taken, and a lone object in place of the array too.
  func read(_ response: HTTPResponse, of read: LookUpRead) -> Answer<[LinkID: Presence]> {
    guard let id = read.ids.first, read.ids.count == 1 else { return .unreadable(response) }
    return HokoLinkReader().read(response, for: id).map { link in
      [id: link == nil ? .notThere : .there(id)]
    }
  }
}

/// Every link of the workspace, 10,000 a request, oldest first.
///
/// Pages are offsets, so a link that is deleted meanwhile moves the later ones back by one. Each page
/// therefore begins with the last link of the page before; when it does not, the walk is not whole and a
/// link that it did not meet is `notSeen`. Takes 16 to 32 bytes a link.
struct HokoListing: Listing {
  private static let take = 10_000

  private var skip = 0
  private var last: UInt128?
  private var found: Set<UInt128> = []
  private var isOver = false
  private var isWhole = true

  func next() -> HTTPRequest? {
    isOver
      ? nil
      : HTTPRequest(
        .get, "/api/links?take=\(Self.take)&skip=\(skip)&sort=asc", isRepeatable: true)
  }

  func read(_ response: HTTPResponse) -> Answer<ListingPage> {
    guard (200..<300).contains(response.status) else { return response.hokoFailure() }
    guard let links = response.hokoLinks else { return .unreadable(response) }
    var page = ListingPage()
    page.links = links.compactMap { $0["id"]?.string.flatMap(UUIDText.number) }
    page.objects = links
    return .content(page)
  }

  /// Only a page without a new link ends the walk: a server may give fewer than it is asked for.
  mutating func take(_ page: ListingPage) {
    let before = found.count
    found.formUnion(page.links)
    let isNew = found.count - before
    if let last, page.links.first != last { isWhole = false }
    if isNew != page.links.count - (last == nil ? 0 : 1) { isWhole = false }
    isOver = isNew == 0
    // No account has as many links, but a broken server may go on for ever.
    if found.count > 10_000_000 { (isOver, isWhole) = (true, false) }
    last = page.links.last
    skip += max(0, page.links.count - 1)
  }

  func number(of id: LinkID) -> UInt128? { UUIDText.number(id.text) }

  func presence(of id: LinkID) -> Presence {
    if let number = number(of: id), found.contains(number) { return .there(id) }
    return isWhole ? .notThere : .notSeen
  }
}
