// A stand-in made of a provider's rules: the lock, the limits, the headers of answers, and the links that are
// there from the start.

import HTTP
import Records
import Synchronization

/// What the stand-ins of ruled providers have in common.
final class RuledStandIn<Rules: ProviderRules>: StandIn {
  private struct State {
    var rules: Rules
    var limits: ClassLimits
    var dice: ChurnDice
    var inFlight = 0
  }

  let provider = Rules.provider
  let targetCap = 65_536
  private let rateText: RateHeaderText
  private let state: Mutex<State>

  init(_ options: SandboxOptions) {
    rateText = RateHeaderText(headers: options.rateHeaders, hint: options.retryAfter)
    var rules = Rules(options)
    for (place, id) in (options.ids[Rules.provider] ?? []).enumerated() {
      let number = max(0, options.links) + place + 1
      rules.links.seed(Rules.link(ofID: id, number: number, options))
    }
    for link in rules.firstLinks { rules.links.seed(link) }
    state = Mutex(
      State(
        rules: rules, limits: ClassLimits(options.limit, documented: rules.limits),
        dice: ChurnDice(options.churn)))
  }

  var linkCount: Int { state.withLock { $0.rules.links.count } }
  func forEachID(_ body: (String) -> Void) { state.withLock { $0.rules.links.forEachID(body) } }
  func holds(_ id: String) -> Bool { state.withLock { $0.rules.links.any(id) != nil } }

  func link(_ id: String) -> JSONObject? {
    state.withLock { state in state.rules.links.any(id).map(state.rules.shown) }
  }

  func forEachLink(_ body: (JSONObject) -> Void) {
    state.withLock { state in
      let rules = state.rules
      rules.links.forEach { body(rules.shown($0)) }
    }
  }

  func disturb(_ changes: Int, at now: Timestamp) -> LinkTally {
    state.withLock { $0.dice.disturb(&$0.rules, changes, at: now) }
  }

  /// What is held is an operation, a blank and a key.
  func release(_ key: String) {
    let parts = key.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let operation = SandboxOperation(rawValue: String(parts[0])) else {
      return
    }
    state.withLock { state in
      state.inFlight -= 1
      state.limits.release(String(parts[1]), operation)
    }
  }

  func operation(of request: IncomingRequest) -> SandboxOperation {
    Rules.call(of: request).operation
  }

  func refuse(_ fault: RequestFault) -> HTTPResponse {
    state.withLock { $0.rules.refusal(fault.status, of: .other) }
  }

  func answer(
    _ request: IncomingRequest, _ operation: SandboxOperation, at now: Timestamp
  ) -> Answer {
    let call = Call(request, operation, names: Rules.call(of: request).names)
    return state.withLock { answer(call, &$0, at: now) }
  }

  private func answer(_ call: Call, _ state: inout State, at now: Timestamp) -> Answer {
    let before = state.rules.links.tally
    var rate: RateVerdict?
    var heldKey: String?
    var response: HTTPResponse
    do throws(Refusal) {
      let key = try state.rules.caller(of: call)
      rate = state.limits.admit(key, call.operation, at: now)
      guard rate?.verdict.isAllowed ?? true else {
        throw Refusal(state.rules.refusal(429, of: call.operation))
      }
      heldKey = "\(call.operation.rawValue) \(key)"
      var call = call
      call.othersInFlight = state.inFlight
      state.inFlight += 1
      response = try state.rules.perform(call, at: now)
    } catch {
      response = error.response
    }
    if let rate { write(rate, state.rules.rateHabit, at: now, to: &response) }
    return Answer(response, heldKey: heldKey, tally: state.rules.links.tally - before)
  }

  /// Resets are in seconds since 1970, as Short.io's client reads them.
  private func write(
    _ rate: RateVerdict, _ habit: RateHabit, at now: Timestamp, to response: inout HTTPResponse
  ) {
    let isSent = rateText.headers == .provider ? habit.sendsHeaders : rateText.headers != .none
    if isSent {
      let reset = (rate.verdict.reset - Timestamp(seconds: 0)).secondsRoundedUp
      rateText.write(rate, reset: reset, to: &response)
    }
    guard !rate.verdict.isAllowed else { return }
    let hint = rateText.hint == .provider ? habit.hint : rateText.hint
    if let text = hint.text(retry: rate.verdict.retry, at: now) {
      response.headers.append("Retry-After", text)
    }
  }
}
