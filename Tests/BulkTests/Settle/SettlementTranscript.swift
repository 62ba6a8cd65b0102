// Settlements played from a transcript: each step that they must ask for, with what comes of it. There is no network
// and no clock.

import Providers
import Records
import Testing

@testable import Bulk

/// One step of a settlement, by the places of its rows, with what comes of it.
enum Turn {
  case send([Int], Exchange<Report>)
  case look([Int], Sights)
  /// Before rows are sent again, for the how many-th time.
  case pause(Int)
}

/// What a transcript came to.
struct Settled {
  let rulings: [Bulk.Ruling]
  let longestBatch: Int?
  let stop: Stop?

  /// Status of each row, with the code of its detail where it has one.
  var outcomes: [String] {
    rulings.map { ruling in
      let code = ruling.outcome.detail.map { " " + $0.code } ?? ""
      return ruling.outcome.status.rawValue + code
    }
  }

  /// How many requests carried each row.
  var attempts: [Int] { rulings.map(\.attempts) }
}

/// Settles rows by a transcript; a step that is not the next one of it is a failure, and so is one that is missing.
///
/// A run that `stops` answers everything after the transcript as one that has stopped does.
func settle<Item: Sendable>(
  _ items: [Item], _ aim: any Aim<Item>, doubtful: [Bool]? = nil,
  since: ContinuousClock.Instant? = nil, looksFirst: Bool = false, retries: Int = 3,
  refused: [(place: Int, outcome: Outcome)] = [], by transcript: [Turn], stops: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Settled {
  var settlement = Settlement(
    items, aim, doubtful: doubtful ?? items.map { _ in false }, since: since,
    looksFirst: looksFirst, retries: retries, lanes: 1, now: .now, refused: refused)
  var turns = transcript[...]
  while let step = settlement.next() {
    if let turn = turns.popFirst() {
      guard let end = step.end(turn) else {
        Issue.record("\(step.words) came for \(turn)", sourceLocation: sourceLocation)
        break
      }
      settlement.take(end)
    } else if stops {
      settlement.take(step.stopped)
    } else {
      Issue.record("\(step.words) is not in the transcript", sourceLocation: sourceLocation)
      break
    }
  }
  #expect(turns.isEmpty, "steps that were not asked for", sourceLocation: sourceLocation)
  return Settled(
    rulings: settlement.results, longestBatch: settlement.longestBatch, stop: settlement.stop)
}

extension Step {
  /// What a turn makes of the step; `nil` where it is of another one.
  fileprivate func end(_ turn: Turn) -> StepEnd? {
    switch (self, turn) {
    case (.send(let parcel), .send(let places, let exchange)) where parcel.places == places:
      .sent(parcel, exchange)
    case (.look(let parcel, let question), .look(let places, let sights))
    where parcel.places == places: .looked(parcel, question, sights)
    case (.pause(let number, let next), .pause(let expected)) where number == expected:
      .paused(then: next)
    default: nil
    }
  }

  /// What comes of the step in a run that has stopped.
  var stopped: StepEnd {
    switch self {
    case .send(let parcel): .sent(parcel, .stopped)
    case .look(let parcel, let question):
      .looked(parcel, question, Sights(.untold(nil), of: parcel.places.count))
    case .pause(_, let next): .paused(then: next)
    }
  }

  /// The step, for people.
  var words: String {
    switch self {
    case .send(let parcel): "a request for \(parcel.places)"
    case .look(let parcel, _): "a look for \(parcel.places)"
    case .pause(let number, let next): "pause \(number) before \(next.map(\.words))"
    }
  }
}

extension Exchange<Report> {
  static func told(_ rows: Report.Row..., strays: [ShownLink] = []) -> Exchange {
    var report = Report(rows)
    report.strays = strays
    return Exchange(result: .content(report), sent: 1)
  }

  static func counted(_ count: Int, of rows: Int) -> Exchange {
    Exchange(result: .content(Report(count: count, of: rows)), sent: 1)
  }

  static func refused(_ code: String = "bad", at index: Int? = nil) -> Exchange {
    Exchange(result: .refused(Refusal(code, "some row is bad"), at: index), sent: 1)
  }

  /// As Hoko says that an ID is not there.
  static let missing = Exchange(
    result: .refused(Refusal("http_400", "Invalid request"), at: nil), sent: 1)
  static let lost = Exchange(result: .lost(Refusal("timed_out", "no answer")), sent: 1)
  static let tooLarge = Exchange(result: .tooLarge(Refusal("too_large", "too much")), sent: 1)
  static let overQuota = Exchange(result: .overQuota(Refusal("quota", "too many")), sent: 1)
  static let rejected = Exchange(result: .rejected(Refusal("key", "an unknown key")), sent: 1)
  static let unsent = Exchange(result: .unsent(Refusal("no_route", "no way there")), sent: 1)
  static let stopped = Exchange(result: .stopped)

  /// The same at the second sending, after the answer to the first one was lost.
  var again: Exchange { Exchange(result: result, sent: sent + 1, mayHaveActedBefore: true) }
}

extension Sight {
  static func there(_ link: ShownLink = ShownLink()) -> Sight { .told(.there(link)) }
  static var notThere: Sight { .told(.notThere) }
  static var notSeen: Sight { .told(.notSeen) }
  /// A look that the provider answered by an error.
  static var failed: Sight { .untold(Refusal("http_500", "broken")) }
}
