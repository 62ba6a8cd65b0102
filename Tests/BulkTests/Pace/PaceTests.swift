// Whole runs against every kind of limiter and of telling. `LINKCTL_PACE_TABLE=1 swift test --filter
// PaceTests` takes minutes, tries every size, round trip and phase, and prints the figures: time over
// the least time, and 429s, mean and worst over the phases. Without it a part of that is tried.

import Foundation
import HTTP
import Providers
import Testing

@testable import Bulk

/// A kind of limiter, in the size that a row of the table asks for.
enum LimiterKind: String, Sendable, CaseIterable {
  case fixed, sliding, log, token, tokenNext, leaky

  func limiter(_ limit: Int, per window: Double) -> any Limiter {
    switch self {
    case .fixed: FixedWindow(limit: limit, window: window)
    case .sliding: SlidingWindow(limit: limit, window: window)
    case .log: RollingLog(limit: limit, window: window)
    case .token: TokenBucket(capacity: limit, per: window, requests: limit)
    case .tokenNext: TokenBucket(capacity: limit, per: window, requests: limit, tellsFull: false)
    case .leaky: TokenBucket(capacity: 5, per: window, requests: limit)
    }
  }
}

/// A limit, and how many requests it is tried with.
struct Shape: Sendable, CustomTestStringConvertible {
  var limit: Int
  var window: Double
  var requests: Int
  var testDescription: String { "\(limit) per \(Int(window)) s, \(requests) requests" }

  static let twentyInTwoSeconds = Shape(limit: 20, window: 2, requests: 200)
  static let sixtyAMinute = Shape(limit: 60, window: 60, requests: 600)

  static let tried =
    Extent.isWhole
    ? [
      twentyInTwoSeconds, sixtyAMinute, Shape(limit: 600, window: 60, requests: 3000),
      Shape(limit: 3000, window: 60, requests: 9000),
    ] : [twentyInTwoSeconds, Shape(limit: 300, window: 60, requests: 1200)]
}

/// How much is tried.
enum Extent {
  static let isWhole = ProcessInfo.processInfo.environment["LINKCTL_PACE_TABLE"] != nil
  static let roundTrips = isWhole ? [0.001, 0.05, 0.3] : [0.05, 0.3]
  static let phases = isWhole ? [0.03, 0.35, 0.7, 0.93] : [0.35, 0.93]
}

/// Means and worsts over four phases of the server's window.
struct PaceFigures {
  var worstRatio = 0.0
  var meanRatio = 0.0
  var mostRefusals = 0
  var meanRefusals = 0.0

  init(
    _ kind: LimiterKind, _ shape: Shape, roundTrip: Double, _ telling: Telling,
    terms: PaceSimulation = PaceSimulation()
  ) {
    let phases = Extent.phases
    for (index, phase) in phases.enumerated() {
      var terms = terms
      terms.requests = shape.requests
      terms.roundTrip = roundTrip
      terms.phase = phase * shape.window
      terms.telling = telling
      terms.seed = UInt64(index + 1)
      let result = terms.run(kind.limiter(shape.limit, per: shape.window))
      #expect(result.done == shape.requests * terms.runs && result.gaveUp == nil)
      // Asked at most once for each thing that happened: no loop without waiting.
      #expect(result.admissions <= 6 * (result.done + result.refusals) + 100)
      worstRatio = max(worstRatio, result.ratio)
      meanRatio += result.ratio / Double(phases.count)
      mostRefusals = max(mostRefusals, result.refusals)
      meanRefusals += Double(result.refusals) / Double(phases.count)
    }
    guard Extent.isWhole else { return }
    print(
      "\(telling) \(kind) \(shape.limit)/\(Int(shape.window))s, round trip \(roundTrip):",
      String(
        format: "time %.3f mean %.3f worst, 429s %.1f mean %d most", meanRatio, worstRatio,
        meanRefusals, mostRefusals))
  }
}

@Suite struct PaceTests {
  @Test(
    "told what is left and until when, a run takes little more than the least time and draws few 429s",
    arguments: Shape.tried, Extent.roundTrips)
  func told(shape: Shape, roundTrip: Double) {
    for kind in [LimiterKind.fixed, .sliding] {
      for telling in [Telling.milliseconds, .epochSeconds, .seconds, .untilRefused] {
        let figures = PaceFigures(kind, shape, roundTrip: roundTrip, telling)
        #expect(figures.worstRatio <= 1.25, "\(kind) \(telling)")
        #expect(figures.meanRatio <= 1.2, "\(kind) \(telling)")
        #expect(figures.mostRefusals <= 8, "\(kind) \(telling)")
      }
    }
    for kind in [LimiterKind.log, .token, .tokenNext, .leaky] {
      let figures = PaceFigures(kind, shape, roundTrip: roundTrip, .milliseconds)
      #expect(figures.worstRatio <= (kind == .leaky ? 2.5 : 1.35), "\(kind)")
      #expect(figures.mostRefusals <= 20, "\(kind)")
    }
  }

  @Test(
    "with 20 requests in 2 s and 200 to send, every form of Retry-After costs little",
    arguments: [
      "0", "-1", "", "soon", "NaN", "1e9", "31536000", "99999999999999999999",
      "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "1787360000000",
      "1787360000",
    ])
  func hostile(text: String) {
    for kind in [LimiterKind.fixed, .sliding] {
      let told = PaceFigures(kind, .twentyInTwoSeconds, roundTrip: 0.05, .hostileRetry(text))
      #expect(told.worstRatio <= 1.25 && told.mostRefusals <= 5)
      let noReset = PaceFigures(kind, .twentyInTwoSeconds, roundTrip: 0.05, .hostileReset(text))
      #expect(noReset.meanRatio <= 1.4 && noReset.worstRatio <= 1.6 && noReset.mostRefusals <= 12)
      let alone = PaceFigures(kind, .twentyInTwoSeconds, roundTrip: 0.05, .retryText(text))
      #expect(alone.meanRatio <= 1.45 && alone.worstRatio <= 1.6 && alone.mostRefusals <= 24)
    }
  }

  @Test(
    "with only Retry-After, or nothing at all, the pace is learned from 429s",
    arguments: Shape.tried, Extent.roundTrips)
  func untold(shape: Shape, roundTrip: Double) {
    for kind in [LimiterKind.fixed, .sliding, .log, .token, .leaky] {
      for telling in [Telling.retrySeconds, .retryDate, .nothing] {
        let figures = PaceFigures(kind, shape, roundTrip: roundTrip, telling)
        // Three windows long: the first, in which the limit is found, weighs a third.
        let isShort = shape.limit == 3000
        #expect(figures.meanRatio <= (isShort ? 2 : 1.75), "\(kind) \(telling)")
        #expect(figures.mostRefusals <= 45, "\(kind) \(telling)")
      }
    }
  }

  /// How much longer a run of 500 requests takes where some arrivals are refused, beside the time in
  /// which 429s closed the gate.
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
    let cost = result.seconds - free - result.closedSeconds
    if Extent.isWhole {
      print(
        "429 to \(strays), \(workers) at once, round trip \(roundTrip):",
        String(format: "closed %.1f, then %.1f s lost", result.closedSeconds, cost))
    }
    return cost
  }

  @Test(
    "429s without figures that do not come again slow a run for seconds only",
    arguments: [
      [1], [1, 2, 3], [2, 3, 4], [1, 3, 5], [2, 4, 6], [2, 5, 9], [10, 11, 12], [101],
    ],
    [1, 8])
  func strays(arrivals: [Int], workers: Int) {
    for roundTrip in Extent.roundTrips {
      for headers in [[:], ["Retry-After": "1"]] as [HTTPHeaders] {
        let cost = cost(of: arrivals, headers, workers: workers, roundTrip: roundTrip)
        #expect(cost <= 10, "round trip \(roundTrip)")
      }
    }
  }

  @Test(
    "a long wait that a 429 asked for once is not waited for again and again", arguments: [1, 8])
  func longStray(workers: Int) {
    for arrivals in [[1], [31], [101]] {
      let cost = cost(of: arrivals, ["Retry-After": "30"], workers: workers, roundTrip: 0.05)
      #expect(cost <= 16)
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
      #expect(result.done == 300 && result.closedSeconds <= 4)
      #expect(result.seconds - free - result.closedSeconds <= 4)
    }
  }

  @Test("a limit on requests at once is found and kept to", arguments: [1, 3, 6], [0.05, 0.3])
  func concurrency(limit: Int, roundTrip: Double) {
    for telling in [Telling.nothing, .retryText("1")] {
      var terms = PaceSimulation()
      terms.requests = 800
      terms.roundTrip = roundTrip
      terms.telling = telling
      let result = terms.run(ConcurrencyLimit(limit: limit))
      #expect(result.done == 800)
      // Each 429 that asks for a second costs one.
      #expect(result.seconds <= result.leastSeconds * 1.35 + 7)
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
    #expect(result.mostInFlight == 8 && result.refusals == 0 && result.closedSeconds == 0)
  }

  @Test(
    "clocks that disagree cost little time",
    arguments: [-7200, -10, -1.5, -0.4, 0.4, 1.5, 10, 7200])
  func skew(seconds: Double) {
    for kind in [LimiterKind.fixed, .sliding] {
      for shape in [Shape.twentyInTwoSeconds, .sixtyAMinute] {
        var terms = PaceSimulation()
        terms.skew = seconds
        let figures = PaceFigures(
          kind, shape, roundTrip: 0.05, .milliseconds, terms: terms)
        #expect(figures.worstRatio <= 1.6)
        #expect(figures.mostRefusals <= 45)
      }
    }
  }

  @Test("runs that share a key finish together, with few 429s each", arguments: [2, 3])
  func shared(runs: Int) {
    for kind in [LimiterKind.fixed, .sliding] {
      for shape in [Shape.twentyInTwoSeconds, .sixtyAMinute] {
        var terms = PaceSimulation()
        terms.runs = runs
        let figures = PaceFigures(kind, shape, roundTrip: 0.05, .milliseconds, terms: terms)
        #expect(figures.worstRatio <= 1.75)
        #expect(figures.mostRefusals <= 35 * runs)
      }
    }
  }

  @Test("lost requests do not stop a run, whatever is told", arguments: [3, 10])
  func losses(every: Int) {
    for telling in [Telling.milliseconds, .retrySeconds, .nothing] {
      for kind in [LimiterKind.fixed, .sliding] {
        var terms = PaceSimulation()
        terms.losesEvery = every
        let figures = PaceFigures(
          kind, Shape.twentyInTwoSeconds, roundTrip: 0.05, telling, terms: terms)
        #expect(figures.worstRatio <= 2)
      }
    }
  }

  @Test("a documented limit is never passed, in any window, and draws no 429")
  func documented() {
    for kind in [LimiterKind.fixed, .log] {
      var terms = PaceSimulation()
      terms.documented = RateLimit(requests: 60, per: .seconds(60))
      let figures = PaceFigures(kind, Shape.sixtyAMinute, roundTrip: 0.05, .nothing, terms: terms)
      #expect(figures.mostRefusals == 0)
      #expect(figures.worstRatio <= 1.15)
    }
  }

  @Test("headers go before the documented limit")
  func documentedTooLow() {
    var terms = PaceSimulation()
    terms.documented = RateLimit(requests: 10, per: .seconds(60))
    let figures = PaceFigures(
      .fixed, Shape.sixtyAMinute, roundTrip: 0.05, .milliseconds, terms: terms)
    #expect(figures.worstRatio <= 1.1)
  }

  @Test("the user's rate is kept evenly, and takes the place of the documented limit")
  func userRate() {
    var terms = PaceSimulation()
    terms.documented = RateLimit(requests: 1, per: .seconds(60))
    terms.atMost = RateLimit(requests: 10, per: .seconds(1))
    terms.telling = .nothing
    let result = terms.run(NoLimit())
    for (earlier, later) in zip(result.sends, result.sends.dropFirst()) {
      #expect(later - earlier >= 0.075)
    }
    #expect(result.seconds >= 19.9 && result.seconds <= 20.2)
  }
}
