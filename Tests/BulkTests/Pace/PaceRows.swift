// What is simulated for the pacing table.

import HTTP
import Providers

@testable import Bulk

extension PaceSection {
  static let all = [told, oddlyTold, untold, documented, company]

  /// Why aims are out of reach; measured, as the table shows.
  static let reasons: [(Character, String)] = [
    (
      "a",
      "a round trip of 50 ms is 2.5 % of a window of 2 s, one of 300 ms 15 %, and ways differ by a fifth of it: who goes earlier overtakes himself into a 429"
    ),
    (
      "b",
      "in whole seconds the end of a window of 2 s is known to a half of it, and the time of a bucket of half a second not at all"
    ),
    (
      "c",
      "who is told nothing finds the limit by meeting it, and its window by waiting longer and longer: the first two windows are not full, and their 429s are counted after the first; a limit of little more than that many requests weighs them most"
    ),
    (
      "d",
      "each 429 asks to wait for the end of a window in which room comes back all the time, and who is told nothing else meets some"
    ),
    (
      "e",
      "an even pace is all that a run knows of a window that it is told nothing of, so what the last window would take at once takes half a window longer"
    ),
    (
      "f",
      "when the other client has taken the last of a window shows only by a 429"
    ),
    (
      "g",
      "an untold limit that was raised shows only by going faster, which is tried once in a thousand requests, for where the limit is the same it draws a 429"
    ),
    (
      "h",
      "a run of 19 s: a single 429, before it is known how the window gives room back, is a twentieth of it"
    ),
  ]

  static let told = PaceSection(
    words: "Told what is left and until when, with every answer (Dub's headers)",
    rows: LimiterKind.allCases.flatMap { kind in
      [
        PaceRow(kind, .sixHundredAMinute, .milliseconds),
        PaceRow(kind, .sixHundredAMinute, roundTrip: 0.3, .milliseconds),
        PaceRow(kind, .sixtyAMinute, .milliseconds),
        PaceRow(kind, .threeHundredAMinute.lasting(20), .milliseconds),
        kind == .sliding
          ? PaceRow(kind, .twentyInTwoSeconds, .milliseconds).but("h", 0.93)
          : PaceRow(kind, .twentyInTwoSeconds, .milliseconds).but("a", 0.975),
        PaceRow(kind, .twentyInTwoSeconds, roundTrip: 0.3, .milliseconds).but("a", 0.9, 7),
      ]
    } + [concurrency(3, .milliseconds), concurrency(6, .milliseconds)])

  private static func concurrency(_ limit: Int, _ telling: Telling) -> PaceRow {
    var row = PaceRow(.fixed, .sixtyAMinute, telling)
    row.words = "at most \(limit) at once, 5,000 requests, 50 ms"
    row.terms.requests = 5000
    row.server = SimulatedServer(key: ConcurrencyLimit(limit: limit))
    return row
  }

  static let oddlyTold = PaceSection(
    words: "The same, told in other ways",
    rows: [LimiterKind.fixed, .sliding].flatMap { kind in
      [
        PaceRow(kind, .threeHundredAMinute, .epochSeconds, ", epoch seconds"),
        PaceRow(kind, .threeHundredAMinute, .seconds, ", whole seconds from now"),
        PaceRow(kind, .threeHundredAMinute, .untilRefused, ", other headers on a 429"),
        PaceRow(kind, .threeHundredAMinute, .milliseconds, ", every 10th answer all zeros") {
          terms, _ in terms.zerosEvery = 10
        },
        PaceRow(kind, .threeHundredAMinute, .milliseconds, ", clock 0.4 s behind") { terms, _ in
          terms.skew = -0.4
        },
        PaceRow(kind, .threeHundredAMinute, .milliseconds, ", clock 2 h ahead") { terms, _ in
          terms.skew = 7200
        },
        PaceRow(kind, .twentyInTwoSeconds, .seconds, ", whole seconds from now").but("b", 0.9, 5),
      ]
    }
      + [Shape.threeHundredAMinute, .sixtyAMinute, Shape(limit: 100, window: 10, windows: 12)].map {
        shape in
        PaceRow(.log, shape, .milliseconds, ", until all is back") { _, server in
          server = SimulatedServer(
            key: RollingLog(limit: shape.limit, window: shape.window, tellsAll: true))
        }
      } + [
        PaceRow(.leaky, .twentyInTwoSeconds, .seconds, ", whole seconds from now").but("b", 0.45)
      ])

  static let untold = PaceSection(
    words: "Told nothing but `Retry-After` on a 429, or nothing at all",
    rows: LimiterKind.allCases.filter { $0 != .tokenNext }.flatMap { kind in
      [Telling.retrySeconds, .nothing].flatMap { telling in
        let words = telling == .nothing ? ", nothing" : ", Retry-After"
        let isSlow = kind == .sliding && telling == .retrySeconds
        return [
          PaceRow(kind, .threeHundredAMinute.lasting(100), telling, words, aim: 0.95)
            .but(isSlow ? "d" : "c", isSlow ? 0.8 : 0.9, 8),
          PaceRow(kind, .sixtyAMinute.lasting(100), telling, words, aim: 0.95)
            .but(isSlow ? "d" : "c", isSlow ? 0.8 : 0.9, 8),
          PaceRow(kind, .sixHundredAMinute, telling, words, aim: 0.95)
            .but(isSlow ? "d" : "e", 0.5, 10),
        ]
      }
    }
      + [3, 6].map { limit in
        var row = concurrency(limit, .nothing)
        row.words += ", nothing"
        row.aim = 0.95
        return row.but("c", 0.8, 30)
      })

  static let documented = PaceSection(
    words: "Documented, and told nothing (YOURLS, Shlink and Kutt document no limit of a key)",
    rows: [
      documented(.fixed, RateLimit(requests: 60, per: .seconds(60))),
      documented(.log, RateLimit(requests: 60, per: .seconds(60))),
      documented(.log, RateLimit(requests: 60, per: .seconds(60)), roundTrip: 0.3),
      perSecondAndMinute, shortIO, shortIOEach, rebrandly, bitlyLists, bitlyAtOnce,
    ])

  private static func documented(
    _ kind: LimiterKind, _ limit: RateLimit, roundTrip: Double = 0.05
  ) -> PaceRow {
    var row = PaceRow(kind, .sixtyAMinute, roundTrip: roundTrip, .nothing, aim: 0.95) { terms, _ in
      terms.documented = [limit]
    }
    row.mostRefusals = 0
    row.most = 0
    return kind == .fixed ? row.but("e", 0.9, 0) : row
  }

  private static let perSecondAndMinute: PaceRow = {
    var row = PaceRow(.log, .threeHundredAMinute, .nothing, aim: 0.95) { terms, server in
      terms.documented = [
        RateLimit(requests: 10, per: .seconds(1)), RateLimit(requests: 300, per: .seconds(60)),
      ]
      server.key = Both(
        RollingLog(limit: 10, window: 1), RollingLog(limit: 300, window: 60))
    }
    row.words = "10 a second and 300 a minute, rolling logs, 10 windows, 50 ms"
    (row.mostRefusals, row.most) = (0, 0)
    return row
  }()

  /// Each class at its own limit, side by side.
  private static let shortIO: PaceRow = {
    let create = RateClass("create", RateLimit(requests: 50, per: .seconds(1)))
    let bulkCreate = RateClass("bulk-create", RateLimit(requests: 5, per: .seconds(10)))
    let bulkDelete = RateClass("bulk-delete", RateLimit(requests: 1, per: .seconds(1)))
    var row = PaceRow(.fixed, .sixtyAMinute, .nothing, aim: 0.95) { terms, server in
      terms.requests = 0
      terms.workers = 16
      terms.window = 10
      terms.classes = [(create, 4800), (bulkCreate, 48), (bulkDelete, 96)]
      server.key = NoLimit()
      server.classes = [
        create.name: RollingLog(limit: 50, window: 1),
        bulkCreate.name: RollingLog(limit: 5, window: 10),
        bulkDelete.name: RollingLog(limit: 1, window: 1),
      ]
    }
    row.words = "Short.io's classes, rolling logs, 50 ms"
    (row.mostRefusals, row.most) = (0, 0)
    return row
  }()

  /// What holds for every request of a key, in round trips that leave room for it.
  private static func ofKey(_ words: String, _ limit: RateLimit, least: Int) -> PaceRow {
    let span = limit.per / .seconds(1)
    var row = PaceRow(.log, .sixtyAMinute, .nothing, aim: 0.95) { terms, server in
      (terms.documented, terms.requests, terms.window) = ([limit], least, span)
      server.key = RollingLog(limit: limit.requests, window: span)
    }
    row.words = words + ", rolling log, 50 ms"
    (row.mostRefusals, row.most) = (0, 0)
    return row
  }

  private static let shortIOEach = ofKey(
    "Short.io, 20 a second", RateLimit(requests: 20, per: .seconds(1)), least: 1_000)

  private static let rebrandly = ofKey(
    "Rebrandly, 10 a second", RateLimit(requests: 10, per: .seconds(1)), least: 1_000)

  private static let bitlyLists: PaceRow = {
    let list = RateClass(
      "list", RateLimit(requests: 150, per: .seconds(60)),
      RateLimit(requests: 1_500, per: .seconds(3_600)))
    var row = PaceRow(.fixed, .sixtyAMinute, .nothing, aim: 0.95) { terms, server in
      (terms.requests, terms.window, terms.classes) = (0, 60, [(list, 3_000)])
      server.key = NoLimit()
      server.classes = [
        list.name: Both(RollingLog(limit: 150, window: 60), RollingLog(limit: 1_500, window: 3_600))
      ]
    }
    row.words = "Bitly's class, rolling logs, 50 ms"
    (row.mostRefusals, row.most) = (0, 0)
    return row
  }()

  private static let bitlyAtOnce: PaceRow = {
    var row = concurrency(5, .nothing)
    row.words = "Bitly, " + row.words
    row.terms.atOnce = 5
    (row.mostRefusals, row.most) = (0, 0)
    return row
  }()

  static let company = PaceSection(
    words: "In company, and changing",
    rows: [LimiterKind.fixed, .sliding, .token].flatMap { kind in
      [
        PaceRow(
          kind, .threeHundredAMinute, .milliseconds, ", another client uses 30 % evenly", aim: 0.95
        ) { terms, server in
          terms.requests = terms.requests * 7 / 10
          server.share = kind.limiter(210, per: 60)
          server.key = Neighboured(server.key, requests: 90, per: 60)
        }.but("f", 0.9, 12),
        PaceRow(kind, .threeHundredAMinute, .milliseconds, ", two runs on one key", aim: 0.95) {
          terms, _ in
          (terms.runs, terms.requests) = (2, terms.requests / 2)
        }.but("f", 0.85, 40),
        PaceRow(kind, .threeHundredAMinute, .milliseconds, ", raised to 600 after 5 min") {
          terms, server in
          terms.requests = 1500 + 3000 - 300
          server.key = Changing(server.key, at: 300, to: kind.limiter(600, per: 60))
        },
        PaceRow(kind, .sixHundredAMinute, .milliseconds, ", lowered to 300 after 5 min") {
          terms, server in
          terms.requests = 3000 + 1500 - 150
          server.key = Changing(server.key, at: 300, to: kind.limiter(300, per: 60))
        },
        PaceRow(
          kind, .threeHundredAMinute, .nothing, ", nothing, raised to 600 after 50 min", aim: 0.95
        ) { terms, server in
          terms.requests = 15_000 + 30_000
          server.key = Changing(server.key, at: 3000, to: kind.limiter(600, per: 60))
        }.but("g", 0.6, 8),
      ]
    })
}
