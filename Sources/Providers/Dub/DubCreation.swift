// Creating at Dub: `POST /links/bulk`, up to 100, answered by an array of links and refusals.

import HTTP
import Records

/// Creating links at Dub, each row judged by itself once the whole request is well-formed.
struct DubCreation: Creation {
  /// 100 links; the platform takes bodies of 4.5 MB, which links with very long URLs can exceed.
  let limit = BatchLimit(links: 100, bytes: 4_000_000)
  let way = "answered link by link"

  let fields = DubFields.creation

  let keptTexts = DubFields.keptTexts
  let namesConflicts = true
  let isJudgedByFields = true

  func link(
    _ fields: JSONObject, row: Int, allowingUnknown: Bool
  ) throws(InvalidLink) -> NewLink {
    try self.fields.check(fields, allowingUnknown: allowingUnknown)
    if !fields.hasPlainText(under: "url", URLHost.isPlain) {
      try DubFields.checkURL(fields["url"]?.string ?? "")
    }
    // An empty key is none to Dub.
    let key = fields["key"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if let key { try DubFields.checkKey(key) }
    let externalID = fields["externalId"]?.string.map(DubFields.bare(externalID:))
    if externalID == "" {
      throw .badValue(field: "externalId", reason: "is empty; leave it out instead")
    }
    return NewLink(
      row: row, fields: fields,
      key: key.map {
        LinkKey(
          domain: fields["domain"]?.string?.lowercased(), key: DubFields.normalized(key: $0),
          exact: $0)
      },
      externalID: externalID)
  }

  func name(of link: NewLink, by match: MatchKey) throws(InvalidLink) -> [String] {
    switch match {
    case .id: return []
    case .externalID:
      guard let id = link.externalID else { throw .missingField("externalId") }
      return [id.lowercased()]
    case .key:
      guard let key = link.key else { throw .missingField("key") }
      // The link could not be looked for: which domain is the workspace's own is not known.
      guard let domain = key.domain else { throw .missingField("domain") }
      return [domain, key.key]
    case .url:
      try checkParameters(of: link.fields)
      return [DubFields.asParsed(url: link.fields["url"]?.string ?? "").lowercased()]
    }
  }

  /// The upsert compares URLs before the parameters are merged into one or taken out of it, so that a row
  /// with such fields never finds the link that it has made, and would make another each time
  /// (`upsert/route.ts`).
  private func checkParameters(of row: JSONObject) throws(InvalidLink) {
    for name in DubFields.parameters where row[name] != nil {
      throw .badValue(
        field: name,
        reason: "cannot be given with --match url, since Dub would never find the link again;"
          + " write it into the url")
    }
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
    HTTPRequest(.post, "/links/bulk", array: links.map(\.json), isRepeatable: false)
  }

  func read(_ reply: Reply, for links: [NewLink]) -> Answer<Report> {
    let refusal = reply.dubRefusal
    switch (reply.status, refusal?.code) {
    case (200..<300, _):
      guard let items = reply.json?.array, items.count <= links.count else {
        return .unreadable(reply)
      }
      var correlation = DubCorrelation(links, in: reply)
      guard correlation.take(items) else { return .unreadable(reply) }
      return .content(correlation.report)
    // Already at the limit, or this batch would exceed it, in which case a smaller one may fit.
    case (403, "exceeded_limit"): return .overQuota(refusal ?? reply.unexpected)
    case (403, "forbidden") where refusal?.message.hasPrefix("You've reached your") == true:
      return .stop(.quotaUsedUp(refusal ?? reply.unexpected))
    // A webhook on a plan without webhooks refuses all rows for one.
    case (403, "forbidden") where refusal?.message.hasPrefix("You can only use") == true:
      return .refused(refusal ?? reply.unexpected)
    case (404, .some), (409, .some), (410, .some):
      return .stop(.keyRefused(refusal ?? reply.unexpected))
    case (422, _):
      guard let refusal else { return .failure(reply, nil) }
      return .refused(refusal, at: Self.index(in: refusal.message))
    default: return .failure(reply, refusal)
    }
  }

  /// The index in `too_big: [3].key: Too big: …`: only the first problem of a batch is named.
  static func index(in message: String) -> Int? {
    guard let path = message.split(separator: " ").first(where: { $0.hasPrefix("[") }),
      let end = path.firstIndex(of: "]")
    else { return nil }
    return Int(path[path.index(after: path.startIndex)..<end])
  }

  /// Keys, domains and external IDs stay as they are sent, but for what `DubFields.stored(key:)` knows.
  func contradicts(_ shown: ShownLink, _ link: NewLink) -> Bool {
    if shown.id == nil || shown.externalID != link.externalID { return true }
    guard let key = link.key else { return false }
    if let domain = key.domain, shown.key?.domain != domain { return true }
    return !link.hasExactKey(of: shown.object)
  }

  func isSame(_ found: ShownLink, as link: NewLink) -> Bool {
    if let id = link.externalID, found.externalID != id { return false }
    return found.object["url"]?.string.map { DubFields.isSameURL($0, asOf: link.fields) } == true
  }
}
