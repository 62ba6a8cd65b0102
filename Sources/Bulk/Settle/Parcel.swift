// Rows on their way through a settlement: which go together, and what is known of them.

import Providers

/// Rows that go one way together.
struct Parcel: Sendable {
  /// Their places in the batch, ascending and distinct.
  var places: [Int]
  var past = Past()
  /// Which trial of which taking apart this is, if it is one.
  var trial: (number: Int, trial: Isolation<Int>.Trial)?

  init(_ places: [Int], _ past: Past = Past()) {
    self.places = places
    self.past = past
  }

  /// The items at its places; mostly they are all.
  func pick<Item>(from items: [Item]) -> [Item] {
    places.count == items.count ? items : places.map { items[$0] }
  }

  /// Some of the rows, with the same past, and no trial.
  func part(_ places: some Sequence<Int>) -> Parcel { Parcel(Array(places), past) }
}

/// What is known of rows before their next request.
struct Past: Sendable {
  /// Whether an earlier request may have done it.
  var mayHaveActed = false
  /// What is said of the rows should nothing more tell, where an earlier answer leaves something open.
  var earlier: Outcome?
  /// How often they were sent again after their answer was lost.
  var resends = 0
  /// Whether this run has not sent them yet, though an earlier one may have.
  var isFirst = false
  /// What a look before the first request told.
  var beforehand = Beforehand.notLookedUp
  /// Nothing of the rows was sent before this; `nil` where that is not known.
  var since: ContinuousClock.Instant?
  /// What counts so far have told, where a count is asked for again.
  var counted: CountSettlement?

  /// Notes that a request may have done it whose answer nobody has.
  mutating func lose(_ why: Refusal) {
    mayHaveActed = true
    earlier = Outcome(.unknown, why)
  }

  /// Why their fate is open.
  var why: Refusal { earlier?.detail ?? .answerLost }

  /// What is said where the rows' way ends before a request tells: that they failed, or were not sent, holds only
  /// where no request before left something open.
  func ended(_ outcome: Outcome) -> Outcome {
    if mayHaveActed { return Outcome(.unknown, outcome.detail ?? why) }
    guard let earlier else { return outcome }
    return Outcome(earlier.status, outcome.detail ?? earlier.detail)
  }
}

/// What was known of links before their first request.
package enum Beforehand: Sendable {
  case notLookedUp
  /// They were there.
  case seen
  /// They were not among what the provider showed.
  case notSeen
  /// Nor was anything left out of what it showed.
  case absent
}

/// What a look is for.
enum Question: Sendable {
  /// Whether links are there, before anything is done to them.
  case beforehand
  /// Whether any link of some is there still, which tells whether a lost request was carried out.
  case sample(of: Parcel)
  /// What a request did whose answer was lost.
  case afterLoss
  /// Why a row was refused in a request of its own.
  case afterRefusal(Refusal)
  /// What became of rows of which an answer tells too little, with what it tells of each, and the links of its that
  /// are nobody's.
  case afterAnswer([Report.Row], strays: [ShownLink])
  /// Which links remain after a count that fell short.
  case afterCount(CountSettlement)
}

/// What a look told of each row, by its order in the parcel.
struct Sights: Sendable {
  var rows: [Sight]
  /// Whether the reads leave no link out, so that one that was not seen is not there.
  var isWhole = false

  init(_ rows: [Sight], isWhole: Bool = false) {
    self.rows = rows
    self.isWhole = isWhole
  }

  /// The same of so many rows.
  init(_ sight: Sight, of count: Int) { self.init(Array(repeating: sight, count: count)) }

  /// Whether the provider has told of each of the links that it is there, or that it is not.
  var isProof: Bool {
    rows.allSatisfy { row in
      switch row {
      case .told(.there), .told(.notThere): true
      case .told(.notSeen): isWhole
      case .untold: false
      }
    }
  }
}

/// What a look told of one row's link.
enum Sight: Sendable {
  case told(Sighting)
  /// It could not be asked for, or the read failed.
  case untold(Refusal?)

  /// Whether the link is there, `nil` when that is not known.
  var isThere: Bool? {
    switch self {
    case .told(.there): true
    case .told(.notThere), .told(.notSeen): false
    case .untold: nil
    }
  }
}
