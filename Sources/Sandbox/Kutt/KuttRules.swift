// The Kutt stand-in: paths, keys, reads, and refusals that are 500s (others-2.md, section 6; what the dossier leaves
// out is from the server's source, 3.2.3).

import HTTP
import Records

/// The API of a Kutt server, whose link routes have no limits.
struct KuttRules: ProviderRules {
  static let provider = SandboxProvider.kutt
  static let routes = [
    Route("GET", "/api/v2/health", .ping), Route("GET", "/api/v2/users", .me),
    Route("POST", "/api/v2/links", .create), Route("GET", "/api/v2/links", .list),
    Route("PATCH", "/api/v2/links/*", .update), Route("DELETE", "/api/v2/links/*", .delete),
    Route("GET", "/api/v2/links/*/stats", .get),
  ]

  let options: KuttOptions
  let limits: [DocumentedLimit] = []
  let rateHabit = RateHabit.silent
  var links: LinkShelf

  init(_ options: SandboxOptions) {
    self.options = options.kutt
    links = LinkShelf(of: Self.self, options)
  }

  var firstLinks: [SandboxLink] { options.links }

  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    var link = SandboxLink.seeded(id, at: "", "k" + String(number, radix: 36), number: number)
    link.fields = ["description": .string("Page \(number)")]
    return link
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    slug.hasPrefix("k") ? Int(slug.dropFirst(), radix: 36) : nil
  }

  mutating func linkOfOther(to url: String) -> SandboxLink {
    SandboxLink(id: nextID, slug: freeSlug(at: ""), url: url)
  }

  /// An address as the server chooses it.
  mutating func freeSlug(at domain: String) -> String {
    links.freeSlug(
      at: domain, length: 6, "abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
  }

  /// The key, or nobody where the server lets nobody create.
  func caller(of call: Call) throws(Refusal) -> String {
    if call.operation == .ping { return "health" }
    guard call.operation != .other else { throw Refusal(.page(404, "404 - Not Found")) }
    let key = call.request.headers["X-API-KEY"]
    if key == SandboxKey.full(.kutt) { return "user" }
    guard options.allowsAnonymous, call.operation == .create else {
      throw Self.error("Unauthorized.", 401)
    }
    return "nobody"
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    switch call.operation {
    case .ping:
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "text/html; charset=utf-8"], body: Array("OK".utf8))
    case .me: return me
    case .create: return try create(call, at: now)
    case .list: return list(call)
    case .update: return try update(call, at: now)
    case .delete:
      guard links.remove(try id(in: call)) != nil else {
        throw Self.error("Could not find the link.")
      }
      return .json(["message": "Link has been deleted successfully."])
    default:
      guard let link = links[try id(in: call)] else { throw Self.error("Link could not be found.") }
      return .json(.object(statistics(of: link)))
    }
  }

  /// An ID is 36 characters, whichever.
  func id(in call: Call) throws(Refusal) -> String {
    guard call.name.utf16.count == 36 else { throw Self.error("ID is invalid.", 400) }
    return call.name
  }

  /// What went wrong in words alone: most of it is a 500, for the code gives no status.
  static func error(_ message: String, _ status: Int = 500) -> Refusal {
    Refusal(status, ["error": .string(message)])
  }

  /// The newest first; by number, so that links which come or go meanwhile shift the pages.
  private mutating func list(_ call: Call) -> HTTPResponse {
    let limit = Self.number(call.query["limit"]) ?? 10
    let skip = max(0, Self.number(call.query["skip"]) ?? 0)
    let term = call.query["search"]?.lowercased() ?? ""
    let isFound: LinkView.Filter? =
      if term.isEmpty { nil } else { { Self.text(of: $0).contains(term) } }
    let found = links.list(term, isRising: false, where: isFound)
    let size = limit > 0 ? min(limit, 50) : 10
    let page = found.links(from: skip, count: size)
    links.gave(page)
    return .json([
      "total": .int(found.count), "limit": .int(size),
      "skip": .int(skip), "data": .array(page.map { .object(shown($0)) }),
    ])
  }

  /// The digits that a text begins with, as JavaScript reads numbers; 0 is none.
  private static func number(_ text: String?) -> Int? {
    text.flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }.flatMap { $0 == 0 ? nil : $0 }
  }

  /// What a search looks through.
  private static func text(of link: SandboxLink) -> String {
    [
      link.fields["description"]?.string, link.slug, link.url,
      link.domain.isEmpty ? nil : link.domain,
    ]
    .compactMap { $0 }.joined(separator: " ").lowercased()
  }

  /// The user, the key in clear included.
  private var me: HTTPResponse {
    let domains = options.domains.enumerated().map { place, name -> JSONValue in
      [
        "id": .string(SeededID.hoko(5000 + place).text), "address": .string(name),
        "homepage": .string(KuttOptions.defaultDomain), "banned": false,
        "created_at": "2024-01-01T00:00:00.000Z", "updated_at": "2024-01-01T00:00:00.000Z",
      ]
    }
    return .json([
      "apikey": .string(SandboxKey.full(.kutt)), "email": "sam@example.com",
      "domains": .array(domains),
    ])
  }

  private func statistics(of link: SandboxLink) -> JSONObject {
    let none: JSONValue = [
      "stats": ["browser": [], "os": [], "country": [], "referrer": []], "views": [], "total": 0,
    ]
    let spans = ["lastDay", "lastWeek", "lastMonth", "lastYear"]
    let members = spans.map { JSONObject.Member($0, none) } + shown(link).members
    return JSONObject(members)
  }

  func shown(_ link: SandboxLink) -> JSONObject {
    // Links at the server's own domain are https, those at a user's are not.
    let base =
      link.domain.isEmpty ? "https://\(KuttOptions.defaultDomain)" : "http://\(link.domain)"
    return [
      "address": .string(link.slug), "banned": false, "created_at": .string(link.madeAt.iso),
      "updated_at": .string(link.changedAt.iso),
      "password": .bool(link.fields["password"] != nil),
      "description": link.fields["description"] ?? .null,
      "expire_in": link.fields["expire_in"] ?? .null, "target": .string(link.url),
      "visit_count": .int(link.visits),
      "domain": link.domain.isEmpty ? .null : .string(link.domain), "id": .string(link.id),
      "link": .string("\(base)/\(link.slug)"),
    ]
  }

  /// Kutt refuses nobody here for asking too often; a proxy before it may.
  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    .page(status, status == 429 ? "Too Many Requests" : "Bad Request")
  }
}
