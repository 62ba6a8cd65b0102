// The Bitly stand-in: paths, groups, limits of which no header tells, and its envelope of errors (others.md section
// 2.4, others-2.md section 2).

import HTTP
import Records

/// Bitly's API, version 4, of links and groups.
struct BitlyRules: ProviderRules {
  static let provider = SandboxProvider.bitly
  static let routes = [
    Route("POST", "/v4/shorten", .create), Route("POST", "/v4/bitlinks", .create),
    Route("PATCH", "/v4/groups/*/bitlinks", .update),
    Route("GET", "/v4/groups/*/bitlinks", .list), Route("GET", "/v4/groups", .groups),
    Route("PATCH", "/v4/bitlinks/**", .updateOne), Route("DELETE", "/v4/bitlinks/**", .deleteOne),
    Route("GET", "/v4/bitlinks/**", .get), Route("POST", "/v4/expand", .info),
    Route("POST", "/v4/custom_bitlinks", .rename),
    Route("PATCH", "/v4/custom_bitlinks/**", .rename),
    Route("GET", "/v4/user", .me), Route("GET", "/v4/user/platform_limits", .resources),
  ]

  let options: BitlyOptions
  let rateHabit = RateHabit.silent
  var links: LinkShelf
  /// Further short links, `domain/keyword`, and the IDs of the links that they lead to.
  var customs: [String: String] = [:]
  /// What was shortened in the month.
  var encodes = 0

  init(_ options: SandboxOptions) {
    self.options = options.bitly
    links = LinkShelf(of: Self.self, options)
    for link in firstLinks {
      for custom in link.texts("custom_bitlinks") { customs[Self.bare(custom)] = link.id }
    }
  }

  /// Five requests at once; of lists 150 in a minute and 1,500 in an hour.
  ///
  /// The numbers of other calls were not to be seen: 100 and 1,000 are the stand-in's own, each call by itself.
  let limits =
    [DocumentedLimit(RateLimit(5, per: .seconds(1), kind: .concurrency))]
    + SandboxOperation.allCases.flatMap { operation in
      let minute = operation == .list ? 150 : 100
      return [
        DocumentedLimit(RateLimit(minute, per: .seconds(60)), for: [operation]),
        DocumentedLimit(RateLimit(10 * minute, per: .seconds(3600)), for: [operation]),
      ]
    }

  var firstLinks: [SandboxLink] {
    options.links.map { link in
      var link = link
      if link.group.isEmpty { link.group = options.groups.first ?? "" }
      return link
    }
  }

  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
    var link = SandboxLink.seeded(
      id, at: parts.first ?? "", parts.count == 2 ? parts[1] : "", number: number)
    link.group = options.bitly.groups.first ?? ""
    return link
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    SeededID.index(ofRuled: "\(BitlyOptions.firstDomain)/\(slug)", at: provider, upTo: .max)
  }

  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape) {
    link.set("tags", shape.tagNames(of: index))
    if shape.isArchived(index) { link.set("archived", true) }
  }

  mutating func linkOfOther(to url: String) -> SandboxLink {
    let domain = options.domains.first ?? ""
    let slug = links.freeSlug(at: domain, length: 7, SeededID.digits + SeededID.letters)
    var link = SandboxLink(id: "\(domain)/\(slug)", domain: domain, slug: slug, url: url)
    link.group = options.groups.first ?? ""
    return link
  }

  /// Only what nobody chose, changed or followed can go, where anything can.
  var mayBeDeleted: LinkView.Filter {
    let hasDelete = options.hasDelete
    return { link in
      hasDelete && link.texts("custom_bitlinks").isEmpty && link.fields["isEdited"] == nil
        && link.visits == 0
    }
  }

  func caller(of call: Call) throws(Refusal) -> String {
    guard call.operation != .other else { throw Self.error(404, "NOT_FOUND") }
    guard let key = call.request.headers["Authorization"],
      key == "Bearer \(SandboxKey.full(.bitly))"
    else { throw Self.error(403, "FORBIDDEN") }
    return key
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    switch call.operation {
    case .create: return try create(call, at: now)
    case .update: return try changeMany(call, at: now)
    case .updateOne: return try update(call, at: now)
    case .deleteOne: return try delete(call)
    case .rename: return try customise(call, at: now)
    case .get: return .json(.object(shown(try link(call.name))))
    case .info:
      let link = try link(call.object?["bitlink_id"]?.string ?? "")
      return .json([
        "created_at": shown(link)["created_at"] ?? .null, "id": .string(link.id),
        "link": .string("https://\(link.id)"), "long_url": .string(link.url),
      ])
    case .list: return try list(call)
    default: return account(call)
    }
  }

  /// The link of an ID or of one of its further short links.
  func link(_ id: String) throws(Refusal) -> SandboxLink {
    guard let link = links[id] ?? customs[id].flatMap({ links[$0] }) else {
      throw Self.error(404, "NOT_FOUND")
    }
    return link
  }

  func checkGroup(_ guid: String) throws(Refusal) {
    guard options.groups.contains(guid) else { throw Self.error(403, "FORBIDDEN") }
  }

  /// A short link without its scheme.
  static func bare(_ link: String) -> String {
    link.firstRange(of: "://").map { String(link[$0.upperBound...]) } ?? link
  }

  static func error(_ status: Int, _ message: String, field: String? = nil) -> Refusal {
    var object: JSONObject = [
      "message": .string(message), "resource": "bitlinks",
      "description": .string(descriptions[status] ?? "The value provided is invalid."),
    ]
    if let field {
      object.append(
        "errors", [["field": .string(field), "message": "", "error_code": "invalid"]])
    }
    return Refusal(status, object)
  }

  private static let descriptions = [
    402: "You must upgrade to access this resource.",
    403: "You are currently forbidden to access this resource.",
    404: "What you are looking for cannot be found.", 409: "The resource already exists.",
    429: "You have reached your limit.",
  ]

  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    guard status == 429 else { return Self.error(status, "BAD_REQUEST").response }
    guard options.rateStatus == .forbidden else {
      return Self.error(429, "RATE_LIMIT_EXCEEDED").response
    }
    var response = Self.error(403, "FORBIDDEN").response
    response.headers["X-Ratelimit-Reason"] = "RATE_LIMIT_EXCEEDED"
    return response
  }
}
