// The Hoko stand-in: who may ask and the headers of every answer. What is then done is in HokoCalls.

import HTTP
import Records
import Synchronization

/// Hoko's API of links and collections (Hoko dossier).
final class HokoStandIn: StandIn {
  private struct State {
    var links: HokoState
    var dice: ChurnDice
    var limits: KeyLimits
  }

  /// The stand-in's own figure: Hoko's number and window were not to be seen.
  static let assumedLimit = RateLimit(600, per: .seconds(60))

  let provider = SandboxProvider.hoko
  let targetCap = 65_536
  private let calls: HokoCalls
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    calls = HokoCalls(options.hoko, options.shape)
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    let ids = (options.ids[.hoko] ?? []).compactMap { HokoID($0) }
    state = Mutex(
      State(
        links: HokoState(
          seeded: options.links, ids: ids, options: options.hoko, shape: options.shape),
        dice: ChurnDice(options.churn),
        limits: KeyLimits(options.limit, documented: Self.assumedLimit)))
  }

  var linkCount: Int { state.withLock { $0.links.count } }
  func forEachID(_ body: (String) -> Void) {
    state.withLock { $0.links.forEach { body($0.id.text) } }
  }
  func forEachLink(_ body: (JSONObject) -> Void) {
    state.withLock { $0.links.forEach { body($0.shown) } }
  }

  func release(_ key: String) { state.withLock { $0.limits.release(key) } }

  func disturb(_ changes: Int, at now: Timestamp) -> LinkTally {
    state.withLock { $0.dice.disturb(&$0.links, changes, at: now) }
  }

  func holds(_ id: String) -> Bool {
    guard let id = HokoID(id) else { return false }
    return state.withLock { $0.links.holds(id) }
  }

  func link(_ id: String) -> JSONObject? {
    guard let id = HokoID(id) else { return nil }
    return state.withLock { $0.links.anyLink(id)?.shown }
  }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    switch (request.method, request.path) {
    case ("POST", "/api/links"): .create
    case ("PUT", "/api/links"): .update
    case ("DELETE", "/api/links"): .delete
    case ("GET", "/api/links"): .list
    case ("GET", "/api/collections"): .collections
    default: .other
    }
  }

  func refuse(_ fault: RequestFault) -> HTTPResponse {
    var response = HokoReply.invalidRequest.response
    response.status = fault.status
    return response
  }

  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer {
    guard operation != .other else { return Answer(HokoReply.unknownPath.response) }
    guard let key = Self.key(of: request) else { return Answer(HokoReply.invalidKey.response) }
    return state.withLock { state in
      answer(request, operation, by: key, &state, at: now)
    }
  }

  /// The key, with or without `Bearer` before it.
  private static func key(of request: IncomingRequest) -> String? {
    guard let header = request.headers["Authorization"] else { return nil }
    let key = header.hasPrefix("Bearer ") ? String(header.dropFirst(7)) : header
    return [SandboxKey.full(.hoko), SandboxKey.hokoReadOnly].first { $0 == key }
  }

  private func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, by key: String,
    _ state: inout State, at now: Timestamp
  ) -> Answer {
    let rate = state.limits.admit(key, at: now)
    let isAllowed = rate?.verdict.isAllowed ?? true
    let before = state.links.tally
    var response: HTTPResponse
    do throws(HokoError) {
      if let rate, !isAllowed { throw limited(rate, at: now) }
      try Self.checkScope(of: key, operation)
      response = try calls.perform(request, operation, &state.links, at: now)
    } catch {
      response = error.response
    }
    if let rate { write(rate, at: now, to: &response) }
    return Answer(
      response, heldKey: isAllowed ? key : nil, tally: state.links.tally - before)
  }

  /// A 429 with `retryAfter` in its body: seconds, or the form that was chosen in their place.
  private func limited(_ rate: RateVerdict, at now: Timestamp) -> HokoError {
    let refusal = HokoReply.rateLimited
    if rateText.hint == .none { return refusal }
    guard let chosen = rateText.chosenHint(rate, at: now) else {
      let seconds = max(1, (rate.verdict.retry - now).secondsRoundedUp)
      return refusal.retrying(after: .number(JSONNumber(Int(seconds))))
    }
    return refusal.retrying(
      after: Int(chosen).map { .number(JSONNumber($0)) } ?? .string(chosen))
  }

  /// The unit of Hoko's reset was not to be seen; the stand-in gives seconds since 1970.
  private func write(_ rate: RateVerdict, at now: Timestamp, to response: inout HTTPResponse) {
    if rateText.headers != .none {
      let reset = (rate.verdict.reset - Timestamp(seconds: 0)).secondsRoundedUp
      rateText.write(rate, reset: reset, to: &response)
    }
    if !rate.verdict.isAllowed, let hint = rateText.chosenHint(rate, at: now) {
      response.headers.append("Retry-After", hint)
    }
  }

  private static func checkScope(
    of key: String, _ operation: SandboxOperation
  ) throws(HokoError) {
    guard key != SandboxKey.full(.hoko), operation != .list else { return }
    throw HokoReply.missingScope(operation == .collections ? "collectionsRead" : "linksWrite")
  }
}
