import Testing

@testable import Commands

@Suite struct SpeedTests {
  private let start = ContinuousClock.now

  /// A speed that was looked at ten times a second while `done` rows were done at each second.
  private func speed(seconds: Double, done: (Double) -> Double) -> Speed {
    var speed = Speed()
    for tenth in 0...Int(seconds * 10) {
      let time = Double(tenth) / 10
      speed.look(done: Int(done(time)), at: start + .seconds(time))
    }
    return speed
  }

  @Test("nothing is known at first, and nothing while no row is done")
  func unknown() {
    #expect(Speed().perSecond == nil && Speed().time(for: 10) == nil)
    #expect(speed(seconds: 0.9) { $0 * 100 }.perSecond == nil)
    #expect(speed(seconds: 1.5) { $0 * 100 }.time(for: 100) == nil)
    let stuck = speed(seconds: 60) { _ in 0 }
    #expect(stuck.perSecond == nil && stuck.time(for: 1) == nil)
    // One large batch tells a rate only once it is a while ago.
    #expect(speed(seconds: 5) { $0 < 1 ? 0 : 10_000 }.time(for: 10) == nil)
    #expect(speed(seconds: 12) { $0 < 1 ? 0 : 10_000 }.time(for: 10) != nil)
  }

  @Test("a steady rate is told as it is", arguments: [0.5, 30, 12_000])
  func steady(rate: Double) throws {
    let speed = speed(seconds: 120) { $0 * rate }
    let told = try #require(speed.perSecond)
    #expect(abs(told - rate) < rate * 0.05 + 0.05)
    let left = try #require(speed.time(for: Int(rate * 40)))
    #expect(left > .seconds(35) && left < .seconds(45))
  }

  @Test("a provider's bursts and pauses make neither rate nor time left swing wildly")
  func bursts() throws {
    // 60 requests of 100 rows in 5 seconds, then nothing until the minute is over.
    func done(_ time: Double) -> Double {
      let (minutes, second) = ((time / 60).rounded(.down), time.truncatingRemainder(dividingBy: 60))
      return minutes * 6_000 + min(1, second / 5) * 6_000
    }
    for seconds in stride(from: 300.0, to: 360, by: 4) {
      let told = try #require(speed(seconds: seconds, done: done).perSecond)
      #expect(told > 80 && told < 125, "\(told) at \(seconds)")
    }
    let first = try #require(speed(seconds: 59, done: done).perSecond)
    #expect(first > 40 && first < 150, "\(first)")
  }

  @Test("a change of rate is seen within a while")
  func change() throws {
    let speed = speed(seconds: 120) { $0 < 60 ? $0 * 100 : 6_000 + ($0 - 60) * 10 }
    let told = try #require(speed.perSecond)
    #expect(told > 9 && told < 60)
  }

  @Test("time in which the program stood still does not count")
  func suspended() throws {
    var speed = speed(seconds: 60) { $0 * 100 }
    speed.look(done: 6_000, at: start + .seconds(7_260))
    let told = try #require(speed.perSecond)
    #expect(told > 90 && told < 105)
  }

  @Test("time left is never nothing and never years")
  func sense() throws {
    let fast = speed(seconds: 10) { $0 * 1_000_000 }
    #expect(try #require(fast.time(for: 1)) == .seconds(1))
    #expect(fast.time(for: 0) == nil)
    let slow = speed(seconds: 1_000) { ($0 / 100).rounded(.down) }
    #expect(slow.time(for: 1_000_000) == nil)
    #expect(slow.perSecond != nil)
    // Counts and clocks that run backwards are taken as no progress.
    var back = Speed()
    back.look(done: 100, at: start)
    back.look(done: 50, at: start + .seconds(2))
    back.look(done: 60, at: start + .seconds(1))
    #expect(back.perSecond.map { $0 >= 0 && $0.isFinite } ?? true)
  }
}
