// The way of a request to the transport: its turn at the gate, and a slot. Whoever waits here sleeps until the
// moment that the gate names, or until something happens: an answer, a refusal, the end of the run.

import Providers
import Synchronization

extension Sender {
  /// Waits for the gate and for a slot, and gives the moment of going; `nil` when the run stopped
  /// meanwhile, and then no slot is held.
  ///
  /// Those of one class go in the order of coming. Nobody holds a slot while the gate keeps him, so that one class
  /// does not keep the others.
  func pass(_ rateClass: RateClass?) async -> ContinuousClock.Instant? {
    let door = doors.door(of: rateClass)
    await door.take()
    defer { door.give() }
    let name = rateClass?.name
    var hasWaited = false
    defer { if hasWaited { meter.waited(waits.passed(of: name, now: .now)) } }
    while true {
      await slots.take()
      guard stopped == nil else { break }
      let seen = sleepers.changes
      let now = ContinuousClock.now
      let (until, cause): (ContinuousClock.Instant?, Wait.Cause)
      switch gates.withLock({ $0.admit(rateClass, now: now) }) {
      case .go: return now
      case .wait(let moment, let why): (until, cause) = (moment, Wait.Cause(why))
      case .waitForAnswer: (until, cause) = (nil, .answer)
      }
      slots.give()
      waits.atGate(cause, of: name, until: until, now: now)
      hasWaited = true
      await sleepers.sleep(until: until, watching: .gate, since: seen)
    }
    slots.give()
    return nil
  }

  private var sleepers: Sleepers { stopSwitch.sleepers }

  /// The gates have heard something.
  func gateChanged() { sleepers.gateChanged() }

  /// Sleeps until a moment; ends early when the run stops.
  func sleep(until moment: ContinuousClock.Instant) async {
    guard stopped == nil, ContinuousClock.now < moment else { return }
    await sleepers.sleep(until: moment, watching: .end)
  }
}

/// One at a time asks a gate, in the order of coming; the others wait at the door of their class.
final class Doors: Sendable {
  private let doors = Mutex<[String?: Slots]>([:])

  func door(of rateClass: RateClass?) -> Slots {
    doors.withLock { doors in
      if let door = doors[rateClass?.name] { return door }
      let door = Slots(1)
      doors[rateClass?.name] = door
      return door
    }
  }
}
