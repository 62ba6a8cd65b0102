// Reading at Bitly: one link by its ID or by a back-half of its own, and all of them group by group.

import HTTP
import Records

struct BitlyReading: Reading {
  /// The group that is listed; all of the key's where none is named.
  var group: String?

  /// What lists may not exceed, as the importer of another service has it; of other calls no figures are published.
  static let lists = RateClass(
    "list", RateLimit(requests: 150, per: .seconds(60)),
    RateLimit(requests: 1_500, per: .seconds(3_600)))

  func rateClass(of request: HTTPRequest) -> RateClass? {
    request.target.hasPrefix("/v4/groups/") ? Self.lists : nil
  }

  func request(for id: LinkID) -> HTTPRequest? {
    HTTPRequest(.get, Bitly.target(id.text), isRepeatable: true)
  }

  func read(_ reply: Reply, of id: LinkID) -> Answer<Sighting> { sighting(reply, of: id.text) }

  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    guard name == .key, let key = link.key else { return nil }
    return HTTPRequest(.get, Bitly.target(Self.name(of: key)), isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    sighting(reply, of: link.key.map(Self.name) ?? "")
  }

  /// The domain of rows that name none.
  private static func name(of key: LinkKey) -> String { "\(key.domain ?? "bit.ly")/\(key.exact)" }

  private func sighting(_ reply: Reply, of name: String) -> Answer<Sighting> {
    if reply.bitlyNotFound != nil { return .content(.notThere) }
    return reply.bitlyAnswer { json in
      let link = json.object.flatMap { ShownLink(bitly: $0, in: reply) }
      return link.flatMap { $0.isBitly(name) ? .there($0) : nil }
    }
  }

  func listing(_ filter: LinkFilter, lanes: Int) -> (any Listing)? {
    if let group { return WholeListing(CursorPages(BitlyPages(group: group))) }
    return PartedListing(Bitly.groups) { reply in
      reply.bitlyAnswer { json in
        let ids = json["groups"]?.array?.map { $0["guid"]?.string }
        return ids.flatMap { $0.contains(nil) ? nil : $0.compactMap(\.self) }
      }
    } part: { group in
      ListPart(
        name: group, words: "the group \(group)", pages: CursorPages(BitlyPages(group: group)))
    }
  }
}

/// Every link of a group, archived or not, 100 a page.
struct BitlyPages: CursorSource {
  let group: String

  func request(after cursor: String?) -> HTTPRequest {
    let after = cursor.map { "&search_after=" + PercentEncoding.encode($0) } ?? ""
    let path = "/v4/groups/\(PercentEncoding.encode(group))/bitlinks"
    return HTTPRequest(.get, path + "?size=100&archived=both" + after, isRepeatable: true)
  }

  /// The cursor of the last page is an empty text.
  func read(_ reply: Reply) -> Answer<LinkPage> {
    reply.bitlyAnswer { json in
      guard let links = json["links"]?.array,
        let cursor = json["pagination"]?["search_after"]?.string
      else { return nil }
      return LinkPage(links, cursor: cursor.isEmpty ? nil : cursor) {
        ShownLink(bitly: $0, in: reply)
      }
    }
  }
}
