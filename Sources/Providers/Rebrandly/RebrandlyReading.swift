// Reading at Rebrandly: one link by ID, or by domain and slashtag, and all of them behind the last one that was seen.

import HTTP
import Records

struct RebrandlyReading: Reading {
  let linksInPage = RebrandlyPages.size

  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, "/v1/links/" + id.text, isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    if reply.rebrandlyNotFound != nil { return .content(.notThere) }
    return reply.rebrandlyAnswer { json in
      json.object.flatMap { ShownLink(rebrandly: $0, in: reply) }?.sighting(of: id)
    }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .key, let key = link.key else { return nil }
    let domain = key.domain.map { "&domain.fullName=" + PercentEncoding.encode($0) } ?? ""
    let slug = PercentEncoding.encode(key.exact)
    return HTTPRequest(.get, "/v1/links?slashtag=\(slug)\(domain)", isRepeatable: true)
  }

  /// Without a domain several links may have the slashtag; which one is the row's is not known then.
  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    RebrandlyPages().read(reply).map { page in
      let found = page.links.filter { $0.key?.key == link.key?.key }
      guard let first = found.first, found.count == 1 else {
        return found.isEmpty ? .notThere : .notSeen
      }
      return .there(first)
    }
  }

  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? {
    WholeListing(CursorPages(RebrandlyPages()))
  }
}

/// Every link of the workspace, oldest first; a page begins behind the last link of the one before.
struct RebrandlyPages: CursorSource {
  /// The most that a page has.
  static let size = 25
  let growsAtItsEnd = true

  func request(after cursor: String?) -> HTTPRequest {
    let last = cursor.map { "&last=" + PercentEncoding.encode($0) } ?? ""
    return HTTPRequest(
      .get, "/v1/links?orderBy=createdAt&orderDir=asc&limit=\(Self.size)" + last,
      isRepeatable: true)
  }

  /// The largest page may change, so that only an empty one is the last.
  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.rebrandlyAnswer { json in
      guard let links = json.array else { return nil }
      return LinkPage(links, cursor: links.last?["id"]?.string) {
        ShownLink(rebrandly: $0, in: reply)
      }
    }
  }
}
