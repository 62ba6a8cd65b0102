// Batches that were refused whole, taken apart until the rows that are why stand alone. Pure.

import Providers

/// The takings apart of one settlement; each trial knows which it is of.
struct TakingApart: Sendable {
  private var isolations: [(parts: Isolation<Int>, past: Past)] = []
  /// Rows that a trial may have done before it was refused.
  private var touched: Set<Int> = []
  private let lanes: Int

  init(lanes: Int) { self.lanes = lanes }

  /// Whether no batch is taken apart.
  var isEmpty: Bool { isolations.isEmpty }

  /// Begins with a batch that was refused whole, and gives its first trials.
  mutating func begin(_ parcel: Parcel) -> [Step] {
    isolations.append((Isolation(refused: parcel.places, lanes: lanes), parcel.past))
    return trials(of: isolations.count - 1)
  }

  /// Notes that a request with these rows was refused, of which an earlier sending may have done something.
  mutating func touch(_ places: [Int]) { touched.formUnion(places) }

  /// Takes in that a parcel, if it is a trial, was refused; gives the trials that follow.
  mutating func refused(_ parcel: Parcel) -> [Step] {
    guard let (number, trial) = parcel.trial else { return [] }
    isolations[number].parts.refused(trial)
    return trials(of: number)
  }

  /// Takes in that a parcel, if it is a trial, came through, or that nothing was learned of it; gives the trials that
  /// follow.
  mutating func ended(_ parcel: Parcel, isPassed: Bool) -> [Step] {
    guard let (number, trial) = parcel.trial else { return [] }
    if isPassed {
      isolations[number].parts.passed(trial)
    } else {
      isolations[number].parts.dropped(trial)
    }
    return trials(of: number)
  }

  /// The longest batch that is accepted, once refusals turned out to be about size.
  var sizeLimit: Int? { isolations.compactMap(\.parts.sizeLimit).min() }

  /// The trials that a taking apart asks for now.
  private mutating func trials(of number: Int) -> [Step] {
    var steps: [Step] = []
    while let trial = isolations[number].parts.next() {
      var parcel = Parcel(trial.items, isolations[number].past)
      if !touched.isEmpty, !touched.isDisjoint(with: trial.items) { parcel.past.lose(.answerLost) }
      parcel.trial = (number, trial)
      steps.append(.send(parcel))
    }
    return steps
  }
}
