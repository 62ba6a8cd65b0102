// The past of one request on its way to a result. Pure.

import HTTP
import Providers

/// How often a request was sent, what went wrong, and whether it may have been carried out.
struct ExchangeAttempt<Content: Sendable> {
  var sent = 0
  /// When it was sent first.
  var began: ContinuousClock.Instant?
  private(set) var faults = 0
  /// The answers of the whole run when this request was first sent.
  let answersBefore: Int
  private var mayHaveActed = false
  private var lastFault: ExchangeFault?

  init(answersBefore: Int) { self.answersBefore = answersBefore }

  mutating func note(_ fault: ExchangeFault) {
    faults += 1
    lastFault = fault
    if fault.mayHaveActed { mayHaveActed = true }
  }

  /// Whether nothing is gained by waiting before it is sent again: a first connection that had died says
  /// nothing of the provider.
  var goesAtOnce: Bool { faults == 1 && lastFault?.metDeadConnection == true }

  /// The request as it goes this time: after a fault on no connection that others share.
  func form(of request: HTTPRequest) -> HTTPRequest {
    var form = request
    form.isRepeatable = request.isRepeatable && faults == 0
    return form
  }

  func ended(_ result: Exchange<Content>.Result) -> Exchange<Content> {
    Exchange(result: result, sent: sent, mayHaveActedBefore: mayHaveActed)
  }

  /// The resends are used up.
  func givenUp(_ why: Refusal) -> Exchange<Content> {
    ended(mayHaveActed ? .lost(why) : .unsent(why))
  }

  /// The run stopped before it could be sent again.
  func stopped() -> Exchange<Content> {
    guard let lastFault else { return ended(.stopped) }
    return givenUp(lastFault.why)
  }
}

/// A sending that brought no answer to rely on.
struct ExchangeFault: Sendable {
  var why: Refusal
  var mayHaveActed: Bool
  /// What the answer, if there was one, says about when to come back.
  var hints = RateHints()
  /// Whether it went over a kept-alive connection that had died.
  var metDeadConnection = false
  /// What follows from it should nothing else be answered.
  var stop: Stop?
}

extension Refusal {
  /// What is said of a request whose answer nobody waited for.
  static let notWaitedFor = Refusal("interrupted", "the run was interrupted before the answer came")
}
