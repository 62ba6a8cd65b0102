import Testing

@testable import Bulk

@Suite struct WaitsTests {
  private let start = ContinuousClock.now

  @Test("the gate's wait is the one that is told, with the time since it began")
  func gate() {
    let waits = Waits()
    #expect(waits.current == nil)
    waits.atGate(.rateLimit, until: start + .seconds(14), now: start)
    waits.atGate(.rateLimit, until: start + .seconds(15), now: start + .seconds(5))
    #expect(waits.current == Wait(.rateLimit, since: start, until: start + .seconds(15)))
    waits.atGate(.ownRate, until: start + .seconds(20), now: start + .seconds(15))
    #expect(waits.current?.since == start + .seconds(15))
    waits.passed(now: start + .seconds(20))
    #expect(waits.current == nil)
  }

  @Test("of several resends the next one is told, and the gate goes first where its end is known")
  func resends() {
    let waits = Waits()
    let late = waits.pause(until: start + .seconds(9), now: start)
    let soon = waits.pause(until: start + .seconds(4), now: start)
    #expect(waits.current == Wait(.resend, since: start, until: start + .seconds(4)))
    waits.atGate(.answer, until: nil, now: start)
    #expect(waits.current?.cause == .resend)
    waits.atGate(.rateLimit, until: start + .seconds(60), now: start)
    #expect(waits.current?.cause == .rateLimit)
    waits.passed(now: start + .seconds(20))
    waits.resume(soon)
    #expect(waits.current?.until == start + .seconds(9))
    waits.resume(late)
    #expect(waits.current == nil)
  }

  @Test("every reason of the gate has a cause for people")
  func causes() {
    let limits: [Admission.Reason] = [.refused, .usedUp, .documented, .learnedPace]
    #expect(limits.allSatisfy { Wait.Cause($0) == .rateLimit })
    #expect(Wait.Cause(.userRate) == .ownRate)
    #expect(Wait.Cause(.firstAnswer) == .answer && Wait.Cause(.concurrency) == .answer)
  }
}
