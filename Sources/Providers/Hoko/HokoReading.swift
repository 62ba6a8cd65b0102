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

  func walk() -> (any Walk)? { HokoWalk() }
}

/// Every link of the workspace, 10,000 a request, oldest first.
///
/// Pages are offsets, so a link that is deleted meanwhile moves the later ones back by one. Each page
/// therefore begins with the last link of the page before; when it does not, the walk is not whole.
struct HokoWalk: Walk {
  private static let take = 10_000

  private var skip = 0
  private var last: String?
  private var isOver = false
  private(set) var isWhole = true

  func next() -> HTTPRequest? {
    isOver
      ? nil
      : HTTPRequest(.get, "/api/links?take=\(Self.take)&skip=\(skip)&sort=asc", isRepeatable: true)
  }

  func read(_ reply: Reply) -> Answer<WalkPage> {
    reply.hokoAnswer { $0.hokoLinks.map { WalkPage($0) } }
  }

  /// Only a page without a new link ends the walk: a server may give fewer than it is asked for.
  mutating func take(_ page: WalkPage, isNews: Bool) {
    let first = page.links.first?.id?.lowercased()
    if let last, first != last { isWhole = false }
    isOver = !isNews
    // No account has as many links, but a broken server may go on for ever.
    if skip > 10_000_000 { (isOver, isWhole) = (true, false) }
    last = page.links.last?.id?.lowercased()
    skip += max(0, page.links.count - 1)
  }
}
