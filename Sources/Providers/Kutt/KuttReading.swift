// Reading links of a Kutt server: one by its statistics, by slug through the search, and all of them by offset.

import HTTP
import Records

struct KuttReading: Reading {
  let pages: (any CountedSource)? = KuttPages()

  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, "/api/v2/links/\(id.text)/stats", isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    if reply.kuttNotFound != nil { return .content(.notThere) }
    return reply.kuttAnswer { json in
      json.object.flatMap { ShownLink(kutt: $0, in: reply) }?.sighting(of: id)
    }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    furtherSearch(for: link, by: name, page: 0)
  }

  /// A slug that a thousand links have somewhere in them is not looked for any further.
  ///
  /// A link that goes meanwhile moves those behind it to the page before, so that one may be missed; a create is then
  /// refused for its slug, and nothing is made twice.
  func furtherSearch(for link: NewLink, by name: MatchKey, page: Int) -> HTTPRequest? {
    guard name == .key, let key = link.key, page < 20 else { return nil }
    let text = PercentEncoding.encode(key.exact)
    let size = KuttPages.size
    let skip = page == 0 ? "" : "&skip=\(size * page)"
    return HTTPRequest(
      .get, "/api/v2/links?limit=\(size)\(skip)&search=" + text, isRepeatable: true)
  }

  /// It finds the slug anywhere in a link, and shows a page of those that have it, the newest first.
  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    KuttPages().read(reply).map { page in
      let found = page.links.first { $0.key?.key == link.key?.key && isAt(link.key?.domain, $0) }
      return found.map { .there($0) } ?? (page.links.count < KuttPages.size ? .notThere : .notSeen)
    }
  }

  /// The server's own domain may be named and is not shown.
  private func isAt(_ domain: String?, _ link: ShownLink) -> Bool {
    let domain = domain?.lowercased()
    return link.key?.domain == domain
      || link.key?.domain == nil && link.shortURL.flatMap(ShortURL.host) == domain
  }
}

/// All links, the newest first, 50 a page at most.
struct KuttPages: CountedSource {
  /// The most that the server gives.
  static let size = 50
  let pageSize = size
  let enlargements = 0
  let hasStableTies = true

  func request(_ window: ListWindow) -> HTTPRequest {
    HTTPRequest(
      .get, "/api/v2/links?limit=\(window.take)&skip=\(window.skip)", isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.kuttAnswer { json in
      guard let links = json["data"]?.array else { return nil }
      return LinkPage(links, total: json["total"]) { ShownLink(kutt: $0, in: reply) }
    }
  }
}
