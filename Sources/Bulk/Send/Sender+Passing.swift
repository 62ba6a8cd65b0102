// The way of a request to the transport: a slot, and its turn at the gate. Whoever waits here sees within
// moments that the run has stopped.

import Synchronization

extension Sender {
  /// Waits for a slot and for the gate, and gives the moment of going; `nil` when the run stopped
  /// meanwhile, and then no slot is held.
  func pass() async -> ContinuousClock.Instant? {
    await slots.take()
    await door.take()
    defer { door.give() }
    let began = ContinuousClock.now
    var hasWaited = false
    defer { if hasWaited { waits.passed() } }
    while stopped == nil {
      let now = ContinuousClock.now
      switch gate.withLock({ $0.admit(now: now) }) {
      case .go:
        if hasWaited { meter.waited(now - began) }
        return now
      case .wait(let until, let why):
        waits.atGate(Wait.Cause(why), until: until, now: now)
        hasWaited = true
        await sleep(until: min(until, now + Self.longestNap))
      case .waitForAnswer:
        waits.atGate(.answer, until: nil, now: now)
        hasWaited = true
        await sleep(until: now + Self.answerNap)
      }
    }
    if hasWaited { meter.waited(.now - began) }
    slots.give()
    return nil
  }

  /// How long a sleeper may go on before it looks whether the run stopped or the gate has changed.
  private static let longestNap = Duration.milliseconds(50)
  /// The same where an answer is waited for, which may come any moment.
  private static let answerNap = Duration.milliseconds(1)

  func sleep(until deadline: ContinuousClock.Instant) async {
    while stopped == nil, ContinuousClock.now < deadline {
      let wake = min(deadline, .now + Self.longestNap)
      // Only a cancelled task wakes early, and none that waits here is cancelled.
      try? await Task.sleep(until: wake, tolerance: .zero, clock: .continuous)
    }
  }
}
