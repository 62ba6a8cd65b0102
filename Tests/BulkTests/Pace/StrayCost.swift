// What a single 429 costs that has nothing to do with the limit: from a proxy, or a server in trouble.

import HTTP
import Testing

@testable import Bulk

/// A stray 429 by its headers, and for how long these ask to wait.
struct Stray: Sendable {
  var words: String
  var headers: HTTPHeaders
  var asks: Double

  static let all = [
    Stray(words: "nothing", headers: [:], asks: 0),
    Stray(words: "Retry-After: 1", headers: ["Retry-After": "1"], asks: 1),
    Stray(words: "Retry-After: 30", headers: ["Retry-After": "30"], asks: 30),
    Stray(words: "Retry-After: 0", headers: ["Retry-After": "0"], asks: 0),
    Stray(words: "Retry-After: soon", headers: ["Retry-After": "soon"], asks: 0),
    Stray(
      words: "nothing left of 1, reset in 5 s",
      headers: [
        "X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "5",
      ], asks: 5),
    Stray(
      words: "nothing left, no reset", headers: ["X-RateLimit-Remaining": "0"], asks: 0),
  ]
}

/// The time that a run loses by one, beside what that asked for.
struct StrayCost: Sendable {
  var words: String
  var telling: Telling
  var server: SimulatedServer
  var requests: Int

  static let all = [
    StrayCost(
      words: "no limit", telling: .nothing, server: SimulatedServer(key: NoLimit()), requests: 3000),
    StrayCost(
      words: "6,000 a minute, fixed window, told", telling: .milliseconds,
      server: SimulatedServer(key: FixedWindow(limit: 6000, window: 60)), requests: 3000),
    StrayCost(
      words: "600 a minute, sliding window, told", telling: .milliseconds,
      server: SimulatedServer(key: SlidingWindow(limit: 600, window: 60)), requests: 3000),
    StrayCost(
      words: "600 a minute, token bucket, told", telling: .milliseconds,
      server: SimulatedServer(key: TokenBucket(capacity: 600, per: 60, requests: 600)),
      requests: 3000),
  ]

  private static let arrivals = [1, 2, 60, 500, 1500]

  private func seconds(_ stray: Stray?, at arrival: Int) -> Double {
    var terms = PaceSimulation()
    terms.requests = requests
    terms.phase = 20
    terms.window = 60
    terms.telling = telling
    if let stray { terms.strays[arrival] = stray.headers }
    return terms.run(server).seconds
  }

  /// The most that it costs, whichever of these requests it meets.
  func most(_ stray: Stray, at arrivals: [Int] = Self.arrivals) -> Double {
    let free = seconds(nil, at: 0)
    return arrivals.map { seconds(stray, at: $0) - free - stray.asks }.max() ?? 0
  }

  /// The most that one may cost.
  private static let aim = 2.0

  static func add(to table: inout PaceTable) {
    table.add(line: "\n## What a single 429 costs that has nothing to do with the limit\n")
    table.add(
      line:
        "Seconds lost beside those that it asks for, at worst, whichever request it meets. Aim: 2.\n"
    )
    let heads = all.map(\.words).joined(separator: " | ")
    table.add(line: "| it says | \(heads) |")
    table.add(line: "| --- |" + String(repeating: " ---: |", count: all.count))
    for stray in Stray.all {
      let costs = all.map { cost in
        let most = cost.most(stray)
        #expect(most <= Self.aim, "\(cost.words): \(stray.words): \(most)")
        return PaceTable.number(max(0, most), 1)
      }
      table.add(line: "| \(stray.words) | \(costs.joined(separator: " | ")) |")
    }
    table.add(
      line: """

        Where a pace is learned from 429s alone, a stray one is taken for a stray one as soon as the pace is known; while it is
        still sought, nothing tells it from one about the limit.
        """)
  }
}
