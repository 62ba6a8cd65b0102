// Looking for a link of Dub's by a name that a row gives it: by external ID, or by domain and key, both of which are
// exact; where the domain is not known, by what the list finds for the key; by its destination, for an upsert.

import HTTP
import Records

extension DubReading {
  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    switch name {
    case .id: return nil
    case .externalID:
      return link.externalID.map {
        info("externalId=" + PercentEncoding.encode(Dub.externalPrefix + $0))
      }
    case .key:
      guard let key = link.key else { return nil }
      let stored = PercentEncoding.encode(DubFields.stored(key: key.exact))
      guard let domain = key.domain ?? domain else { return list(finding: stored) }
      return info("domain=\(PercentEncoding.encode(domain))&key=\(stored)")
    case .url:
      guard let url = link.fields["url"]?.string, url.utf8.count <= 2_000 else { return nil }
      return list(finding: PercentEncoding.encode(DubFields.asParsed(url: url)))
    }
  }

  /// The list finds parts of URLs and keys, archived links only when asked for, and those in folders too.
  private func list(finding text: String) -> HTTPRequest {
    HTTPRequest(.get, "/links?showArchived=true&pageSize=100&search=" + text, isRepeatable: true)
  }

  func readSearch(_ reply: Reply, for link: NewLink, by name: MatchKey) -> Answer<Sighting> {
    switch (reply.status, reply.dubRefusal) {
    case (200, _) where name == .url: return find(link, byURLIn: reply)
    case (200, _):
      // Only of a key whose domain is not known a list is asked for.
      let mayBeList = name == .key && link.key?.domain == nil
      if mayBeList, let links = reply.dubLinks { return find(link, in: links) }
      guard let found = reply.json?.object.flatMap({ ShownLink(dub: $0, in: reply) }) else {
        return .unreadable(reply)
      }
      return Self.isNamed(found, as: link, by: name)
        ? .content(.there(found)) : .refused(.filterIgnored)
    case (404, .some(let why)) where why.message == "Link not found.": return .content(.notThere)
    case (404, .some(let why)): return .refused(why)
    // Another workspace has it, or it is in a folder that the key cannot read: there, and not ours.
    case (401, .some) where reply.dubSpeaksOfTheLink, (403, .some) where reply.dubSpeaksOfTheLink:
      return .content(.there(ShownLink()))
    case (_, let refusal): return .failure(reply, refusal)
    }
  }

  /// Whether a link has the name that was asked for, as Dub's database compares: without regard to case.
  private static func isNamed(_ found: ShownLink, as link: NewLink, by name: MatchKey) -> Bool {
    if name == .externalID {
      return found.externalID?.lowercased() == link.externalID?.lowercased()
    }
    return found.key?.key == link.key?.key
      && (link.key?.domain == nil || link.key?.domain == found.key?.domain)
  }

  /// A link in a folder may be hidden from the list, and a full page may hide any; of links with the key on
  /// several domains only the URL tells which is meant.
  private func find(_ link: NewLink, in links: [ShownLink]) -> Answer<Sighting> {
    let named = links.filter { $0.key?.key == link.key?.key }
    if let found = named.first(where: { DubCreation().isSame($0, as: link) }) {
      return .content(.there(found))
    }
    guard named.isEmpty, links.count < 100, link.fields["folderId"]?.string == nil else {
      let why = "the list does not show for certain whether a link with this key is there"
      return .refused(Refusal("not_seen", why))
    }
    return .content(.notThere)
  }

  /// The list finds parts of URLs, so that one that it does not show may be there.
  private func find(_ link: NewLink, byURLIn reply: Reply) -> Answer<Sighting> {
    guard let links = reply.dubLinks else { return .unreadable(reply) }
    let url = DubFields.asParsed(url: link.fields["url"]?.string ?? "").lowercased()
    let found = links.first { $0.object["url"]?.string?.lowercased() == url }
    return .content(found.map { .there($0) } ?? .notSeen)
  }
}
