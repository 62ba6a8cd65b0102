// Rebrandly's creates, changes and deletes (others-2.md, section 3).

import HTTP
import Records

extension RebrandlyRules {
  /// Makes a link; an empty text counts as none, since the official client sends such.
  mutating func create(
    _ object: JSONObject, in workspace: String, at now: Timestamp
  ) throws(Refusal) -> SandboxLink {
    let filled = JSONObject(object.members.filter { $0.value != "" })
    try check(filled)
    guard let url = filled["destination"]?.string else {
      throw Self.invalid("destination", "Required")
    }
    let domain = try domain(of: filled)
    if let quota = options.quota, links.tally.created >= quota {
      throw Self.error(403, "LimitExceeded", "The plan's links are used up", source: "links")
    }
    var link = SandboxLink(
      id: nextID, domain: domain.name,
      slug: filled["slashtag"]?.string ?? freeSlug(at: domain.name), url: url)
    // The code of a slashtag that is taken is a guess.
    guard links.link(at: link.domain, link.slug) == nil else {
      throw Self.invalid("slashtag", "AlreadyExists")
    }
    link.group = workspace
    // What a title is that nobody gave was not to be seen.
    link.set("title", filled["title"] ?? "Untitled")
    link.take(["description", "favourite", "ttl"], from: filled)
    return links.create(link, at: now)
  }

  private func domain(of object: JSONObject) throws(Refusal) -> RebrandlyDomain {
    let reference = object["domain"] ?? .null
    let id = object["domainId"]?.filledString ?? reference["id"]?.filledString
    let name = reference["fullName"]?.filledString
    if id == nil, name == nil {
      return options.domains.first ?? RebrandlyOptions.firstDomain
    }
    let found = options.domains.first { domain in
      id.map { $0 == domain.id } ?? (name == domain.name)
    }
    guard let found else { throw Self.error(404, "NotFound", "Domain not found", source: "domain") }
    return found
  }

  /// At most 25 links, each with a time to live and a domain; all of them or none.
  ///
  /// Such links are not listed.
  mutating func createMany(
    _ call: Call, in workspace: String, at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    guard options.hasBulkCreate else {
      throw Self.error(
        403, "OwnerFeatureNotIncluded", "Your plan does not include this", source: "links.bulk")
    }
    let rows = call.json?.array ?? []
    guard (1...25).contains(rows.count) else { throw Self.invalid("links") }
    let before = links
    var made: [JSONValue] = []
    do throws(Refusal) {
      for row in rows {
        guard let object = row.object?.distinct, object["ttl"] != nil else {
          throw Self.invalid("ttl")
        }
        made.append(.object(shown(try create(object, in: workspace, at: now))))
      }
    } catch {
      links = before
      throw error
    }
    return .json(.array(made))
  }

  /// A change of destination, title, description or favour; a slashtag stays what it is.
  mutating func update(
    _ call: Call, in workspace: String, at now: Timestamp
  ) throws(Refusal) -> SandboxLink {
    let object = call.object ?? [:]
    let old = try link(call.name, in: workspace)
    try check(object)
    if let slashtag = object["slashtag"], slashtag != .string(old.slug),
      options.slashtagChange == .refused
    {
      throw Self.invalid("slashtag")
    }
    var link = old
    link.url = object["destination"]?.string ?? old.url
    link.take(["title", "description", "favourite"], from: object)
    return links.replace(old, with: link, at: now)
  }

  mutating func delete(_ call: Call, in workspace: String) throws(Refusal) -> HTTPResponse {
    let link = try link(call.name, in: workspace)
    _ = links.remove(link.id)
    return .json(.object(shown(link)))
  }

  /// At most 25 links; how many went is all that is told.
  mutating func deleteMany(_ call: Call, in workspace: String) throws(Refusal) -> HTTPResponse {
    guard options.hasBulkDelete else { throw Self.error(404, "NotFound", "Not found") }
    let ids = call.object?["links"]?.array?.compactMap(\.string) ?? []
    guard (1...25).contains(ids.count) else { throw Self.invalid("links") }
    let own = ids.filter { links[$0]?.group == workspace }
    let count = own.count { links.remove($0) != nil }
    return .json(["count": .int(count)])
  }

  private func check(_ object: JSONObject) throws(Refusal) {
    for field in object.members {
      let isTaken =
        field.value == .null
        ? options.nulls == .clear && field.name != "destination"
        : Self.isTaken(field.name, field.value)
      guard isTaken else { throw Self.invalid(field.name) }
    }
    guard options.hasNotes || object["description"] == nil else {
      throw Self.error(
        403, "OwnerFeatureNotIncluded", "Your plan does not include notes", source: "links.notes")
    }
  }

  private static func isTaken(_ name: String, _ value: JSONValue) -> Bool {
    switch name {
    case "destination":
      value.string.map { $0.utf16.count <= 2048 && WebURL($0) != nil } ?? false
    case "slashtag": value.string?.wholeMatch(of: /[A-Za-z0-9_\-]{1,40}/) != nil
    case "title": value.string.map { (3...255).contains($0.utf16.count) } ?? false
    case "description": value.string.map { (3...2000).contains($0.utf16.count) } ?? false
    case "favourite": value.bool != nil
    case "domain": value.object != nil
    case "domainId": value.string != nil
    default: true
    }
  }

  /// The tags of the account, those of a link, and putting one on or taking it off (the paths of a link are inferred).
  mutating func tags(
    _ call: Call, in workspace: String, at now: Timestamp
  ) throws(Refusal) -> HTTPResponse {
    guard !call.names.isEmpty else { return .json(.array(options.tags.map(Self.shown))) }
    let old = try link(call.name, in: workspace)
    guard call.names.count == 2 else {
      let ids = old.texts("tagIDs")
      return .json(.array(options.tags.filter { ids.contains($0.id) }.map(Self.shown)))
    }
    guard let tag = options.tags.first(where: { $0.id == call.names[1] }) else {
      throw Self.error(404, "NotFound", "Tag not found", source: "tag")
    }
    let others = old.texts("tagIDs").filter { $0 != tag.id }
    let ids = call.request.method == "DELETE" ? others : others + [tag.id]
    var link = old
    link.set("tagIDs", .array(ids.map(JSONValue.string)))
    _ = links.replace(old, with: link, at: now)
    return .json(Self.shown(tag))
  }

  private static func shown(_ tag: RebrandlyTag) -> JSONValue {
    ["id": .string(tag.id), "name": .string(tag.name), "color": "3366ff"]
  }
}
