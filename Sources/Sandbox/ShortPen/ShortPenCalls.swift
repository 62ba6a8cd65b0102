// Each call of ShortPen's API: which answer it gives over which state, and the plan's quota.

import HTTP
import Records

/// The calls, once it is known who asks and that the limit lets them.
struct ShortPenCalls: Sendable {
  var links: ShortPenState
  private var changesLeft: Int?

  init(_ links: ShortPenState) {
    self.links = links
    changesLeft = links.options.quota
  }

  mutating func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) throws(ShortPenError) -> HTTPResponse {
    switch operation {
    case .create: return try create(try ShortPenBody(request.body), at: now)
    case .update: return try edit(try ShortPenBody(request.body), at: now)
    case .delete: return try delete(request.body)
    case .list: return try list(request.query)
    case .me:
      return ShortPenReply.success(ShortPenResources.account(links.options, left: changesLeft))
    case .resources:
      return ShortPenReply.success(try ShortPenResources.listed(request.body, links.options))
    default:
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "text/plain"], body: Array("PONG".utf8))
    }
  }

  private mutating func takeQuota() throws(ShortPenError) {
    guard let left = changesLeft else { return }
    guard left > 0 else {
      throw ShortPenReply.failure(429, links.options.quotaWords)
    }
    changesLeft = left - 1
  }

  /// POST /v1/generate; the answer does not hold the new link's ID.
  private mutating func create(
    _ body: ShortPenBody, at now: Timestamp
  ) throws(ShortPenError) -> HTTPResponse {
    guard body.url != nil else { throw ShortPenReply.invalid("url is required") }
    guard let domain = body.domain else { throw ShortPenReply.invalid("domain_id is required") }
    let workspace = body.object["workspace_id"]?.int64 ?? links.workspaces.first
    var link = ShortPenLink(id: 0, workspace: workspace, slug: body.slug, domain: domain)
    try check(body, for: link)
    try takeQuota()
    body.apply(to: &link.fields)
    if body.wantsQR { link.fields["qr"] = Self.code }
    link.made = now
    return answer(links.create(link), isNew: true)
  }

  /// PUT and PATCH /v1/links, which are one: fields left out stay.
  private mutating func edit(
    _ body: ShortPenBody, at now: Timestamp
  ) throws(ShortPenError) -> HTTPResponse {
    guard let id = body.object["url_id"]?.int64 else {
      throw ShortPenReply.invalid("url_id must be one integer")
    }
    guard body.changesSomething else {
      throw ShortPenReply.invalid("at least one field to change is required")
    }
    guard let old = links.link(id) else { throw ShortPenReply.noMatch }
    var link = old
    link.slug = body.slug ?? link.slug
    link.domain = body.domain ?? link.domain
    link.workspace = body.object["workspace_id"]?.int64 ?? link.workspace
    try check(body, for: link)
    try takeQuota()
    body.apply(to: &link.fields)
    if body.wantsQR { link.fields["qr"] = Self.code }
    link.changed = now
    // A title that was never set stays as it was.
    if link.fields["title"] == nil { link.fields["title"] = old.shown(at: "")["title"] }
    links.replace(old, with: link)
    return answer(link, isNew: false)
  }

  /// What a link is put into and under which slug; the status for a slug that is taken is not documented.
  private mutating func check(
    _ body: ShortPenBody, for link: ShortPenLink
  ) throws(ShortPenError) {
    let options = links.options
    guard options.domains.contains(where: { $0.id == link.domain && $0.isActive }) else {
      throw ShortPenReply.invalid("domain_id is not an active domain")
    }
    guard let workspace = link.workspace, options.workspaces.contains(workspace) else {
      throw ShortPenReply.invalid("workspace_id is not known")
    }
    if let folder = body.object["folder_id"]?.int64 {
      guard options.folders.contains(where: { $0.id == folder }) else {
        throw ShortPenReply.invalid("folder_id is not known")
      }
    }
    let tags = body.object["tag_ids"]?.array?.compactMap(\.int64) ?? []
    guard tags.allSatisfy({ tag in options.tags.contains { $0.id == tag } }) else {
      throw ShortPenReply.invalid("tag_ids has a tag that is not known")
    }
    let besides = link.id == 0 ? nil : link.id
    if let slug = link.slug, links.isTaken(slug, at: link.domain, besides: besides) {
      throw ShortPenReply.invalid("custom_slug is already taken")
    }
  }

  private func answer(_ link: ShortPenLink, isNew: Bool) -> HTTPResponse {
    let shown = links.shown(link)
    return ShortPenReply.success([
      "link": shown["link"] ?? .null, "short_url": shown["short_url"] ?? .null,
      "created": .bool(isNew), "qr": shown["qr"] ?? .null,
    ])
  }

  private mutating func delete(_ body: [UInt8]) throws(ShortPenError) -> HTTPResponse {
    let ids = try Self.linkIDs(in: body)
    try takeQuota()
    let deleted = links.delete(ids)
    guard deleted > 0 else { throw ShortPenReply.noMatch }
    return ShortPenReply.success(
      ["deleted": .number(JSONNumber(deleted))], message: "Link successfully deleted")
  }

  /// The distinct IDs of `url_id`; what is no integer is left out, as long as one is.
  private static func linkIDs(in body: [UInt8]) throws(ShortPenError) -> Set<Int64> {
    guard let value = (try? JSONValue(parsing: body))?["url_id"] else {
      throw ShortPenReply.noValidID
    }
    let ids = Set((value.array ?? [value]).compactMap(\.int64))
    guard !ids.isEmpty else { throw ShortPenReply.noValidID }
    return ids
  }

  private mutating func list(_ query: Query) throws(ShortPenError) -> HTTPResponse {
    let page = try Self.number(query["page"], default: 1, "page")
    // What a limit above 100 does is not documented; the stand-in gives 100 links.
    let size = min(100, try Self.number(query["limit"], default: 100, "limit"))
    let first = Int(links.workspaces.first ?? 0)
    let workspace = try Self.number(query["workspace_id"], default: first, "workspace_id")
    let places = links.places(page, of: size, workspace: Int64(workspace))
    links.seam = [places.first, places.last].compactMap { $0 }.map {
      ShortPenPlace(workspace: Int64(workspace), place: $0)
    }
    let total = links.count(of: Int64(workspace))
    let members = [("count", places.count), ("total", total), ("page", page)].map { name, number in
      JSONObject.Member(name, .number(JSONNumber(number)))
    }
    let list = links.list(of: places, workspace: Int64(workspace))
    return ShortPenReply.success(list: list, beside: members)
  }

  private static func number(
    _ text: String?, default value: Int, _ name: String
  ) throws(ShortPenError) -> Int {
    guard let text else { return value }
    guard let number = Int(text), number >= 1 else {
      throw ShortPenReply.invalid("\(name) must be a positive integer")
    }
    return number
  }

  /// A PNG of one pixel, in place of a code that nobody scans.
  private static let code: JSONValue =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
}
