// What a provider is beside what all have in common: a value with paths, keys, limits and words of its own.
// `RuledStandIn` does the rest. A new stand-in is one type that keeps this protocol.

import HTTP
import Records

/// A provider's API over links in memory.
///
/// It decides what is answered, never when or whether, and knows of no lock.
protocol ProviderRules: Churned, Sendable {
  static var provider: SandboxProvider { get }

  /// Which requests ask for what; of several routes the first counts.
  static var routes: [Route] { get }

  /// What a request asks for, and the names in its path; by `routes` where nothing else is said.
  static func call(of request: IncomingRequest) -> (operation: SandboxOperation, names: [String])

  /// A link of which nothing is known but its ID and a number that no other such link has: for a seeded one, its
  /// index.
  static func link(
    ofID id: String, number: Int, _ options: SandboxOptions
  ) -> SandboxLink

  /// The index of the seeded link that has a slug, as far as the slug tells.
  static func seededIndex(ofSlug slug: String) -> Int?

  /// Gives a link what the shape of seeded links says, as far as the provider's links have it; nothing where
  /// nothing else is said.
  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape)

  /// The rules, with the seeded links in place.
  init(_ options: SandboxOptions)

  /// The limits that the provider documents; a request must be let in by all that count it.
  var limits: [DocumentedLimit] { get }

  /// What the provider says of its limits in headers.
  var rateHabit: RateHabit { get }

  var links: LinkShelf { get set }

  /// Links beside the seeded ones.
  var firstLinks: [SandboxLink] { get }

  /// A link that another client makes.
  mutating func linkOfOther(to url: String) -> SandboxLink

  /// Whether another client may delete a link; it may where nothing else is said.
  ///
  /// It holds nothing of the links, which would be copied when they change while it is at hand.
  var mayBeDeleted: LinkView.Filter { get }

  /// By whom a request is counted; throws where its key is none, or its path leads nowhere.
  func caller(of call: Call) throws(Refusal) -> String

  /// Does what is asked by somebody who may.
  mutating func perform(_ call: Call, at now: Timestamp) throws(Refusal) -> HTTPResponse

  /// What is said to a request that a limit refuses (429) or that is no request.
  func refusal(_ status: Int, of operation: SandboxOperation) -> HTTPResponse

  func shown(_ link: SandboxLink) -> JSONObject
}

extension ProviderRules {
  static func call(of request: IncomingRequest) -> (operation: SandboxOperation, names: [String]) {
    let path = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for route in routes {
      if let names = route.names(request.method, path) { return (route.operation, names) }
    }
    return (.other, [])
  }

  static func dress(_ link: inout SandboxLink, as index: Int, of shape: SeedShape) {}
  var mayBeDeleted: LinkView.Filter { { _ in true } }

  /// An ID that no link has had, at providers that give IDs of their own.
  var nextID: String { SeededID.ruled(2_000_000_000 + links.lastSerial, of: Self.provider) }
}

/// What another client does; it uses up nothing of the plan.
extension ProviderRules {
  var count: Int { links.count }

  mutating func addForOther(_ dice: inout ChurnDice, at now: Timestamp) {
    var link = linkOfOther(to: "https://example.com/other/\(dice.number)")
    Self.dress(&link, as: dice.roll(below: 1_000_000), of: links.shape)
    _ = links.create(link, at: now, counts: false)
  }

  mutating func deleteForOther(_ dice: inout ChurnDice) -> Bool {
    links.removeForOther(&dice, where: mayBeDeleted)
  }

  mutating func deleteAtSeam() -> Bool { links.removeAtSeam(where: mayBeDeleted) }
}

/// Whether a provider sends `X-RateLimit-…`, and what its 429s say of when to come back.
struct RateHabit: Sendable {
  var sendsHeaders: Bool
  var hint: RetryHint

  static let silent = RateHabit(sendsHeaders: false, hint: .none)
}

/// An answer that ends a call early.
struct Refusal: Error {
  var response: HTTPResponse

  init(_ response: HTTPResponse) {
    self.response = response
  }

  init(_ status: Int, _ body: JSONObject, type: String = "application/json") {
    response = .json(.object(body), status: status, type: type)
  }
}

extension HTTPResponse {
  static func json(
    _ value: JSONValue, status: Int = 200, type: String = "application/json"
  ) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": type], body: value.bytes)
  }

  /// A page for people, as servers and the proxies before them send it.
  static func page(_ status: Int, _ title: String) -> HTTPResponse {
    let text =
      "<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
    return HTTPResponse(
      status: status, headers: ["Content-Type": "text/html; charset=UTF-8"], body: Array(text.utf8))
  }
}
