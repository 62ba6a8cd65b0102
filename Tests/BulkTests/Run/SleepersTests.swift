// Who waits sleeps until its moment or until something happens, and is never forgotten.

import Synchronization
import Testing

@testable import Bulk

@Suite struct SleepersTests {
  /// What happened, in order.
  private final class Order: Sendable {
    private let notes = Mutex<[String]>([])

    var all: [String] { notes.withLock { $0 } }

    func note(_ text: String) { notes.withLock { $0.append(text) } }
  }

  @Test("a sleeper wakes at its moment, and not before")
  func moment() async {
    let sleepers = Sleepers()
    let moment = ContinuousClock.now + .milliseconds(30)
    await sleepers.sleep(until: moment, watching: .end)
    #expect(ContinuousClock.now >= moment)
  }

  @Test("one who watches the gate wakes when it hears something, others only at the end")
  func gate() async {
    let sleepers = Sleepers()
    let order = Order()
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await sleepers.sleep(until: nil, watching: .end)
        order.note("end")
      }
      await withTaskGroup(of: Void.self) { watchers in
        for _ in 0..<10 {
          let seen = sleepers.changes
          watchers.addTask { await sleepers.sleep(until: nil, watching: .gate, since: seen) }
        }
        sleepers.gateChanged()
      }
      order.note("watchers")
      sleepers.end()
    }
    #expect(order.all == ["watchers", "end"])
  }

  @Test("nobody falls asleep who has missed what happened, or after the end")
  func missed() async {
    let sleepers = Sleepers()
    let seen = sleepers.changes
    sleepers.gateChanged()
    await sleepers.sleep(until: nil, watching: .gate, since: seen)
    sleepers.end()
    await sleepers.sleep(until: nil, watching: .end)
    await sleepers.sleep(until: nil, watching: .gate, since: sleepers.changes)
  }

  @Test("a stop wakes whoever sleeps, and so does the end of the time that a run may take")
  func stop() async {
    let stopped = StopSwitch()
    let sleeping = Task { await stopped.sleepers.sleep(until: nil, watching: .end) }
    stopped.stop(.outputClosed)
    await sleeping.value
    let timed = StopSwitch(mostTime: .milliseconds(20))
    await timed.sleepers.sleep(until: nil, watching: .end)
    #expect(timed.stopped == .timeIsUp(.milliseconds(20)))
  }
}
