// A new link from a request's fields, alone or as a row of a bulk create: what both forms share.

import Records

extension DubState {
  /// A row that may be stored: what was sent, and the link that it makes.
  struct Row {
    var body: JSONObject
    var link: DubLink

    /// The row as Dub has it before it is stored: with domain, key and merged URL, without an ID.
    var processed: JSONObject {
      let dropped = Set(DubLink.utmFields + ["keyLength", "prefix"])
      return body.without(dropped).with("domain", .string(link.domain)).with(
        "key", .string(link.shownKey)
      ).with("url", .string(link.url)).with("projectId", link["projectId"]).with(
        "userId", link["userId"])
    }
  }

  func rules(at now: Timestamp) -> DubRules { DubRules(workspace: workspace, now: now) }

  /// Refuses where the month's links are used up, or where so many more would be too many.
  func checkQuota(adding count: Int? = nil) throws(DubError) {
    guard let quota = workspace.quota, workspace.plan != .enterprise else { return }
    if let count {
      guard usage + count <= quota else {
        throw DubReply.quota(quota, on: workspace.plan, code: "exceeded_limit")
      }
    } else if usage >= quota {
      throw DubReply.quota(quota, on: workspace.plan, code: "forbidden")
    }
  }

  /// What Dub makes of the fields of a new link, or why it makes none (Dub dossier, section 1.2).
  mutating func row(
    _ body: JSONObject, inBulk: Bool, at now: Timestamp
  ) throws(DubError) -> Row {
    var link = DubLink(body, in: workspace, at: now)
    let rules = rules(at: now)
    if body["key"]?.string == "_root" { link.key = "_root" }
    try rules.check(link)
    if let key = body["key"]?.filledString {
      link.key = try freeKey(key, domain: link.domain)
    } else {
      link.key = randomKey(body, domain: link.domain)
    }
    if inBulk {
      try rules.checkBulkImage(link)
    } else if let image = link["image"].string, !Self.isUsableImage(image) {
      link["image"] = .null
    }
    link.tags = tags(of: body, together: inBulk) ?? []
    if let webhooks = body["webhookIds"] { link["webhookIds"] = webhooks }
    return Row(body: body, link: link)
  }

  /// The key as it is stored, where it is allowed and no link of any workspace has it.
  mutating func freeKey(
    _ key: String, domain: String, besides old: DubLink? = nil
  ) throws(DubError) -> String {
    guard let stored = DubKey.stored(key) else { throw DubReply.unprocessable("Invalid key.") }
    guard !DubKey.isReserved(stored) else {
      throw DubReply.forbidden(
        "\(stored) is a reserved path and cannot be used as a short link.")
    }
    if let other = link(domain: domain, key: stored), other.id != old?.id {
      throw DubReply.duplicateKey
    }
    return stored
  }

  private mutating func randomKey(_ body: JSONObject, domain: String) -> String {
    let prefix = body["prefix"]?.filledString.flatMap(DubKey.stored)
    let length = body["keyLength"]?.number?.double.map { Int($0) } ?? 7
    var key: String
    repeat {
      key = (prefix.map { $0 + "/" } ?? "") + DubKey.random(draw(), length: length)
    } while link(domain: domain, key: key) != nil
    return key
  }

  /// The IDs of a request's tags in their order: by IDs and names together, or by IDs before names.
  ///
  /// `nil` where it names neither.
  func tags(of body: JSONObject, together: Bool) -> [String]? {
    let ids = DubRules.tagIDs(body)
    if let ids, !together { return ids }
    guard ids != nil || body["tagNames"] != nil else { return nil }
    var tags = ids ?? []
    for name in DubRules.texts(body["tagNames"]) {
      if let id = workspace.tagID(named: name), !tags.contains(id) { tags.append(id) }
    }
    return tags
  }

  /// POST /links, and PUT /links/upsert where no link leads to the URL.
  mutating func create(_ body: JSONObject, at now: Timestamp) throws(DubError) -> JSONObject {
    let row = try row(body, inBulk: false, at: now)
    guard !isExternalIDTaken(row.link, by: nil) else { throw DubReply.duplicateExternalID }
    try checkNames(body, at: now)
    guard let link = insert(row.link, batch: Int(truncatingIfNeeded: draw()), at: now) else {
      throw DubReply.duplicateKey
    }
    usage += 1
    return shown(link)
  }

  /// Refuses tags, folders and webhooks that a single create or change cannot name.
  func checkNames(_ body: JSONObject, at now: Timestamp) throws(DubError) {
    let rules = rules(at: now)
    // IDs win over names, which are then not looked at.
    let tags = DubRules.tagIDs(body) == nil ? body : body.without(["tagNames"])
    if let error = rules.unknownTags(tags) { throw error }
    try workspace.checkWritable(body["folderId"]?.string)
    try rules.checkWebhooks(body)
  }

  private static func isUsableImage(_ image: String) -> Bool {
    ["https://", "http://"].contains { image.hasPrefix($0) }
      || ["png", "jpeg", "gif", "webp"].contains { image.hasPrefix("data:image/\($0);base64,") }
  }
}
