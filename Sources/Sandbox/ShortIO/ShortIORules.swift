// The Short.io stand-in: paths, limits, and errors that differ from call to call (others.md section 2.1, others-2.md
// section 1, both from the schema of the vendor's client).

import HTTP
import Records

/// Short.io's API of links, domains and folders.
struct ShortIORules: ProviderRules {
  static let provider = SandboxProvider.shortio
  static let routes = [
    Route("POST", "/links", .createOne), Route("POST", "/links/bulk", .create),
    Route("DELETE", "/links/delete_bulk", .delete), Route("POST", "/links/archive_bulk", .update),
    Route("POST", "/links/unarchive_bulk", .update), Route("POST", "/tags/bulk", .tags),
    Route("POST", "/links/archive", .updateOne), Route("POST", "/links/unarchive", .updateOne),
    Route("GET", "/links/expand", .info), Route("GET", "/links/by-original-url", .find),
    Route("GET", "/links/multiple-by-url", .find), Route("GET", "/links/folders/*", .folders),
    Route("POST", "/links/*", .updateOne), Route("DELETE", "/links/*", .deleteOne),
    Route("GET", "/links/*", .get), Route("GET", "/api/links", .list),
    Route("GET", "/api/domains", .domains),
  ]

  let options: ShortIOOptions
  /// The client reads these headers; that they come with every answer is a guess.
  let rateHabit = RateHabit(sendsHeaders: true, hint: .seconds)
  var links: LinkShelf
  var bulkCreates = 0

  init(_ options: SandboxOptions) {
    var own = options.shortIO
    own.folders += ShortIOFolder.seeded(options.shape, own.domains.first)
    self.options = own
    links = LinkShelf(
      of: Self.self, options,
      foldedDomains: Set(own.domains.filter { !$0.isCaseSensitive }.map(\.name)))
  }

  var firstLinks: [SandboxLink] { options.links }

  /// 50 creates and 20 other calls in a second, 5 bulk creates in ten, 1 bulk delete in one (B).
  var limits: [DocumentedLimit] {
    let bulk: Set<SandboxOperation> =
      options.countsBulkTogether ? [.create, .update, .tags] : [.create]
    let special = bulk.union([.createOne, .delete])
    return [
      DocumentedLimit(RateLimit(50, per: .seconds(1)), for: [.createOne]),
      DocumentedLimit(RateLimit(5, per: .seconds(10)), for: bulk),
      DocumentedLimit(RateLimit(1, per: .seconds(1)), for: [.delete]),
      DocumentedLimit(
        RateLimit(20, per: .seconds(1)),
        for: Set(SandboxOperation.allCases).subtracting(special)),
    ]
  }

  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink {
    let domain = options.shortIO.domains.first ?? ShortIOOptions.firstDomain
    return .seeded(id, at: domain.name, "p\(number)", number: number)
  }

  static func seededIndex(ofSlug slug: String) -> Int? {
    slug.hasPrefix("p") ? Int(slug.dropFirst()) : nil
  }

  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape) {
    link.set("FolderId", .text(shape.folder(of: index).map(ShortIOFolder.seededID)))
    link.set("tags", shape.tagNames(of: index))
    if shape.isArchived(index) { link.set("archived", true) }
  }

  mutating func linkOfOther(to url: String) -> SandboxLink {
    let domain = options.domains.first ?? ShortIOOptions.firstDomain
    return SandboxLink(
      id: nextID, domain: domain.name, slug: freeSlug(at: domain.name), url: url)
  }

  /// A path as the provider chooses it.
  mutating func freeSlug(at domain: String) -> String {
    links.freeSlug(at: domain, length: 6, SeededID.digits + SeededID.letters)
  }

  /// The key stands alone in the header, without `Bearer`.
  func caller(of call: Call) throws(Refusal) -> String {
    guard call.operation != .other else { throw failure(404, "Not Found", call.operation) }
    guard let key = call.request.headers["Authorization"], key == SandboxKey.full(.shortio) else {
      throw failure(401, "Unauthorized", call.operation)
    }
    return key
  }

  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse {
    switch call.operation {
    case .createOne:
      let object = try body(of: call)
      let allows = object["allowDuplicates"]?.bool ?? false
      let made = try create(object, at: domain(object["domain"]), allowing: allows, call, at: now)
      return .json(.object(made))
    case .create: return try createMany(call, at: now)
    case .updateOne where call.names.isEmpty: return try archive(call, at: now)
    case .updateOne: return try update(call, at: now)
    case .update, .tags, .delete: return try changeMany(call, at: now)
    case .deleteOne:
      guard links.remove(call.name) != nil else {
        throw failure(404, "Link not found", call.operation)
      }
      return .json(["success": true, "idString": .string(call.name)])
    case .get, .info, .find: return try read(call)
    case .list: return try list(call)
    case .folders: return folders(of: call.name)
    default: return domains(call)
    }
  }

  func body(of call: Call) throws(Refusal) -> JSONObject {
    guard let object = call.object else {
      throw failure(400, "body must be object", call.operation)
    }
    return object
  }

  /// One error in the shape of the call that it answers.
  func failure(
    _ status: Int, _ message: String, _ operation: SandboxOperation, beside more: JSONObject = [:]
  ) -> Refusal {
    let object: JSONObject =
      switch operation {
      case .create, .createOne:
        [
          "message": .string(message), "success": false,
          "statusCode": .int(status),
        ]
      case .updateOne: ["message": .string(message)]
      case .deleteOne: ["success": false, "error": .string(message)]
      default: ["error": .string(message)]
      }
    return Refusal(status, object.followed(by: more))
  }

  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse {
    failure(status, status == 429 ? "Rate limit exceeded" : "Bad Request", operation).response
  }
}
