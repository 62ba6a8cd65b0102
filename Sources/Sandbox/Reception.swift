// Between the server and a stand-in: counts what comes, lets faults befall it, delays the answer.

import HTTP
import Synchronization

/// One provider's door.
///
/// Any thread may ask it for its counters.
final class Reception: Sendable {
  private struct State {
    var plan: FaultPlan
    var churn: ChurnClock?
    var counters = SandboxCounters()
    var received = 0
    var inFlight = 0
    var late: [Late] = []
  }

  /// A request that nobody waits for any more and that is still to be carried out.
  private struct Late {
    var request: IncomingRequest
    var operation: SandboxOperation
    /// The number of the request that it is done before.
    var due: Int
  }

  private let standIn: any StandIn
  private let latency: Latency
  private let state: Mutex<State>

  init(_ standIn: any StandIn, _ options: SandboxOptions) {
    self.standIn = standIn
    latency = options.latency
    state = Mutex(
      State(plan: FaultPlan(options.faults), churn: options.churn.map { ChurnClock($0) }))
  }

  var targetCap: Int { standIn.targetCap }

  var counters: SandboxCounters { state.withLock { $0.counters } }

  /// Does what a request asks for, unless a fault befalls it, and says how it is to be answered.
  func receive(_ request: IncomingRequest, at now: Timestamp) -> Delivery {
    let operation = standIn.operation(of: request)
    carryOutLate(before: state.withLock { $0.received + 1 }, at: now)
    disturb(state.withLock { $0.churn?.due(at: now) ?? 0 }, at: now)
    let (number, fault) = state.withLock { state in
      state.received += 1
      state.inFlight += 1
      state.counters.mostInFlight = max(state.counters.mostInFlight, state.inFlight)
      let fault = state.plan.fault(for: request, operation: operation, at: standIn.provider)
      return (state.received, fault)
    }
    let action = fault?.action ?? .serve
    if case .late(let requests) = action {
      let due = number &+ requests &+ 1
      state.withLock { $0.late.append(Late(request: request, operation: operation, due: due)) }
    }
    let answer = action.acts ? standIn.answer(request, operation, at: now) : nil
    let form = form(of: action, with: answer)
    state.withLock { $0.counters.count(operation, form, answer?.tally ?? LinkTally()) }
    let delay = latency.delay(ofRequest: number) + (fault?.delay ?? .zero)
    return Delivery(form, after: delay, heldKey: answer?.heldKey)
  }

  /// Another client comes first, with so many changes.
  func disturb(_ changes: Int, at now: Timestamp) {
    guard changes > 0 else { return }
    let tally = standIn.disturb(changes, at: now)
    state.withLock { $0.counters.addByOthers(tally) }
  }

  private func form(of action: FaultRule.Action, with answer: Answer?) -> Delivery.Form {
    switch action {
    case .close, .late: return .closed
    case .hang: return .hung
    case .answer(let response, _): return .whole(response)
    case .serve, .cut: break
    }
    guard let response = answer?.response else { return .closed }
    guard case .cut(let bytes) = action else { return .whole(response) }
    // At least one byte is always left out; of an empty body it is the last of the head.
    return .cut(response, bodyBytes: min(bytes ?? response.body.count / 2, response.body.count - 1))
  }

  /// Does what was asked by requests that are late, in the order in which they came: those that are due before
  /// the request with that number, or all.
  func carryOutLate(before number: Int = .max, at now: Timestamp) {
    let due = state.withLock { state in
      let due = state.late.filter { $0.due <= number }
      state.late.removeAll { $0.due <= number }
      return due
    }
    for late in due {
      let answer = standIn.answer(late.request, late.operation, at: now)
      if let key = answer.heldKey { standIn.release(key) }
      state.withLock { $0.counters.add(answer.tally) }
    }
  }

  /// What is said to bytes that are no request.
  func refuse(_ fault: RequestFault) -> HTTPResponse {
    let response = standIn.refuse(fault)
    state.withLock { $0.counters.count(.other, .whole(response), LinkTally()) }
    return response
  }

  /// Takes note that an exchange is over.
  func finished(holding key: String?) {
    state.withLock { $0.inFlight -= 1 }
    if let key { standIn.release(key) }
  }
}

extension FaultRule.Action {
  /// Whether the stand-in does what was asked.
  fileprivate var acts: Bool {
    switch self {
    case .serve, .cut: true
    case .late: false
    case .close(let acts), .hang(let acts), .answer(_, let acts): acts
    }
  }
}
