// What Short.io's creates, updates and bulk calls do to links (others-2.md, section 1).

import HTTP
import Records

extension ShortIORules {
  /// Fields that are taken and shown as they are; `redirectType`, `folderId` and `password` are shown otherwise.
  private static let plainFields: Set<String> = [
    "title", "tags", "expiresAt", "expiredURL", "ttl", "cloaking", "passwordContact", "utmSource",
    "utmMedium", "utmCampaign", "utmTerm", "utmContent", "androidURL", "iphoneURL", "clicksLimit",
    "skipQS", "archived", "splitURL", "splitPercent", "integrationGA", "integrationFB",
    "integrationTT", "integrationGTM", "integrationAdroll", "redirectType", "password", "createdAt",
  ]

  /// The domain that a create names by its host name.
  func domain(_ value: JSONValue?) -> ShortIODomain? {
    options.domains.first { $0.name == value?.string }
  }

  /// Makes a link or confirms one: the same path and URL, and the same URL without a path, are the link that is
  /// there.
  mutating func create(
    _ object: JSONObject, at domain: ShortIODomain?, allowing duplicates: Bool, _ call: Call,
    at now: Timestamp
  ) throws(Refusal) -> JSONObject {
    guard let domain else { throw failure(404, "Domain not found", call.operation) }
    try check(object, call, isNew: true)
    let url = object["originalURL"]?.string ?? ""
    if let path = object["path"]?.string {
      if let old = links.link(at: domain.name, path) {
        guard old.url == url else {
          throw failure(409, "Link already exists", call.operation)
        }
        return confirmed(old, isNew: false)
      }
    } else if !duplicates, let old = links.links(to: url).first(where: { $0.domain == domain.name })
    {
      return confirmed(old, isNew: false)
    }
    if let quota = options.quota, links.count >= quota {
      throw failure(402, "Link limit is reached", call.operation)
    }
    var link = SandboxLink(
      id: nextID, domain: domain.name,
      slug: object["path"]?.string ?? freeSlug(at: domain.name), url: url)
    link.take(Self.plainFields, from: object)
    link.set("FolderId", object["folderId"])
    return confirmed(links.create(link, at: now), isNew: true)
  }

  private func confirmed(_ link: SandboxLink, isNew: Bool) -> JSONObject {
    shown(link).with("success", true).with("duplicate", .bool(!isNew))
  }

  /// The answer is an array; in the place of an element that failed stands its error.
  mutating func createMany(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let body = try body(of: call)
    guard let rows = body["links"]?.array, (1...1000).contains(rows.count) else {
      throw failure(400, "links must be an array of 1 to 1000", call.operation)
    }
    guard let domain = domain(body["domain"]) else {
      throw failure(404, "Domain not found", call.operation)
    }
    let allows = body["allowDuplicates"]?.bool ?? false
    var made: [JSONValue] = []
    for row in rows {
      do throws(Refusal) {
        guard var object = row.object?.distinct else {
          throw failure(400, "links must be objects", call.operation)
        }
        if let folder = body["folderId"] { object = object.with("folderId", folder) }
        let allowed = object["allowDuplicates"]?.bool ?? allows
        made.append(.object(try create(object, at: domain, allowing: allowed, call, at: now)))
      } catch {
        let message = (try? JSONValue(parsing: error.response.body))?["message"] ?? .null
        let status = JSONValue.int(error.response.status)
        made.append(["error": message, "status": status, "success": false])
      }
    }
    bulkCreates += 1
    if options.order == .reversed { made.reverse() }
    if let after = options.shortAnswerAfter, bulkCreates == after + 1 { made.removeLast() }
    return .json(.array(made))
  }

  /// A change of one link; its domain and folder are not among what the schema lets one change.
  mutating func update(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let object = try body(of: call)
    guard let old = links[call.name] else { throw failure(404, "Link not found", call.operation) }
    try check(object, call, isNew: false)
    var link = old
    link.take(Self.plainFields, from: object)
    link.url = object["originalURL"]?.string ?? old.url
    link.slug = object["path"]?.string ?? old.slug
    if options.movesFolders, let folder = object["FolderId"] { link.set("FolderId", folder) }
    if let other = links.link(at: link.domain, link.slug), other.id != old.id {
      throw failure(
        409, "Link already exists", call.operation,
        beside: ["field": "path", "linkId": .string(other.id)])
    }
    return .json(.object(shown(links.replace(old, with: link, at: now))))
  }

  /// The calls for at most 150 links: delete, archive, and a tag that is added.
  ///
  /// One flag answers for all.
  mutating func changeMany(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let body = try body(of: call)
    let ids = body["link_ids"]?.array?.compactMap(\.string) ?? []
    // No limit is declared for tags.
    let most = call.operation == .tags ? Int.max : 150
    guard !ids.isEmpty, ids.count == body["link_ids"]?.array?.count, ids.count <= most,
      ids.allSatisfy(SandboxProvider.shortio.couldGive)
    else { throw failure(400, "body/link_ids is not valid", call.operation) }
    let unknown = ids.filter { links[$0] == nil }
    if !unknown.isEmpty {
      switch options.unknownIDs {
      case .passedOver, .reported: break
      case .refused: return .json(["success": false, "error": "Link not found"])
      case .notFound: throw failure(404, "Link not found", call.operation)
      }
    }
    if call.operation == .tags, body["tag"]?.filledString == nil {
      throw failure(400, "body must have required property 'tag'", call.operation)
    }
    for id in ids { change(id, call, tag: body["tag"], at: now) }
    guard unknown.isEmpty || options.unknownIDs == .passedOver else {
      return .json(["success": false, "error": "Some links were not found"])
    }
    return .json(["success": true])
  }

  private mutating func change(_ id: String, _ call: Call, tag: JSONValue?, at now: Timestamp) {
    guard call.operation != .delete else {
      _ = links.remove(id)
      return
    }
    guard let old = links[id] else { return }
    var link = old
    if call.operation == .tags, let tag = tag?.string {
      let tags = old.texts("tags")
      if !tags.contains(tag) { link.set("tags", .array((tags + [tag]).map(JSONValue.string))) }
    } else {
      link.set("archived", .bool(!call.request.path.hasPrefix("/links/unarchive")))
    }
    _ = links.replace(old, with: link, at: now)
  }

  /// Archives one link or brings it back.
  mutating func archive(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    guard let id = try body(of: call)["link_id"]?.string else {
      throw Refusal(400, ["error": "body must have required property 'link_id'"])
    }
    guard links[id] != nil else { throw Refusal(404, ["error": "Link not found"]) }
    change(id, call, tag: nil, at: now)
    return .json(["success": true])
  }

  /// Types are checked since 2025 (B): a boolean is no text, and a list is a list.
  private func check(_ object: JSONObject, _ call: Call, isNew: Bool) throws(Refusal) {
    guard !isNew || object["originalURL"] != nil else {
      throw failure(400, "body must have required property 'originalURL'", call.operation)
    }
    for field in object.members where !isTaken(field.name, field.value, isNew: isNew) {
      throw failure(
        400, "body/\(field.name) is not valid", call.operation,
        beside: isNew ? [:] : ["field": .string(field.name), "linkId": .string(call.name)])
    }
  }

  private func isTaken(_ name: String, _ value: JSONValue, isNew: Bool) -> Bool {
    if value == .null, name != "originalURL" { return !isNew && options.nulls == .clear }
    return switch name {
    case "originalURL": value.string.flatMap { WebURL($0) } != nil
    case "tags": value.array?.allSatisfy { $0.string != nil } ?? false
    case "allowDuplicates", "archived", "cloaking", "skipQS", "passwordContact": value.bool != nil
    case "redirectType": value.int64.map { [301, 302, 307, 308].contains($0) } ?? false
    case "clicksLimit": value.int64.map { $0 >= 1 } ?? false
    case "splitPercent": value.int64.map { (1...100).contains($0) } ?? false
    case "expiresAt", "ttl", "createdAt": value.string != nil || value.int64 != nil
    case let name where Self.plainFields.contains(name) || name == "path": value.string != nil
    default: true
    }
  }
}
