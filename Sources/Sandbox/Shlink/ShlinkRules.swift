// The Shlink stand-in: paths, keys, and errors as RFC 9457 has them (others-2.md, section 5; what the dossier leaves
// out is from the server's source, 5.1.5).

import HTTP
import Records

/// The REST API of a Shlink server, which has neither limits nor calls for many links.
struct ShlinkRules: ProviderRules {
  static let provider = SandboxProvider.shlink
  static let routes = [
    Route("GET", "/rest/health", .ping), Route("GET", "/rest/v3/health", .ping),
    Route("POST", "/rest/v3/short-urls", .create), Route("GET", "/rest/v3/short-urls", .list),
    Route("PATCH", "/rest/v3/short-urls/**", .update),
    Route("DELETE", "/rest/v3/short-urls/**", .delete),
    Route("GET", "/rest/v3/short-urls/**", .get), Route("GET", "/rest/v3/domains", .domains),
  ]

  let options: ShlinkOptions
  let limits: [DocumentedLimit] = []
  let rateHabit = RateHabit.silent
  var links: LinkShelf

  init(_ options: SandboxOptions) {
    self.options = options.shlink
    links = LinkShelf(of: Self.self, options)
  }

  var firstLinks: [SandboxLink] { options.links }

  /// An ID is the code, at another domain than the server's own with that before it.
  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
    let isAway = parts.count == 2 && parts[0].contains(".")
    return .seeded(id, at: isAway ? parts[0] : "", isAway ? parts[1] : id, number: number)
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    SeededID.index(ofRuled: slug, at: provider, upTo: .max)
  }

  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape) {
    link.set("tags", shape.tagNames(of: index))
  }

  mutating func linkOfOther(to url: String) -> SandboxLink {
    let code = freeCode(at: "", length: 5)
    return SandboxLink(id: code, slug: code, url: url)
  }

  /// A code as the server chooses it.
  mutating func freeCode(at domain: String, length: Int) -> String {
    let letters = options.mode == .loose ? SeededID.lowerCase : SeededID.letters
    return links.freeSlug(at: domain, length: length, SeededID.digits + letters)
  }

  /// What was followed often cannot go, where the server is set so.
  var mayBeDeleted: LinkView.Filter {
    let threshold = options.deleteThreshold
    return { link in threshold.map { link.visits < $0 } ?? true }
  }

  func caller(of call: Call) throws(Refusal) -> String {
    switch call.operation {
    case .ping: return "health"
    case .other: throw problem(404, "not-found", "Not Found", "Not Found")
    default: break
    }
    guard let key = call.request.headers["X-Api-Key"], !key.isEmpty else {
      throw problem(
        401, "missing-authentication", "Invalid authorization",
        "Expected one of the following authentication headers, [\"X-Api-Key\"], but none were provided",
        beside: ["expectedHeaders": ["X-Api-Key"]])
    }
    guard key == SandboxKey.full(.shlink) else {
      throw problem(
        401, "invalid-api-key", "Invalid API key", "Provided API key does not exist or is invalid.")
    }
    return key
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    switch call.operation {
    case .ping: return health
    case .create: return .json(.object(shown(try create(body(of: call), at: now))))
    case .update:
      let old = try link(of: call)
      return .json(.object(shown(try update(old, body(of: call), at: now))))
    case .delete:
      let link = try link(of: call)
      try checkVisits(of: link)
      _ = links.remove(link.id)
      return HTTPResponse(status: 204)
    case .get: return .json(.object(shown(try link(of: call))))
    case .list: return try list(call)
    default: return domains()
    }
  }

  func body(of call: Call) throws(Refusal) -> JSONObject {
    guard call.json != nil || call.request.body.isEmpty else {
      throw problem(
        400, "malformed-request-body", "Malformed request body",
        "Provided request does not contain a valid JSON body.")
    }
    return call.object ?? [:]
  }

  /// The link of the code in a path and the domain in a query.
  private func link(of call: Call) throws(Refusal) -> SandboxLink {
    let domain = Self.inner(call.query["domain"])
    guard let link = links.link(at: domain, call.name), !link.isForeign else {
      throw problem(
        404, "short-url-not-found", "Short URL not found",
        "No URL found with short code \"\(call.name)\"" + Self.suffix(domain),
        beside: ["shortCode": .string(call.name)], domain: domain)
    }
    return link
  }

  private func checkVisits(of link: SandboxLink) throws(Refusal) {
    guard let threshold = options.deleteThreshold, !mayBeDeleted(link) else { return }
    throw problem(
      422, "invalid-short-url-deletion", "Cannot delete short URL",
      "Impossible to delete short URL with short code \"\(link.slug)\"\(Self.suffix(link.domain)), "
        + "since it has more than \"\(threshold)\" visits.",
      beside: ["shortCode": .string(link.slug), "threshold": .int(threshold)],
      domain: link.domain)
  }

  /// A domain as links have it: the server's own is none.
  static func inner(_ domain: String?) -> String {
    domain == ShlinkOptions.defaultDomain ? "" : domain ?? ""
  }

  static func suffix(_ domain: String) -> String {
    domain.isEmpty ? "" : " for domain \"\(domain)\""
  }

  func problem(
    _ status: Int, _ type: String, _ title: String, _ detail: String,
    beside more: JSONObject = [:], domain: String = ""
  ) -> Refusal {
    var object: JSONObject = [
      "title": .string(title), "type": .string("https://shlink.io/api/error/" + type),
      "detail": .string(detail), "status": .int(status),
    ]
    object = object.followed(by: more)
    if !domain.isEmpty { object.append("domain", .string(domain)) }
    return Refusal(status, object, type: "application/problem+json")
  }

  func invalid(_ elements: String...) -> Refusal {
    problem(
      400, "invalid-data", "Invalid data", "Provided data is not valid",
      beside: ["invalidElements": .array(elements.map(JSONValue.string))])
  }

  private var health: HTTPResponse {
    .json(
      [
        "status": "pass", "version": "5.1.5",
        "links": [
          "about": "https://shlink.io", "project": "https://github.com/shlinkio/shlink",
        ],
      ], type: "application/health+json")
  }

  /// Shlink refuses nobody for asking too often; a proxy before it may.
  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    .page(status, status == 429 ? "Too Many Requests" : "Bad Request")
  }
}
