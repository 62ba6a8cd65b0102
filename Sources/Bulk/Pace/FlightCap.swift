// How many requests may be in flight, learned from a provider that refuses by that and not by rate.

/// A cap on requests in flight: none until refusals show one, then lowered at once and raised again.
///
/// It is raised faster and faster until it meets a refusal, so that a refusal for something else does not
/// hold a run up; where it meets one each time, it is raised less and less often.
struct FlightCap: Sendable {
  private var cap: Int?

  /// What the provider documents, which is never exceeded.
  private let documented: Int?

  /// The most requests in flight, itself included, when one that was then accepted was sent, since
  /// the gate last opened.
  private var mostAccepted = 0

  /// Requests accepted since the cap was last changed, and how many it takes to try one more.
  private var accepted = 0
  private var patience = Self.leastPatience

  /// How many it takes after the next refusal.
  private var firstPatience = Self.leastPatience
  /// How often it was raised since the last refusal.
  private var rises = 0

  private static let leastPatience = 40
  private static let mostPatience = 10_000
  /// After so many there is no limit where one was believed.
  private static let manyRises = 4
  /// Fewer answers than this may all be of requests that were sent before the cap was raised.
  private static let shortest = 4

  /// A cap of less than one is taken for one.
  init(documented: Int? = nil) { self.documented = documented.map { max(1, $0) } }

  func admission(inFlight: Int) -> Admission {
    inFlight < min(cap ?? .max, documented ?? .max) ? .go : .waitForAnswer(why: .concurrency)
  }

  mutating func accepted(inFlight: Int) {
    mostAccepted = max(mostAccepted, inFlight)
    guard let current = cap else { return }
    accepted += 1
    guard accepted >= patience else { return }
    cap = current + 1
    accepted = 0
    patience = max(Self.shortest, patience / 2)
    rises += 1
    if rises == Self.manyRises { firstPatience = Self.leastPatience }
  }

  /// Takes a refusal into account; true when the number in flight explains it.
  ///
  /// It does when nothing has been accepted with as many in flight. A refusal with fewer in flight
  /// than were accepted before, or alone, is about something else, and the cap goes.
  mutating func refused(inFlight: Int) -> Bool {
    let explains = inFlight > 1 && inFlight > mostAccepted
    let isTrying = (1..<Self.manyRises).contains(rises)
    cap = explains ? max(1, inFlight - 1) : isTrying ? cap.map { max(1, $0 - 1) } : nil
    if rises > 0 { firstPatience = min(firstPatience * 2, Self.mostPatience) }
    patience = firstPatience
    rises = 0
    mostAccepted = 0
    accepted = 0
    return explains
  }
}
