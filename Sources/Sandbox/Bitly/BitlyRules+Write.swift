// Bitly's creates, changes and the few deletes that there are (others-2.md, section 2).

import HTTP
import Records

extension BitlyRules {
  /// Shortens a destination, or answers with the link that the group has for it.
  mutating func create(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let object = call.object ?? [:]
    let group = object["group_guid"]?.filledString ?? options.groups.first ?? ""
    try checkGroup(group)
    let url = try destination(object)
    let domain = object["domain"]?.filledString ?? options.domains.first ?? ""
    guard options.domains.contains(domain) else {
      throw Self.error(400, "INVALID_ARG_DOMAIN", field: "domain")
    }
    try check(object, at: now)
    let keyword = object["keyword"]?.filledString
    if object["force_new_link"] != true,
      let old = links.links(to: url).first(where: { $0.group == group && $0.domain == domain })
    {
      guard let keyword, options.keywordOnExisting == .added else {
        return .json(.object(shown(old)))
      }
      return .json(.object(shown(try add("\(domain)/\(keyword)", to: old, 400, at: now))))
    }
    if let keyword { try checkFree("\(domain)/\(keyword)", 400) }
    try takeEncode()
    let hash = links.freeSlug(at: domain, length: 7, SeededID.digits + SeededID.letters)
    let slug = options.keywords == .inID ? keyword ?? hash : hash
    var link = SandboxLink(id: "\(domain)/\(slug)", domain: domain, slug: slug, url: url)
    link.group = group
    link.take(["title", "tags", "expiration_at", "deeplinks"], from: object)
    if let keyword {
      link.set("custom_bitlinks", [.string("https://\(domain)/\(keyword)")])
      customs["\(domain)/\(keyword)"] = link.id
    }
    return .json(.object(shown(links.create(link, at: now))), status: 201)
  }

  /// Gives a link a further short link.
  private mutating func add(
    _ custom: String, to link: SandboxLink, _ status: Int, at now: Timestamp
  ) throws(Refusal) -> SandboxLink {
    try checkFree(custom, status)
    var new = link
    let all = link.texts("custom_bitlinks") + ["https://\(custom)"]
    new.set("custom_bitlinks", .array(all.map(JSONValue.string)))
    customs[custom] = link.id
    return links.replace(link, with: new, at: now)
  }

  private func checkFree(_ custom: String, _ status: Int) throws(Refusal) {
    guard customs[custom] == nil, links.any(custom) == nil else {
      throw Self.error(status, "ALREADY_EXISTS", field: "keyword")
    }
  }

  private mutating func takeEncode() throws(Refusal) {
    if let quota = options.quota, encodes >= quota {
      throw Self.error(429, "MONTHLY_LIMIT_EXCEEDED")
    }
    encodes += 1
  }

  /// A new destination costs what a new link costs, and free accounts cannot have it.
  mutating func update(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let object = call.object ?? [:]
    let old = try link(call.name)
    try check(object, at: now)
    var link = old
    if object["long_url"] != nil, object["long_url"] != .string(old.url) {
      let url = try destination(object)
      guard options.isPaid else { throw Self.error(402, "UPGRADE_REQUIRED") }
      try takeEncode()
      link.url = url
      link.set("isEdited", true)
    }
    link.take(["title", "tags", "archived", "expiration_at", "deeplinks"], from: object)
    return .json(.object(shown(links.replace(old, with: link, at: now))))
  }

  /// One change of tags or archive for at most 100 links of a group; the answer lists the IDs of those it changed.
  mutating func changeMany(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    try checkGroup(call.name)
    let object = call.object ?? [:]
    let ids = object["links"]?.array?.compactMap(\.string) ?? []
    guard (1...100).contains(ids.count) else {
      throw Self.error(400, "INVALID_ARG_LINKS", field: "links")
    }
    guard !options.needsAction || object["action"]?.filledString != nil else {
      throw Self.error(400, "INVALID_ARG_ACTION", field: "action")
    }
    let archive = object["archive"]?.bool
    let added = object["add_tags"]?.array?.compactMap(\.string) ?? []
    let removed = Set(object["remove_tags"]?.array?.compactMap(\.string) ?? [])
    guard archive != nil || !added.isEmpty || !removed.isEmpty else {
      throw Self.error(400, "INVALID_ARG_ACTION", field: "action")
    }
    var changed: [JSONValue] = []
    for id in ids {
      guard let old = links[id], old.group == call.name else { continue }
      var link = old
      if let archive { link.set("archived", .bool(archive)) }
      let kept = old.texts("tags").filter { !removed.contains($0) }
      let tags = kept + added.filter { !kept.contains($0) }
      if tags != old.texts("tags") { link.set("tags", .array(tags.map(JSONValue.string))) }
      let isDifferent = shown(link) != shown(old)
      if isDifferent { _ = links.replace(old, with: link, at: now) }
      if isDifferent || options.changed == .found { changed.append(.string(id)) }
    }
    return .json(["links": .array(changed)])
  }

  mutating func delete(_ call: Call) throws(Refusal) -> HTTPResponse {
    guard options.hasDelete else { throw Self.error(404, "NOT_FOUND") }
    let link = try link(call.name)
    guard mayBeDeleted(link) else { throw Self.error(403, "FORBIDDEN") }
    _ = links.remove(link.id)
    return .json(["links_deleted": [["id": .string(link.id)]]])
  }

  /// A further short link for a link, new or another's.
  mutating func customise(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let object = call.object ?? [:]
    var link = try link(object["bitlink_id"]?.string ?? "")
    var custom = Self.bare(object["custom_bitlink"]?.string ?? "")
    if call.request.method == "PATCH" {
      custom = call.name
      guard let holder = customs[custom].flatMap({ links[$0] }) else {
        throw Self.error(404, "NOT_FOUND")
      }
      var left = holder
      let rest = holder.texts("custom_bitlinks").filter { Self.bare($0) != custom }
      left.set("custom_bitlinks", .array(rest.map(JSONValue.string)))
      _ = links.replace(holder, with: left, at: now)
      customs[custom] = nil
      link = try self.link(link.id)
    }
    let parts = custom.split(separator: "/", maxSplits: 1)
    guard parts.count == 2, options.domains.contains(String(parts[0])) else {
      throw Self.error(400, "INVALID_ARG_CUSTOM_BITLINK", field: "custom_bitlink")
    }
    link = try add(custom, to: link, 409, at: now)
    return .json(["custom_bitlink": .string(custom), "bitlink": .object(shown(link))])
  }

  /// The destination of a body, checked.
  private func destination(_ object: JSONObject) throws(Refusal) -> String {
    guard let text = object["long_url"]?.string, let url = WebURL(text), !url.host.isEmpty else {
      throw Self.error(400, "INVALID_ARG_LONG_URL", field: "long_url")
    }
    guard !options.domains.contains(url.host) else {
      throw Self.error(400, "ALREADY_A_BITLY_LINK", field: "long_url")
    }
    return text
  }

  private func check(_ object: JSONObject, at now: Timestamp) throws(Refusal) {
    for field in object.members where !Self.isTaken(field.name, field.value, at: now) {
      throw Self.error(422, "INVALID_ARG_\(field.name.uppercased())", field: field.name)
    }
  }

  private static func isTaken(_ name: String, _ value: JSONValue, at now: Timestamp) -> Bool {
    switch name {
    case "title": value.string != nil
    case "keyword": value.string?.wholeMatch(of: /[A-Za-z0-9_\-]*/) != nil
    case "tags": value.array?.allSatisfy { $0.string != nil } ?? false
    case "archived", "force_new_link": value.bool != nil
    case "deeplinks": value.array != nil
    // Five minutes to a year from now (C).
    case "expiration_at":
      value.string.flatMap { ISODate.milliseconds($0) }.map {
        (300_000...31_622_400_000).contains($0 - now.milliseconds)
      } ?? false
    default: true
    }
  }
}
