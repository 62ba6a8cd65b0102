// What an operation wants of a link, and so what answers and looks mean for a row: a table for each operation, which
// is all that the settlement knows of it. Pure.

import Providers

/// The meaning of answers and looks for the rows of one operation.
protocol Aim<Item>: Sendable {
  associatedtype Item: Sendable

  var operation: any Operation<Item> { get }

  /// Whether looking can settle a row whose answer was lost.
  var looksAfterLoss: Bool { get }

  /// Whether looking also settles rows that end in another way after a loss.
  var looksAtEnd: Bool { get }

  /// Whether the pause before rows are sent again comes before the look, so that a request that is still under way has
  /// it to show what it did.
  var pausesBeforeLook: Bool { get }

  /// Whether a row that an earlier run may have sent is one whose answer was lost.
  var countsDoubtAsLoss: Bool { get }

  /// What an answer means for a row; `isAlone` when it carried no other.
  func verdict(of row: Report.Row, for item: Item, _ past: Past, isAlone: Bool) -> Verdict

  /// What a look means for a row, the one at `index` of the parcel that it was for.
  func verdict(
    of sight: Sight, for item: Item, _ past: Past, asked: Question, at index: Int
  ) -> Verdict

  /// What a refusal means for a row that no other was sent with.
  func verdict(refused why: Refusal, for item: Item, _ past: Past) -> Verdict

  /// What a look before the first request means.
  func beginning(of item: Item, _ sight: Sight, isWhole: Bool, _ past: Past) -> Beginning<Item>

  /// Equal for items that are one link's, once links were looked for.
  func identity(of item: Item) -> String?

  /// What is said of a row that an earlier run may have sent, and of which this one learned so much.
  func inDoubt(_ outcome: Outcome, _ item: Item) -> Outcome
}

/// What follows for a row.
enum Verdict: Sendable {
  case settled(Outcome)
  /// A look is to tell.
  case look
  /// It is as if its answer was lost.
  case lost(Refusal)
  /// It was not done, and is sent again; where that is not possible, this is said of it.
  case again(Outcome)
  /// It is sent again, alone; where that tells nothing, this is said of it.
  case alone(Outcome)
}

/// What follows for a row from a look before its first request.
enum Beginning<Item: Sendable>: Sendable {
  case settled(Outcome)
  /// It is sent as this.
  case send(Item, Beforehand)
}

extension Aim {
  var looksAtEnd: Bool { false }

  var pausesBeforeLook: Bool { false }

  var countsDoubtAsLoss: Bool { true }

  func beginning(of item: Item, _ sight: Sight, isWhole: Bool, _ past: Past) -> Beginning<Item> {
    .send(item, .notLookedUp)
  }

  func identity(of item: Item) -> String? { nil }

  func inDoubt(_ outcome: Outcome, _ item: Item) -> Outcome { outcome }

  /// A link that could not be looked for beforehand: nothing is sent for it.
  func unseen(_ why: Refusal?, _ past: Past) -> Outcome {
    guard let why else { return .notAttempted }
    return Outcome(past.mayHaveActed ? .unknown : .failed, why)
  }
}

extension Refusal {
  /// An answer that should tell of a row and does not.
  static let notInAnswer = Refusal("not_in_answer", "the answer leaves this row out")
  /// The same of a link.
  static let linkNotInAnswer = Refusal("not_in_answer", "the answer does not name this link")
}
