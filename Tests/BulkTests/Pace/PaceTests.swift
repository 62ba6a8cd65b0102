// What whole runs promise, whatever limits them. How close they come to the least time is PaceTable's.

import HTTP
import Providers
import Testing

@testable import Bulk

@Suite struct PaceTests {
  private static let roundTrips = [0.05, 0.3]

  @Test(
    "with 20 requests in 2 s and 190 to send, every form of Retry-After costs little",
    arguments: [
      "0", "-1", "", "soon", "NaN", "1e9", "31536000", "99999999999999999999",
      "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "1787360000000",
      "1787360000",
    ])
  func hostile(text: String) {
    for kind in [LimiterKind.fixed, .sliding] {
      let told = PaceFigures(kind, .twentyInTwoSeconds, .hostileRetry(text))
      #expect(told.worstRatio <= 1.15 && told.mostRefusals <= 3)
      let noReset = PaceFigures(kind, .twentyInTwoSeconds, .hostileReset(text))
      #expect(noReset.meanRatio <= 1.4 && noReset.worstRatio <= 1.6 && noReset.mostRefusals <= 24)
      let alone = PaceFigures(kind, .twentyInTwoSeconds, .retryText(text))
      #expect(alone.meanRatio <= 1.45 && alone.worstRatio <= 1.6 && alone.mostRefusals <= 24)
    }
  }

  /// How much longer a run of 500 requests takes where some arrivals are refused.
  private func cost(
    of strays: [Int], _ headers: HTTPHeaders, workers: Int, roundTrip: Double
  ) -> Double {
    var terms = PaceSimulation()
    terms.requests = 500
    terms.telling = .nothing
    terms.workers = workers
    terms.roundTrip = roundTrip
    let free = terms.run(NoLimit()).seconds
    for arrival in strays { terms.strays[arrival] = headers }
    let result = terms.run(NoLimit())
    #expect(result.done == 500 && result.refusals == strays.count)
    return result.seconds - free
  }

  @Test(
    "429s without figures that do not come again slow a run for seconds only",
    arguments: [
      [1], [1, 2, 3], [2, 3, 4], [1, 3, 5], [2, 4, 6], [2, 5, 9], [10, 11, 12], [101],
    ],
    [1, 8])
  func strays(arrivals: [Int], workers: Int) {
    for roundTrip in Self.roundTrips {
      for headers in [[:], ["Retry-After": "1"]] as [HTTPHeaders] {
        let cost = cost(of: arrivals, headers, workers: workers, roundTrip: roundTrip)
        // Ten beside the waits of three in a row, which double from half a second and are lengthened by chance.
        #expect(cost <= 14.4, "round trip \(roundTrip)")
      }
    }
  }

  @Test(
    "a single 429 costs no more than what it asks for and 2 s", arguments: StrayCost.all.indices)
  func oneStray(index: Int) {
    let cost = StrayCost.all[index]
    for stray in Stray.all { #expect(cost.most(stray, at: [60]) <= 2, "\(stray.words)") }
  }

  @Test("a long wait that a 429 asked for once is not waited for again", arguments: [1, 8])
  func longStray(workers: Int) {
    for arrivals in [[1], [31], [101]] {
      let cost = cost(of: arrivals, ["Retry-After": "30"], workers: workers, roundTrip: 0.05)
      #expect(cost <= 32)
    }
  }

  @Test(
    "a 429 while the figures show room costs the wait that it asks for, and hardly more",
    arguments: [[2], [50], [2, 3, 4], [50, 51, 52], [10, 20, 30]])
  func despiteRoom(arrivals: [Int]) {
    for headers in [[:], ["Retry-After": "1"]] as [HTTPHeaders] {
      var terms = PaceSimulation()
      terms.requests = 300
      terms.phase = 5
      let free = terms.run(FixedWindow(limit: 600, window: 60)).seconds
      for arrival in arrivals { terms.strays[arrival] = headers }
      let result = terms.run(FixedWindow(limit: 600, window: 60))
      #expect(result.done == 300)
      #expect(result.seconds - free <= 6)
    }
  }

  @Test("a limit on requests at once is found and kept to", arguments: [1, 3, 6], [0.05, 0.3])
  func concurrency(limit: Int, roundTrip: Double) {
    for telling in [Telling.nothing, .retryText("1"), .milliseconds] {
      var terms = PaceSimulation()
      terms.requests = 800
      terms.roundTrip = roundTrip
      terms.telling = telling
      let result = terms.run(ConcurrencyLimit(limit: limit))
      #expect(result.done == 800 && result.breaches == 0)
      // Each 429 that asks for a second costs one, and two that follow soon teach a pace, which is left again in steps.
      let slack = telling == .retryText("1") ? 30.0 : 10
      #expect(result.seconds <= result.leastSeconds * 1.35 + slack)
      #expect(result.refusals <= 16)
    }
  }

  @Test("a server without a limit is used as fast as the workers can", arguments: [0.001, 0.3])
  func unlimited(roundTrip: Double) {
    var terms = PaceSimulation()
    terms.telling = .nothing
    terms.roundTrip = roundTrip
    let result = terms.run(NoLimit())
    // One round trip longer, for the first answer; and ways differ by a fifth.
    #expect(result.seconds <= roundTrip * 28)
    #expect(result.mostInFlight == 8 && result.refusals == 0)
  }

  @Test(
    "clocks that disagree cost little time",
    arguments: [-7200, -10, -1.5, -0.4, 0.4, 1.5, 10, 7200])
  func skew(seconds: Double) {
    for kind in [LimiterKind.fixed, .sliding] {
      for shape in [Shape.twentyInTwoSeconds, .sixtyAMinute] {
        var terms = PaceSimulation()
        terms.skew = seconds
        let figures = PaceFigures(kind, shape, .milliseconds, terms: terms)
        #expect(figures.worstRatio <= 1.6)
        #expect(figures.mostRefusals <= 45)
      }
    }
  }

  @Test("runs that share a key get equal shares, with few 429s each", arguments: [2, 3])
  func shared(runs: Int) {
    for kind in [LimiterKind.fixed, .sliding, .token] {
      for shape in [Shape.twentyInTwoSeconds, .sixtyAMinute] {
        var terms = PaceSimulation()
        terms.runs = runs
        let figures = PaceFigures(kind, shape, .milliseconds, terms: terms)
        #expect(figures.worstRatio <= 1.75, "\(kind) \(shape)")
        #expect(figures.mostRefusals <= 35 * runs, "\(kind) \(shape)")
        // In windows of twenty requests, a few that go first are much.
        let least = shape.limit > 20 ? 0.9 : runs == 2 ? 0.7 : kind == .fixed ? 0.5 : 0.3
        #expect(figures.fairness >= least, "\(kind) \(shape) \(runs): \(figures.fairness)")
      }
    }
  }

  @Test("lost requests do not stop a run, whatever is told", arguments: [3, 10])
  func losses(every: Int) {
    for telling in [Telling.milliseconds, .retrySeconds, .nothing] {
      for kind in [LimiterKind.fixed, .sliding] {
        var terms = PaceSimulation()
        terms.losesEvery = every
        let figures = PaceFigures(kind, Shape.twentyInTwoSeconds, telling, terms: terms)
        // With every third lost, 429s are all that tells, and the pace that they teach is too low for some windows.
        let most = telling == .milliseconds ? 1.5 : 3.0
        #expect(figures.worstRatio <= most, "\(kind) \(telling)")
      }
    }
  }

  @Test("after a pause no more goes than the limit takes, and not all of it at once")
  func pause() {
    for kind in [LimiterKind.fixed, .sliding, .log, .token] {
      for telling in [Telling.milliseconds, .nothing] {
        var terms = PaceSimulation()
        terms.requests = 2400
        terms.window = 60
        terms.telling = telling
        terms.pause = 250...330
        let result = terms.run(kind.limiter(300, per: 60))
        #expect(result.done == 2400 && result.breaches == 0)
        let atOnce = result.sends.count { $0 >= 330 && $0 < 330.02 }
        #expect(atOnce <= terms.workers, "\(kind) \(telling)")
        let refused = result.refusals
        #expect(telling == .nothing ? refused <= 60 : refused <= 4, "\(kind): \(refused)")
      }
    }
  }

  @Test("a raised limit that the headers tell is used within two windows")
  func raised() {
    for kind in [LimiterKind.fixed, .sliding, .token, .log] {
      var terms = PaceSimulation()
      terms.requests = 3000
      terms.window = 60
      let result = terms.run(
        Changing(kind.limiter(100, per: 60), at: 300, to: kind.limiter(600, per: 60)))
      // Of two windows after it a whole new limit, at least.
      let soon = result.sends.count { $0 >= 300 && $0 < 420 }
      #expect(soon >= 600, "\(kind): \(soon)")
    }
  }

  @Test("headers go before the documented limit")
  func documentedTooLow() {
    var terms = PaceSimulation()
    terms.documented = [RateLimit(requests: 10, per: .seconds(60))]
    let figures = PaceFigures(.fixed, .sixtyAMinute, .milliseconds, terms: terms)
    #expect(figures.worstRatio <= 1.1)
  }

  @Test("the user's rate is kept evenly, and takes the place of the documented limit")
  func userRate() {
    var terms = PaceSimulation()
    terms.documented = [RateLimit(requests: 1, per: .seconds(60))]
    terms.atMost = RateLimit(requests: 10, per: .seconds(1))
    terms.telling = .nothing
    let result = terms.run(NoLimit())
    for (earlier, later) in zip(result.sends, result.sends.dropFirst()) {
      #expect(later - earlier >= 0.075)
    }
    #expect(result.seconds >= 19.9 && result.seconds <= 20.2)
  }
}
