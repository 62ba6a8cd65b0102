// The Dub stand-in: who may ask, what is asked, and the headers of every answer. What is then done is in
// DubCalls.

import HTTP
import Records
import Synchronization

/// Dub's API of links, with its folders and tags (Dub dossier).
final class DubStandIn: StandIn {
  private struct State {
    var links: DubState
    var dice: ChurnDice
    var limits: KeyLimits
  }

  /// The largest body that Dub's platform lets through.
  private static let largestBody = 4_500_000

  let provider = SandboxProvider.dub
  let targetCap = 14_000
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    // What the plan allows in a minute, counted as Dub counts.
    let documented = RateLimit(
      options.dub.plan.requestsPerMinute, per: .seconds(60), kind: .slidingWindow)
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    state = Mutex(
      State(
        links: DubState(
          seeded: options.links, ids: options.ids[.dub] ?? [], options: options.dub,
          shape: options.shape),
        dice: ChurnDice(options.churn),
        limits: KeyLimits(options.limit, documented: documented)))
  }

  var linkCount: Int { state.withLock { $0.links.count } }
  func holds(_ id: String) -> Bool { state.withLock { $0.links.holds(id) } }
  func release(_ key: String) { state.withLock { $0.limits.release(key) } }

  func forEachID(_ body: (String) -> Void) { state.withLock { $0.links.forEachID(body) } }

  func forEachLink(_ body: (JSONObject) -> Void) {
    state.withLock { $0.links.forEachShown(body) }
  }

  func disturb(_ changes: Int, at now: Timestamp) -> LinkTally {
    state.withLock { $0.dice.disturb(&$0.links, changes, at: now) }
  }

  func link(_ id: String) -> JSONObject? {
    state.withLock { state in state.links.link(id).map(state.links.shown) }
  }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    if let fixed = Self.operations["\(request.method) \(request.path)"] { return fixed }
    guard DubCalls.linkID(in: request.path) != nil else { return .other }
    switch request.method {
    case "DELETE": return .deleteOne
    case "GET": return .get
    case "PATCH", "PUT": return .updateOne
    default: return .other
    }
  }

  private static let operations: [String: SandboxOperation] = [
    "POST /links": .createOne, "GET /links": .list, "POST /links/bulk": .create,
    "PATCH /links/bulk": .update, "DELETE /links/bulk": .delete, "PUT /links/upsert": .upsert,
    "GET /links/info": .info, "GET /links/count": .count, "GET /domains": .domains,
    "GET /folders": .folders, "GET /tags": .tags,
  ]

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
    let before = state.links.tally
    var response: HTTPResponse
    do throws(DubError) {
      guard isAllowed else { throw DubReply.rateLimited }
      try checkScope(of: key, operation)
      response = try DubCalls.perform(request, operation, &state.links, at: now)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, tally: state.links.tally - before)
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

  private func checkScope(of key: String, _ operation: SandboxOperation) throws(DubError) {
    guard key == SandboxKey.dubReadOnly else { return }
    let scope: String
    switch operation {
    case .list, .get, .info, .count: return
    case .domains: scope = "domains.read"
    case .folders: scope = "folders.read"
    case .tags: scope = "tags.read"
    default: scope = "links.write"
    }
    throw DubReply.forbidden(
      "The provided key does not have the required permissions for this endpoint on the workspace "
        + "'\(DubLink.ownWorkspace)'. Having the '\(scope)' permission would allow this request to "
        + "continue.")
  }
}
