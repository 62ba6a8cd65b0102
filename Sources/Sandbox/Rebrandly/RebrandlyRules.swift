// The Rebrandly stand-in: paths, keys, workspaces and refusals, which are 403s (others.md section 2.3, others-2.md
// section 3).

import HTTP
import Records

/// Rebrandly's API of links, tags and domains.
struct RebrandlyRules: ProviderRules {
  static let provider = SandboxProvider.rebrandly
  static let routes = [
    Route("POST", "/v1/links", .createOne), Route("PUT", "/v1/links", .create),
    Route("GET", "/v1/links", .list), Route("DELETE", "/v1/links", .delete),
    Route("GET", "/v1/links/count", .count), Route("POST", "/v1/links/*", .update),
    Route("POST", "/v1/links/*/favourite", .update), Route("GET", "/v1/links/*/tags", .tags),
    Route("POST", "/v1/links/*/tags/*", .tags), Route("DELETE", "/v1/links/*/tags/*", .tags),
    Route("DELETE", "/v1/links/*", .deleteOne), Route("GET", "/v1/links/*", .get),
    Route("GET", "/v1/tags", .tags), Route("GET", "/v1/domains", .domains),
    Route("GET", "/v1/workspaces", .resources), Route("GET", "/v1/account", .me),
  ]

  let options: RebrandlyOptions
  /// A 429 comes with headers that tell the limit and its reset (B).
  ///
  /// Their names are a guess, and so is that they come with other answers too.
  let rateHabit = RateHabit(sendsHeaders: true, hint: .none)
  var links: LinkShelf

  init(_ options: SandboxOptions) {
    var own = options.rebrandly
    own.tags += RebrandlyTag.seeded(options.shape)
    self.options = own
    links = LinkShelf(
      of: Self.self, options,
      foldedDomains: own.isCaseSensitive ? [] : Set(own.domains.map(\.name)))
  }

  /// Ten requests in a second; at the host of bulk creates one (B).
  let limits = [
    DocumentedLimit(RateLimit(1, per: .seconds(1)), for: [.create]),
    DocumentedLimit(
      RateLimit(10, per: .seconds(1)), for: Set(SandboxOperation.allCases).subtracting([.create])),
  ]

  var firstLinks: [SandboxLink] {
    options.links.map { link in
      var link = link
      if link.group.isEmpty { link.group = options.workspaces.first ?? "" }
      return link
    }
  }

  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    let domain = options.rebrandly.domains.first ?? RebrandlyOptions.firstDomain
    var link = SandboxLink.seeded(id, at: domain.name, "p\(number)", number: number)
    link.group = options.rebrandly.workspaces.first ?? ""
    return link
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    slug.hasPrefix("p") ? Int(slug.dropFirst()) : nil
  }

  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape) {
    let ids = shape.tagNumbers(of: index).map { JSONValue.string(RebrandlyTag.seeded($0).id) }
    if !ids.isEmpty { link.set("tagIDs", .array(ids)) }
  }

  mutating func linkOfOther(to url: String) -> SandboxLink {
    let domain = options.domains.first ?? RebrandlyOptions.firstDomain
    var link = SandboxLink(
      id: nextID, domain: domain.name, slug: freeSlug(at: domain.name), url: url,
      fields: ["title": "Untitled"])
    link.group = options.workspaces.first ?? ""
    return link
  }

  /// A slashtag as the provider chooses it.
  mutating func freeSlug(at domain: String) -> String {
    links.freeSlug(at: domain, length: 7, SeededID.digits + SeededID.lowerCase)
  }

  func caller(of call: Call) throws(Refusal) -> String {
    guard call.operation != .other else { throw Self.error(404, "NotFound", "Not found") }
    guard let key = call.request.headers["apikey"], key == SandboxKey.full(.rebrandly) else {
      throw Refusal(401, ["error": "Unauthorized"])
    }
    return key
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    let workspace = try workspace(of: call)
    switch call.operation {
    case .createOne:
      let object = call.object ?? [:]
      return .json(.object(shown(try create(object, in: workspace, at: now))))
    case .create: return try createMany(call, in: workspace, at: now)
    case .update: return .json(.object(shown(try update(call, in: workspace, at: now))))
    case .deleteOne: return try delete(call, in: workspace)
    case .delete: return try deleteMany(call, in: workspace)
    case .get: return .json(.object(shown(try link(call.name, in: workspace))))
    case .list: return try list(call, in: workspace)
    case .count:
      let isFound: LinkView.Filter = { Self.isFound($0, call, in: workspace) }
      let name = "count \(workspace) \(call.query.pairs)"
      let found = links.list(name, isRising: true, where: isFound)
      return .json(["count": .int(found.count)])
    case .tags: return try tags(call, in: workspace, at: now)
    default: return account(call.operation)
    }
  }

  /// The workspace that a header or the query names, the main one where neither does.
  ///
  /// An empty name is none: the official client sends one.
  private func workspace(of call: Call) throws(Refusal) -> String {
    let named = call.request.headers["workspace"] ?? call.query["workspace"] ?? ""
    let name = named.isEmpty ? options.workspaces.first ?? "" : named
    guard options.workspaces.contains(name) else {
      throw Self.error(404, "NotFound", "Workspace not found", source: "workspace")
    }
    return name
  }

  func link(_ id: String, in workspace: String) throws(Refusal) -> SandboxLink {
    guard let link = links[id], link.group == workspace else {
      throw Self.error(404, "NotFound", "Link not found", source: "link")
    }
    return link
  }

  static func error(
    _ status: Int, _ code: String, _ message: String, source: String? = nil
  ) -> Refusal {
    var object: JSONObject = ["message": .string(message), "code": .string(code)]
    if let source { object.append("source", .string(source)) }
    return Refusal(status, object)
  }

  /// What cannot be is a 403 that names the field.
  static func invalid(_ property: String, _ code: String = "InvalidFormat") -> Refusal {
    let words = "\(property) is not valid"
    let error: JSONValue = [
      "code": .string(code), "property": .string(property), "message": .string(words),
    ]
    return Refusal(403, ["message": .string(words), "code": .string(code), "errors": [error]])
  }

  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    let isRate = status == 429
    return Self.error(
      status, isRate ? "TooManyRequests" : "BadRequest",
      isRate ? "Rate limit exceeded" : "Bad request"
    ).response
  }
}
