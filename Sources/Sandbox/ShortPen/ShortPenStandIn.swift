// The ShortPen stand-in: paths, keys, the two kinds of 429. What the links do is in ShortPenState.

import HTTP
import Records
import Synchronization

/// ShortPen's API for deleting and listing links (ShortPen dossier).
final class ShortPenStandIn: StandIn {
  private struct State {
    var links: ShortPenState
    var limits: KeyLimits
    var pings: KeyLimits
    var changesLeft: Int?
  }

  static let documentedLimit = RateLimit(60, per: .seconds(60))
  static let documentedPingLimit = RateLimit(30, per: .seconds(60))

  /// The key under which pings are counted: they carry none, and all come from one address.
  private static let pingKey = "ping"

  let provider = SandboxProvider.shortpen
  let targetCap = 65_536
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    let ids = (options.ids[.shortpen] ?? []).compactMap { Int64($0) }
    state = Mutex(
      State(
        links: ShortPenState(seeded: options.links, ids: ids, options: options.shortPen),
        limits: KeyLimits(options.limit, documented: Self.documentedLimit),
        pings: KeyLimits(options.limit, documented: Self.documentedPingLimit),
        changesLeft: options.shortPen.quota))
  }

  var linkCount: Int { state.withLock { $0.links.count } }
  func ids() -> [String] { state.withLock { $0.links.ids() } }

  func holds(_ id: String) -> Bool {
    guard let id = Int64(id) else { return false }
    return state.withLock { $0.links.holds(id) }
  }

  func release(_ key: String) {
    state.withLock { state in
      if key == Self.pingKey {
        state.pings.release(key)
      } else {
        state.limits.release(key)
      }
    }
  }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    switch (request.method, request.path) {
    case ("DELETE", "/v1/links"): .delete
    case ("GET", "/v1/links"): .list
    case ("POST", "/v1/me"): .me
    case ("POST", "/v1/get"): .resources
    case ("GET", "/v1/ping"): .ping
    default: .other
    }
  }

  func refuse(_ fault: RequestFault) -> HTTPResponse {
    ShortPenReply.failure(fault.status, "Bad request").response
  }

  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer {
    guard operation != .other else { return Answer(ShortPenReply.unknownPath.response) }
    let key = operation == .ping ? Self.pingKey : request.headers["Authorization"]
    guard operation == .ping || key == "Bearer \(SandboxKey.full(.shortpen))", let key else {
      return Answer(ShortPenReply.noKey.response)
    }
    return state.withLock { state in
      answer(request, operation, by: key, &state, at: now)
    }
  }

  private func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ state: inout State, at now: Timestamp
  ) -> Answer {
    let rate =
      operation == .ping ? state.pings.admit(key, at: now) : state.limits.admit(key, at: now)
    let isAllowed = rate?.verdict.isAllowed ?? true
    let before = state.links.count
    var response: HTTPResponse
    do throws(ShortPenError) {
      guard isAllowed else { throw ShortPenReply.rateLimited }
      response = try perform(request, operation, &state)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, deleted: before - state.links.count)
  }

  /// ShortPen documents neither rate headers nor a hint: both come only where they were asked for.
  private func write(_ rate: RateVerdict, at now: Timestamp, to response: inout HTTPResponse) {
    if rateText.headers == .all || rateText.headers == .zero {
      let reset = (rate.verdict.reset - Timestamp(seconds: 0)).secondsRoundedUp
      rateText.write(rate, reset: reset, to: &response)
    }
    if !rate.verdict.isAllowed, let hint = rateText.chosenHint(rate, at: now) {
      response.headers.append("Retry-After", hint)
    }
  }

  private func perform(
    _ request: IncomingRequest, _ operation: SandboxOperation, _ state: inout State
  ) throws(ShortPenError) -> HTTPResponse {
    switch operation {
    case .delete:
      let ids = try Self.linkIDs(in: request.body)
      try takeQuota(&state)
      let deleted = state.links.delete(ids)
      guard deleted > 0 else { throw ShortPenReply.noMatch }
      return ShortPenReply.success(
        ["deleted": .number(JSONNumber(deleted))], message: "Link successfully deleted")
    case .list: return try list(request.query, &state.links)
    case .me: return ShortPenReply.success(Self.account)
    case .resources: return try Self.resources(request.body, state.links)
    default:
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "text/plain"], body: Array("PONG".utf8))
    }
  }

  private func takeQuota(_ state: inout State) throws(ShortPenError) {
    guard let left = state.changesLeft else { return }
    guard left > 0 else { throw ShortPenReply.quotaUsedUp }
    state.changesLeft = left - 1
  }

  /// The distinct IDs of `url_id`; what is no integer is left out, as long as one is.
  private static func linkIDs(in body: [UInt8]) throws(ShortPenError) -> Set<Int64> {
    guard let value = parsed(body)?["url_id"] else { throw ShortPenReply.noValidID }
    let ids = Set((value.array ?? [value]).compactMap(\.int64))
    guard !ids.isEmpty else { throw ShortPenReply.noValidID }
    return ids
  }

  private static func parsed(_ body: [UInt8]) -> JSONValue? { try? JSONValue(parsing: body) }

  private func list(
    _ query: Query, _ links: inout ShortPenState
  ) throws(ShortPenError) -> HTTPResponse {
    let page = try Self.number(query["page"], default: 1, "page")
    // What a limit above 100 does is not documented; the stand-in gives 100 links.
    let size = min(100, try Self.number(query["limit"], default: 100, "limit"))
    let first = Int(links.workspaces.first ?? 0)
    let workspace = try Self.number(query["workspace_id"], default: first, "workspace_id")
    let (shown, total) = links.page(page, of: size, workspace: Int64(workspace))
    let members = [("count", shown.count), ("total", total), ("page", page)].map { name, number in
      JSONObject.Member(name, .number(JSONNumber(number)))
    }
    return ShortPenReply.success(.array(shown.map(\.json)), beside: members)
  }

  private static func number(
    _ text: String?, default value: Int, _ name: String
  ) throws(ShortPenError) -> Int {
    guard let text else { return value }
    guard let number = Int(text), number >= 1 else {
      throw ShortPenReply.failure(400, "Validation error: \(name) must be a positive integer")
    }
    return number
  }

  private static func resources(
    _ body: [UInt8], _ links: ShortPenState
  ) throws(ShortPenError) -> HTTPResponse {
    switch parsed(body)?["resource"]?.string {
    case "organization":
      let workspaces = links.workspaces.map { id -> JSONValue in
        ["id": ShortPenLink.integer(id), "name": .string("Workspace \(id)")]
      }
      return ShortPenReply.success([
        "name": "Sandbox", "logo": nil, "is_default_logo": true, "workspaces": .array(workspaces),
        "updated_at": "2024-01-01T00:00:00Z",
      ])
    case "domain":
      return ShortPenReply.success([
        [
          "id": 1, "domain": "pen.example.com", "url": "https://pen.example.com", "active": true,
          "is_default": true,
        ]
      ])
    case "folder", "tag", "pixel": return ShortPenReply.success([])
    default: throw ShortPenReply.failure(400, "Validation error: resource is not known")
    }
  }

  private static let account: JSONValue = [
    "name": "Sam", "surname": "Sandbox", "email": "sam@example.com",
    "enabledFeatures": [
      "links": [
        "name": "Links", "enabled": true, "limit": 100_000, "used": 0, "remaining": 100_000,
      ]
    ],
  ]
}
