// PATCH /links/{id} and PUT /links/upsert (Dub dossier, sections 2 and 10).

import Records

extension DubState {
  /// Changes one link; a change that changes nothing shows the raw row.
  mutating func change(
    _ link: DubLink, _ body: JSONObject, at now: Timestamp
  ) throws(DubError) -> JSONObject {
    try workspace.checkWritable(link.folderID)
    if isUnchanged(link, by: body) { return link.rawRow }
    return try store(body, in: link, at: now)
  }

  /// Changes the oldest link that leads to the URL, whatever else is given, or makes one.
  mutating func upsert(_ body: JSONObject, at now: Timestamp) throws(DubError) -> JSONObject {
    guard let link = link(url: body["url"]?.string ?? "") else {
      return try create(body, at: now)
    }
    try workspace.checkWritable(link.folderID)
    if isUnchanged(link, by: body) { return shown(link) }
    return try store(body, in: link, at: now)
  }

  private mutating func store(
    _ body: JSONObject, in old: DubLink, at now: Timestamp
  ) throws(DubError) -> JSONObject {
    var link = old
    link.merge(body, at: now)
    link.domain = body["domain"]?.filledString ?? link.domain
    try rules(at: now).check(link)
    let key = body["key"]?.filledString
    if key != nil || link.domain != old.domain {
      link.key = try freeKey(key ?? old.shownKey, domain: link.domain, besides: old)
      link.storedShortLink = nil
    }
    guard !isExternalIDTaken(link, by: old) else { throw DubReply.duplicateExternalID }
    try checkNames(body, at: now)
    link.tags = tags(of: body, together: false) ?? old.tags
    if let webhooks = body["webhookIds"] { link["webhookIds"] = webhooks }
    link.changed = now
    guard replace(old, with: link) else { throw DubReply.duplicateKey }
    return shown(link)
  }

  /// Whether every field that is given is what the row has already; tags and webhooks are in no row, and
  /// dates are other values there.
  private func isUnchanged(_ link: DubLink, by body: JSONObject) -> Bool {
    let elsewhere: Set<String> = [
      "tagIds", "tagNames", "tagId", "webhookIds", "ref", "expiresAt", "testStartedAt",
      "testCompletedAt",
    ]
    return body.members.allSatisfy { !elsewhere.contains($0.name) && link[$0.name] == $0.value }
  }
}
