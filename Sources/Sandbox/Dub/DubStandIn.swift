// The Dub stand-in: who may ask, what is asked, and the headers of every answer. What the links then
// do is in DubState and DubList.

import HTTP
import Records
import Synchronization

/// Dub's API for deleting and finding links (Dub dossier).
final class DubStandIn: StandIn {
  private struct State {
    var links: DubState
    var limits: KeyLimits
  }

  /// What the Pro plan allows in a minute, counted as Dub counts.
  static let documentedLimit = RateLimit(600, per: .seconds(60), kind: .slidingWindow)

  /// The largest body that Dub's platform lets through.
  private static let largestBody = 4_500_000

  let provider = SandboxProvider.dub
  let targetCap = 14_000
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    state = Mutex(
      State(
        links: DubState(
          seeded: options.links, ids: options.ids[.dub] ?? [], options: options.dub),
        limits: KeyLimits(options.limit, documented: Self.documentedLimit)))
  }

  var linkCount: Int { state.withLock { $0.links.count } }
  func ids() -> [String] { state.withLock { $0.links.ids() } }
  func holds(_ id: String) -> Bool { state.withLock { $0.links.holds(id) } }
  func release(_ key: String) { state.withLock { $0.limits.release(key) } }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    let path = request.path
    switch request.method {
    case "DELETE" where path == "/links/bulk": return .delete
    case "GET" where path == "/links": return .list
    case "GET" where path == "/links/info": return .info
    case "DELETE" where Self.linkID(in: path) != nil: return .deleteOne
    case "GET" where Self.linkID(in: path) != nil: return .get
    default: return .other
    }
  }

  /// The ID in `/links/ID`, decoded.
  private static func linkID(in path: Substring) -> String? {
    guard path.hasPrefix("/links/") else { return nil }
    let name = path.dropFirst(7)
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
    return ["bulk", "info", "count", "upsert", "export"].contains(name)
      ? nil : PercentEncoding.decode(name)
  }

  func refuse(_ fault: RequestFault) -> HTTPResponse {
    DubReply.page(fault.status, fault == .targetTooLong ? "414 Request-URI Too Large" : "Refused")
  }

  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer {
    guard operation != .other else {
      let isKnown = request.path == "/links" || request.path.hasPrefix("/links/")
      return Answer(isKnown ? HTTPResponse(status: 405) : DubReply.page(404, "Not Found"))
    }
    guard request.body.count <= Self.largestBody else {
      return Answer(DubReply.page(413, "FUNCTION_PAYLOAD_TOO_LARGE"))
    }
    do throws(DubError) {
      let key = try Self.key(of: request)
      return state.withLock { state in
        answer(request, operation, by: key, &state, at: now)
      }
    } catch {
      // Dub refuses a key before it counts, so that these carry no rate headers.
      return Answer(error.response)
    }
  }

  private static func key(of request: IncomingRequest) throws(DubError) -> String {
    guard let header = request.headers["Authorization"] else {
      throw DubReply.unauthorized("Missing Authorization header.")
    }
    guard header.hasPrefix("Bearer ") else {
      throw DubReply.badRequest(
        "Misconfigured authorization header. Did you forget to add 'Bearer '? Learn more: "
          + "https://d.to/auth")
    }
    let key = String(header.dropFirst(7))
    guard key != SandboxKey.dubExpired else {
      throw DubReply.unauthorized("Unauthorized: Access token expired.")
    }
    guard key == SandboxKey.full(.dub) || key == SandboxKey.dubReadOnly else {
      throw DubReply.unauthorized("Unauthorized: Invalid API key.")
    }
    return key
  }

  private func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ state: inout State, at now: Timestamp
  ) -> Answer {
    let rate = state.limits.admit(key, at: now)
    let isAllowed = rate?.verdict.isAllowed ?? true
    let before = state.links.count
    var response: HTTPResponse
    do throws(DubError) {
      guard isAllowed else { throw DubReply.rateLimited }
      response = try perform(request, operation, by: key, &state.links)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, deleted: before - state.links.count)
  }

  /// The headers of every answer to a known key; reset and hint are one and the same.
  private func write(_ rate: RateVerdict, at now: Timestamp, to response: inout HTTPResponse) {
    let verdict = rate.verdict
    let moment = (verdict.isAllowed ? verdict.reset : verdict.retry).milliseconds
    if rateText.headers != .none { rateText.write(rate, reset: moment, to: &response) }
    if verdict.isAllowed || rateText.hint == .provider {
      guard rateText.headers != .none || !verdict.isAllowed else { return }
      let isZero = rateText.headers == .zero && verdict.isAllowed
      response.headers.append("Retry-After", isZero ? "0" : String(moment))
    } else if let hint = rateText.chosenHint(rate, at: now) {
      response.headers.append("Retry-After", hint)
    }
  }

  private func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ links: inout DubState
  ) throws(DubError) -> HTTPResponse {
    try checkScope(of: key, operation)
    let query = request.query
    switch operation {
    case .delete: return try deleteBulk(query["linkIds"], &links)
    case .list: return DubReply.json(try DubList(query).page(of: &links))
    case .info:
      let link = try DubLookUp.info(query, &links)
      return DubReply.json(link.json)
    default:
      let link = try DubLookUp.link(Self.linkID(in: request.path) ?? "", links)
      if operation == .get { return DubReply.json(link.json) }
      return try delete(link, &links)
    }
  }

  private func checkScope(of key: String, _ operation: SandboxOperation) throws(DubError) {
    let changes = operation == .delete || operation == .deleteOne
    guard changes, key == SandboxKey.dubReadOnly else { return }
    throw DubReply.forbidden(
      "The provided key does not have the required permissions for this endpoint on the workspace "
        + "'\(DubLink.ownWorkspace)'. Having the 'links.write' permission would allow this request "
        + "to continue.")
  }

  private func deleteBulk(
    _ text: String?, _ links: inout DubState
  ) throws(DubError) -> HTTPResponse {
    let ids = DubList.separated(text ?? "")
    guard !ids.isEmpty else { throw DubReply.noLinkIDs }
    let count = links.deleteBulk(ids)
    return HTTPResponse(
      status: 200, headers: ["Content-Type": "application/json"],
      body: Array("{\"deletedCount\":\(count)}".utf8))
  }

  private func delete(_ link: DubLink, _ links: inout DubState) throws(DubError) -> HTTPResponse {
    guard links.access(to: link.folderID) == .write else { throw DubReply.folderForbidden }
    guard !link.isRoot else { throw DubReply.rootLink }
    links.remove(link)
    return DubReply.json(["id": .string(link.id)])
  }
}
