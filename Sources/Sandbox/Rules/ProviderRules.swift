// What a provider is beside what all have in common: a value with paths, keys, limits and words of its own.
// `RuledStandIn` does the rest. A new stand-in is one type that keeps this protocol.

import HTTP
import Records

/// A provider's API over links in memory.
///
/// It decides what is answered, never when or whether, and knows of no lock.
protocol ProviderRules: Sendable {
  static var provider: SandboxProvider { get }

  /// Which requests ask for what; of several routes the first counts.
  static var routes: [Route] { get }

  /// What a request asks for, and the names in its path; by `routes` where nothing else is said.
  static func call(of request: IncomingRequest) -> (operation: SandboxOperation, names: [String])

  init(_ options: SandboxOptions)

  /// The limits that the provider documents; a request must be let in by all that count it.
  var limits: [DocumentedLimit] { get }

  /// What the provider says of its limits in headers.
  var rateHabit: RateHabit { get }

  var links: LinkShelf { get set }

  /// Links beside the seeded ones.
  var firstLinks: [SandboxLink] { get }

  /// A link of which nothing is known but its ID.
  func link(ofID id: String, serial: Int) -> SandboxLink

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
