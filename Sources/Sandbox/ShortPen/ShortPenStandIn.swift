// The ShortPen stand-in: paths, keys, limits. What is then done is in ShortPenCalls.

import HTTP
import Records
import Synchronization

/// ShortPen's API of links, account and resources (ShortPen dossier).
final class ShortPenStandIn: StandIn {
  private struct State {
    var calls: ShortPenCalls
    var dice: ChurnDice
    var limits: KeyLimits
    var pings: KeyLimits
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
        calls: ShortPenCalls(
          ShortPenState(
            seeded: options.links, ids: ids, options: options.shortPen, shape: options.shape)),
        dice: ChurnDice(options.churn),
        limits: KeyLimits(options.limit, documented: Self.documentedLimit),
        pings: KeyLimits(options.limit, documented: Self.documentedPingLimit)))
  }

  var linkCount: Int { state.withLock { $0.calls.links.count } }

  func forEachID(_ body: (String) -> Void) {
    state.withLock { $0.calls.links.forEach { body(String($0.id)) } }
  }

  func forEachLink(_ body: (JSONObject) -> Void) {
    state.withLock { state in
      let links = state.calls.links
      links.forEach { body(links.shown($0)) }
    }
  }

  func disturb(_ changes: Int, at now: Timestamp) -> LinkTally {
    state.withLock { $0.dice.disturb(&$0.calls.links, changes, at: now) }
  }

  func holds(_ id: String) -> Bool {
    guard let id = Int64(id) else { return false }
    return state.withLock { $0.calls.links.holds(id) }
  }

  func link(_ id: String) -> JSONObject? {
    guard let id = Int64(id) else { return nil }
    return state.withLock { state in
      state.calls.links.anyLink(id).map(state.calls.links.shown)
    }
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
    case ("POST", "/v1/generate"): .create
    case ("PUT", "/v1/links"), ("PATCH", "/v1/links"): .update
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
    let before = state.calls.links.tally
    var response: HTTPResponse
    do throws(ShortPenError) {
      guard isAllowed else { throw ShortPenReply.rateLimited }
      response = try state.calls.perform(request, operation, at: now)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, tally: state.calls.links.tally - before)
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
}
