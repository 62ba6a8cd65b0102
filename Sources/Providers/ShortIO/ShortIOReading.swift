// Reading at Short.io: one link by ID, or by domain and path, and all of them domain by domain.

import HTTP
import Records

struct ShortIOReading: Reading {
  var linksInPage: Int { ShortIOPages.size }
  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, "/links/" + id.text, isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    sighting(reply) { $0.id == id.text }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .key, let key = link.key, let domain = key.domain else { return nil }
    let query = "domain=\(PercentEncoding.encode(domain))&path=\(PercentEncoding.encode(key.exact))"
    return HTTPRequest(.get, "/links/expand?" + query, isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    sighting(reply) { $0.key == link.key }
  }

  private func sighting(_ reply: Reply, _ isMeant: (ShownLink) -> Bool) -> Answer<Sighting> {
    if reply.status == 404, reply.shortIORefusal != nil { return .content(.notThere) }
    return reply.shortIOAnswer { json in
      let link = json.object.flatMap { ShownLink(shortIO: $0, in: reply) }
      return link.flatMap { isMeant($0) ? .there($0) : nil }
    }
  }

  func walk() -> (any Listing)? { listing }

  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? { listing }

  private var listing: PartedListing {
    PartedListing(ShortIO.domains) { reply in
      reply.shortIOAnswer { json in
        let ids = json.array?.map { $0["id"]?.int64.map(String.init) }
        return ids.flatMap { $0.contains(nil) ? nil : $0.compactMap(\.self) }
      }
    } part: { domain in
      ListPart(
        name: domain, words: "the domain \(domain)",
        pages: CursorPages(ShortIOPages(domain: domain)))
    }
  }
}

/// Every link of a domain, oldest first.
struct ShortIOPages: CursorSource {
  /// The most that a page has.
  static let size = 150
  let domain: String

  func request(after cursor: String?) -> HTTPRequest {
    let token = cursor.map { "&pageToken=" + PercentEncoding.encode($0) } ?? ""
    return HTTPRequest(
      .get, "/api/links?domain_id=\(domain)&limit=\(Self.size)&dateSortOrder=asc" + token,
      isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.shortIOAnswer { json in
      LinkPage(json["links"]?.array ?? [.null], cursor: json["nextPageToken"]?.string) {
        ShownLink(shortIO: $0, in: reply)
      }
    }
  }
}
