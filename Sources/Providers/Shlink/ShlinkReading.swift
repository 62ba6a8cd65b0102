// Reading links of a Shlink server: one by code and domain, and all of them by numbered pages.

import HTTP
import Records

struct ShlinkReading: Reading {
  let pages: (any CountedSource)? = ShlinkPages()

  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, Shlink.target(id), isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> { sighting(reply, of: id.text) }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .key, let key = link.key else { return nil }
    return HTTPRequest(.get, Shlink.target(key.exact, at: key.domain), isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    let code = link.key?.exact ?? ""
    return sighting(reply, of: link.key?.domain.map { "\($0)/\(code)" } ?? code)
  }

  private func sighting(_ reply: Reply, of name: String) -> Answer<Sighting> {
    if reply.shlinkNotFound != nil { return .content(.notThere) }
    return reply.shlinkAnswer { json in
      let link = json.object.flatMap { ShownLink(shlink: $0, in: reply) }
      return link.flatMap { $0.isShlink(name) ? .there($0) : nil }
    }
  }
}

/// All links, oldest first by the second; those of one second in an order that each page has for itself.
struct ShlinkPages: CountedSource {
  func window(from place: Int, enlarged: Int) -> ListWindow {
    .numbered(
      from: place, sizes: 600 << min(enlarged, enlargements)...1_000 << min(enlarged, enlargements))
  }

  func request(_ window: ListWindow) -> HTTPRequest {
    let page = window.skip / window.take + 1
    return HTTPRequest(
      .get,
      "/rest/v3/short-urls?page=\(page)&itemsPerPage=\(window.take)&orderBy=dateCreated-ASC",
      isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.shlinkAnswer { json in
      guard let list = json["shortUrls"], let links = list["data"]?.array else { return nil }
      return LinkPage(links, total: list["pagination"]?["totalItems"]) {
        ShownLink(shlink: $0, in: reply)
      }
    }
  }
}
