// How many requests may be in flight, learned from a provider that refuses by that and not by rate.

/// A cap on requests in flight: none until refusals show one, then lowered at once and raised slowly.
struct FlightCap: Sendable {
  private var cap: Int?

  /// The most requests in flight, itself included, when one that was then accepted was sent, since
  /// the gate last opened.
  private var mostAccepted = 0

  /// Requests accepted since the cap was last changed, and how many it takes to try one more.
  private var accepted = 0
  private var patience = 50

  func admission(inFlight: Int) -> Admission {
    guard let cap, inFlight >= cap else { return .go }
    return .waitForAnswer(why: .concurrency)
  }

  mutating func accepted(inFlight: Int) {
    mostAccepted = max(mostAccepted, inFlight)
    guard let current = cap else { return }
    accepted += 1
    if accepted >= patience {
      cap = current + 1
      accepted = 0
      patience = min(patience * 2, 10_000)
    }
  }

  /// Takes a refusal into account; true when the number in flight explains it.
  ///
  /// It does when nothing has been accepted with as many in flight. A refusal with fewer in flight
  /// than were accepted before, or alone, is about something else, and the cap goes.
  mutating func refused(inFlight: Int) -> Bool {
    let explains = inFlight > 1 && inFlight > mostAccepted
    cap = explains ? max(1, inFlight - 1) : nil
    mostAccepted = 0
    accepted = 0
    return explains
  }
}
