// All links of a Hoko workspace: `GET /api/links` by `take` and `skip`, oldest first, so that new links come at the end.

import HTTP
import Records

/// Hoko's list by the time of creation; links of one moment come in an order of their own.
struct HokoPages: CountedSource {
  /// A tenth of what is allowed: several pages are in memory at once, and a small page is read sooner.
  static let take = 1_000
  static let most = 10_000

  let order: ListOrder
  /// The links of a page, as long as more need not be seen at once.
  var usual = take
  let hasUniqueRanks = false
  /// 1,000, 2,000, 4,000, 8,000, 10,000.
  let enlargements = 4

  func window(from place: Int, enlarged: Int) -> ListWindow {
    ListWindow(skip: place, take: min(Self.most, usual << min(enlarged, enlargements)))
  }

  func request(_ window: ListWindow) -> HTTPRequest {
    let sort = order == .oldest ? "asc" : "desc"
    return HTTPRequest(
      .get, "/api/links?take=\(window.take)&skip=\(window.skip)&sort=\(sort)", isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    guard reply.isSuccess else { return reply.hokoFailure() }
    guard let links = reply.hokoList else { return .unreadable(reply) }
    return .content(LinkPage(links: links))
  }

  func rank(of link: ShownLink) -> Int64? { link.made.flatMap { ISODate.milliseconds($0) } }
}

extension HokoReading {
  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? {
    WholeListing(HokoPages(order: filter.order ?? .oldest), lanes: lanes)
  }

  var linksInPage: Int { HokoPages.take }
  var wayOfPages: String { "pages side by side" }
  var orders: Set<ListOrder> { [.oldest, .newest] }

  /// A walk over a workspace of 100,000 takes 100 requests.
  var fewestForListing: Int { 100 }

  /// External IDs, written as at Dub: `ext_` and what it is.
  func linkName(_ text: String) -> LinkID? {
    text.hasPrefix(Self.externalPrefix) && text.utf8.count > Self.externalPrefix.utf8.count
      ? LinkID(text) : nil
  }

  func names(of link: ShownLink) -> [String] {
    [link.id, link.externalID.map { Self.externalPrefix + $0 }].compactMap(\.self)
  }

  static let externalPrefix = "ext_"
}

/// Short URLs taken apart, as far as names of links need it.
enum ShortURL {
  /// The host of a short URL, in small letters.
  static func host(_ text: String) -> String? { parts(text)?.host }

  /// Host and path of `https://host/path` or `host/path`; `nil` for what is no such thing, and for a URL with a query.
  static func parts(_ text: String) -> (host: String, path: String)? {
    var rest = text[...]
    for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) {
      rest = rest.dropFirst(scheme.count)
      break
    }
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    let host = rest[..<slash].lowercased()
    let path = rest[rest.index(after: slash)...]
    guard host.contains("."), !path.isEmpty,
      !host.contains(where: { $0.isWhitespace || "@:?#".contains($0) }),
      !path.contains(where: { $0.isWhitespace || "?#".contains($0) })
    else { return nil }
    return (host, String(path))
  }
}
