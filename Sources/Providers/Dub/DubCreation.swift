// Creating at Dub: `POST /links/bulk`, up to 100, answered by an array of links and refusals.

import HTTP
import Records

/// Creating links at Dub, each row judged by itself once the whole request is well-formed.
struct DubCreation: Creation {
  /// 100 links; the platform takes bodies of 4.5 MB, which links with very long URLs can exceed.
  let limit = BatchLimit(links: 100, bytes: 4_000_000)
  let way = "answered link by link"

  let fields = DubFields.creation

  let externalIDField: String? = "externalId"
  let namingFields = ["key", "externalId", "url"]

  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    try DubFields.checkURL(fields["url"]?.string ?? "")
    // An empty key is none to Dub.
    let key = fields["key"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if let key { try DubFields.checkKey(key) }
    if fields["externalId"]?.string.map(DubFields.bare(externalID:)) == "" {
      throw .badValue(field: "externalId", reason: "is empty; leave it out instead")
    }
    return NewLink(
      row: row, fields: fields,
      key: key.map {
        LinkKey(
          domain: fields["domain"]?.string?.lowercased(), key: DubFields.normalized(key: $0),
          exact: $0)
      },
      externalID: fields["externalId"]?.string.map(DubFields.bare(externalID:)))
  }

  /// Tags are shown as objects and taken by their IDs; the first is shown once more by itself.
  func restoration(of shown: JSONObject) -> Restoration? {
    guard shown["id"]?.string != nil, shown["shortLink"]?.string != nil,
      shown["createdAt"]?.string != nil
    else { return nil }
    let tags = shown["tags"]?.array?.compactMap { $0["id"] } ?? []
    let added = tags.isEmpty ? [] : [JSONObject.Member("tagIds", .array(tags))]
    return Restoration(shown, fields, carrying: ["tagId", "tags"], as: added)
  }

  func request(for links: [NewLink]) -> HTTPRequest {
    HTTPRequest(
      .post, "/links/bulk", json: .array(links.map { .object($0.fields) }), isRepeatable: false)
  }

  func read(_ response: HTTPResponse, for links: [NewLink]) -> Answer<CreationReport> {
    let refusal = response.dubRefusal
    switch (response.status, refusal?.code) {
    case (200..<300, _):
      guard let items = response.json?.array, items.count <= links.count else {
        return .unreadable(response)
      }
      var correlation = DubCorrelation(links)
      guard correlation.take(items) else { return .unreadable(response) }
      return .content(correlation.report)
    // Already at the limit, or this batch would exceed it, in which case a smaller one may fit.
    case (403, "exceeded_limit"): return .overQuota(refusal ?? response.unexpected)
    case (403, "forbidden") where refusal?.message.hasPrefix("You've reached your") == true:
      return .stop(.quotaUsedUp(refusal ?? response.unexpected))
    // A webhook on a plan without webhooks refuses all rows for one.
    case (403, "forbidden") where refusal?.message.hasPrefix("You can only use") == true:
      return .refused(refusal ?? response.unexpected)
    case (404, .some), (409, .some), (410, .some):
      return .stop(.keyRefused(refusal ?? response.unexpected))
    case (422, _):
      guard let refusal else { return .failure(response, nil) }
      return .refused(refusal, at: Self.index(in: refusal.message))
    default: return .failure(response, refusal)
    }
  }

  /// The index in `too_big: [3].key: Too big: …`: only the first problem of a batch is named.
  static func index(in message: String) -> Int? {
    guard let path = message.split(separator: " ").first(where: { $0.hasPrefix("[") }),
      let end = path.firstIndex(of: "]")
    else { return nil }
    return Int(path[path.index(after: path.startIndex)..<end])
  }

  /// By external ID, or by domain and key, both of which are exact; where the domain is not known, by what
  /// the list finds for the key.
  func search(for link: NewLink, by name: MatchKey, domain: String?) -> HTTPRequest? {
    if name == .externalID {
      return link.externalID.map {
        HTTPRequest(
          .get, "/links/info?externalId=" + PercentEncoding.encode(Dub.externalPrefix + $0),
          isRepeatable: true)
      }
    }
    guard name == .key, let key = link.key else { return nil }
    let stored = PercentEncoding.encode(DubFields.stored(key: key.exact))
    guard let domain = key.domain ?? domain else {
      return HTTPRequest(
        .get, "/links?showArchived=true&pageSize=100&search=" + stored, isRepeatable: true)
    }
    return HTTPRequest(
      .get, "/links/info?domain=\(PercentEncoding.encode(domain))&key=\(stored)",
      isRepeatable: true)
  }

  func read(
    _ response: HTTPResponse, searchingFor link: NewLink, by name: MatchKey
  ) -> Answer<FoundLink?> {
    readSearch(response, for: link, by: name).map { found in
      found.map { FoundLink($0, age: response.age(ofDate: $0["createdAt"]?.string)) }
    }
  }

  private func readSearch(
    _ response: HTTPResponse, for link: NewLink, by name: MatchKey
  ) -> Answer<JSONObject?> {
    switch (response.status, response.dubRefusal) {
    case (200, _):
      if let links = response.json?.array?.compactMap(\.object) { return find(link, in: links) }
      guard let found = response.json?.object else { return .unreadable(response) }
      return Self.isNamed(found, as: link, by: name) ? .content(found) : .refused(.filterIgnored)
    case (404, .some(let why)) where why.message == "Link not found.": return .content(nil)
    case (404, .some(let why)): return .refused(why)
    // Another workspace has it, or it is in a folder that the key cannot read: there, and not ours.
    case (401, .some) where response.dubSpeaksOfTheLink,
      (403, .some) where response.dubSpeaksOfTheLink:
      return .content(JSONObject())
    case (_, let refusal): return .failure(response, refusal)
    }
  }

  /// Whether a link has the name that was asked for, as Dub's database compares: without regard to case.
  private static func isNamed(
    _ found: JSONObject, as link: NewLink, by name: MatchKey
  ) -> Bool {
    if name == .externalID {
      return found["externalId"]?.string?.lowercased() == link.externalID?.lowercased()
    }
    let domain = found["domain"]?.string?.lowercased()
    return DubFields.normalized(key: found["key"]?.string ?? "") == link.key?.key
      && (link.key?.domain == nil || link.key?.domain == domain)
  }

  /// A link in a folder may be hidden from the list, and a full page may hide any.
  private func find(_ link: NewLink, in links: [JSONObject]) -> Answer<JSONObject?> {
    let found = links.first {
      DubFields.normalized(key: $0["key"]?.string ?? "") == link.key?.key
        && isSame($0, as: link, isFound: true)
    }
    if found == nil, links.count >= 100 || link.fields["folderId"]?.string != nil {
      return .refused(Refusal("not_seen", "the list does not show a link with this key"))
    }
    return .content(found)
  }

  /// After a lost race the insert is dropped and another request's link comes back, so what comes back
  /// is held against what was sent.
  func isSame(_ found: JSONObject, as link: NewLink, isFound: Bool) -> Bool {
    if let id = link.externalID, found["externalId"]?.string != id { return false }
    return found["url"]?.string.map { DubFields.isSameURL($0, asOf: link.fields) } == true
  }
}
