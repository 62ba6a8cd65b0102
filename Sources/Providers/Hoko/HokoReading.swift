// Reading links at Hoko: one by `GET /api/links?id=` or `?externalId=`, all of them by a walk over the list.

import HTTP
import Records

/// Whether single links are there; exact, at a request a link.
struct HokoReading: Reading {
  func request(for id: LinkID) -> HTTPRequest? {
    let external = Self.externalID(of: id).map { "externalId=" + PercentEncoding.encode($0) }
    return HTTPRequest(.get, "/api/links?" + (external ?? "id=" + id.text), isRepeatable: true)
  }

  /// The user's own ID in a name of a link; UUIDs have no such prefix.
  static func externalID(of id: LinkID) -> String? {
    id.hasPrefix(externalPrefix) ? String(id.text.dropFirst(externalPrefix.count)) : nil
  }

  /// A link that is not there is answered by an empty array or by a 400: which is not documented, so both
  /// are taken, and a lone object in place of the array too.
  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> {
    found(reply) { links in
      let external = Self.externalID(of: id)
      let named = links.first { link in
        external.map { link.externalID == $0 } ?? (link.id?.lowercased() == id.text)
      }
      guard let link = named else {
        return links.isEmpty ? .content(.notThere) : .refused(.filterIgnored)
      }
      return .content(.there(link))
    }
  }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .externalID, let id = link.externalID else { return nil }
    return HTTPRequest(
      .get, "/api/links?externalId=" + PercentEncoding.encode(id), isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    found(reply) { links in
      guard links.allSatisfy({ $0.externalID == link.externalID }) else {
        return .unreadable(reply)
      }
      return .content(links.first.map { .there($0) } ?? .notThere)
    }
  }

  private func found<Content>(
    _ reply: Reply, _ body: ([ShownLink]) -> Answer<Content>
  ) -> Answer<Content> {
    switch reply.status {
    case 200..<300:
      let alone = reply.json?.object.flatMap { ShownLink(hoko: $0, in: reply) }
      guard let links = reply.hokoLinks ?? alone.map({ [$0] }) else { return .unreadable(reply) }
      return body(links)
    case 400 where reply.hokoRefusal != nil: return body([])
    default: return reply.hokoFailure()
    }
  }

  func walk() -> (any Listing)? {
    WholeListing(PlainPages(HokoPages(order: .oldest, usual: HokoPages.most), overlap: 1))
  }
}
