// What a settlement wants done next. A stack, since what follows from an answer goes before what was planned earlier.

import Providers

/// What is to be done next.
indirect enum Step: Sendable {
  case send(Parcel)
  case look(Parcel, Question)
  /// A pause before these steps, for the how many-th time.
  case pause(Int, then: [Step])
}

/// What came of a step.
enum StepEnd: Sendable {
  case sent(Parcel, Exchange<Report>)
  case looked(Parcel, Question, Sights)
  case paused(then: [Step])
}

/// The steps of a settlement that are to be done, and how many are under way.
struct StepQueue: Sendable {
  /// The next one is the last.
  private var steps: [Step] = []
  private var inFlight = 0
  /// Only one step at a time, so that what still fits into a quota is found.
  var isSerial = false

  /// The next step, `nil` while the ends of others are waited for, or when all is done.
  mutating func next() -> Step? {
    if isSerial, inFlight > 0 { return nil }
    guard let step = steps.popLast() else { return nil }
    inFlight += 1
    return step
  }

  /// A step is over.
  mutating func ended() { inFlight -= 1 }

  /// Whether there is a step that can go beside those under way.
  var hasNext: Bool { !steps.isEmpty && !isSerial }

  mutating func add(_ step: Step) { steps.append(step) }

  /// Steps in their order, one after another or side by side.
  mutating func add(_ steps: [Step]) { self.steps += steps.reversed() }

  /// Parcels that are sent, in their order.
  mutating func send(_ parcels: [Parcel]) { add(parcels.sends) }
}

extension [Parcel] {
  /// The requests of those that are not empty.
  var sends: [Step] { filter { !$0.places.isEmpty }.map { .send($0) } }
}
