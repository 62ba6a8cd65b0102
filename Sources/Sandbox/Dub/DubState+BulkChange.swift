// PATCH /links/bulk (Dub dossier, section 1.3), with the trap of its first table: every parameter of a
// new URL is written into the column of its name.

import Records

extension DubState {
  /// Changes links; the answer is in the order in which they were made, not in the request's.
  mutating func changeBulk(
    _ change: DubBody.Change, at now: Timestamp
  ) throws(DubError) -> [JSONValue] {
    let found = links(of: change)
    try checkBulkNames(change.data, at: now)
    var barred: [JSONValue] = []
    var refused: [JSONValue] = []
    var changes: [(old: DubLink, new: DubLink)] = []
    for link in found {
      guard workspace.bulkAccess(to: link.folderID) == .write else {
        let folder = link.folderID ?? ""
        let words = "You don't have permission to update links in this folder: \(folder)"
        barred.append(Self.item(link, DubReply.forbidden(words)))
        continue
      }
      do throws(DubError) {
        changes.append((link, try merged(change.data, into: link, at: now)))
      } catch {
        refused.append(Self.item(link, error))
      }
    }
    let updated = try store(changes, change.data, at: now)
    return updated + missing(change, found) + barred + refused
  }

  /// The links that are asked for: by IDs alone where there are any, else by external IDs.
  private func links(of change: DubBody.Change) -> [DubLink] {
    let candidates =
      change.linkIDs.isEmpty
      ? change.externalIDs.map { link(externalID: $0) } : change.linkIDs.map { link(withID: $0) }
    var seen: Set<String> = []
    return candidates.compactMap { $0 }.filter { !$0.isForeign && seen.insert($0.id).inserted }
      .sorted { $0.serial < $1.serial }
  }

  /// An item for every ID that was not found, of a repeated one several; here letters must match exactly.
  private func missing(_ change: DubBody.Change, _ found: [DubLink]) -> [JSONValue] {
    let ids = Set(found.map(\.id))
    let externalIDs = Set(found.compactMap(\.externalID))
    let unknown =
      change.linkIDs.filter { !ids.contains($0) }
      + change.externalIDs.filter { !externalIDs.contains($0) }
    return unknown.map {
      ["error": "Link not found", "code": "not_found", "link": ["id": .string($0)]]
    }
  }

  private static func item(_ link: DubLink, _ error: DubError) -> JSONValue {
    ["error": .string(error.message), "code": .string(error.code), "link": .object(link.rawRow)]
  }

  /// What refuses the whole request; a tag name that stands twice does too, with nothing listed.
  private func checkBulkNames(_ data: JSONObject, at now: Timestamp) throws(DubError) {
    let rules = rules(at: now)
    let tags = DubRules.tagIDs(data) == nil ? data : data.without(["tagNames"])
    if let error = rules.unknownTags(tags) { throw error }
    let names = DubRules.texts(tags["tagNames"]).map { $0.lowercased() }
    guard Set(names).count == names.count else {
      throw DubReply.unprocessable("Invalid tagNames detected: ")
    }
    try rules.checkWebhooks(data)
    if workspace.role == .owner {
      guard data["folderId"]?.string.map({ workspace.folders[$0] != nil }) ?? true else {
        throw DubReply.folderNotFound
      }
    } else {
      try workspace.checkWritable(data["folderId"]?.string)
    }
  }

  /// The link with the data in it: the URL word for word, utm fields in their columns alone.
  private func merged(
    _ data: JSONObject, into old: DubLink, at now: Timestamp
  ) throws(DubError) -> DubLink {
    var link = old
    if let url = data["url"]?.string { link.destination = url }
    link.takeColumns(data, at: now)
    for name in DubColumns.utm {
      if let value = data[name] { link[name] = value }
    }
    try rules(at: now).check(link)
    link.tags = tags(of: data, together: false) ?? old.tags
    if let webhooks = data["webhookIds"] { link["webhookIds"] = webhooks }
    return link
  }

  /// Stores links one by one; what was stored before one fails stays.
  private mutating func store(
    _ changes: [(old: DubLink, new: DubLink)], _ data: JSONObject, at now: Timestamp
  ) throws(DubError) -> [JSONValue] {
    guard !changes.isEmpty else { return [] }
    let parameters = data["url"]?.string.flatMap { WebURL($0) }?.parameters ?? []
    guard data["ref"] == nil, parameters.allSatisfy({ DubColumns.holdsText($0.name) }) else {
      throw DubReply.internalError
    }
    if let text = data["expiresAt"]?.filledString, case .natural = DubDate(text, at: now) {
      throw DubReply.internalError
    }
    var updated: [JSONValue] = []
    for (old, new) in changes {
      var link = new
      if parameters.contains(where: { $0.name == "key" || $0.name == "domain" }) {
        link.storedShortLink = link.shortLink
      }
      for (name, value) in parameters { link[name] = .string(value) }
      link.changed = now
      guard replace(old, with: link) else { throw DubReply.internalError }
      updated.append(.object(shown(link)))
    }
    return updated
  }
}
