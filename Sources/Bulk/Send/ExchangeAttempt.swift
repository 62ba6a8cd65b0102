// The past of one request on its way to a result. Pure.

import Providers

/// How often a request was sent, what went wrong, and whether it may have been carried out.
struct ExchangeAttempt<Content: Sendable> {
  var sent = 0
  private(set) var faults = 0
  /// The answers of the whole run when this request was first sent.
  let answersBefore: Int
  private var mayHaveActed = false
  private var lastFault: Refusal?

  init(answersBefore: Int) { self.answersBefore = answersBefore }

  mutating func note(_ why: Refusal, mayHaveActed: Bool) {
    faults += 1
    lastFault = why
    if mayHaveActed { self.mayHaveActed = true }
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
    return givenUp(lastFault)
  }
}
