// A row of the input with what is to become of it.

package import Providers

/// One row and its plan; what is sent for it is the item itself, or the item's place in a batch.
package struct Row<Item: Sendable>: Sendable {
  package enum Plan: Sendable {
    /// It gets the outcome of this item.
    case send(Item)
    /// It is refused here.
    case refuse(Refusal)
    /// An earlier run of the journal did it.
    case skip
  }

  /// The row's place in the input, from 1.
  package let number: Int
  /// The physical line on which it begins, `nil` for an argument.
  package let line: Int?
  /// The ID as it stands in the input, if it has one and it could be read.
  package let id: String?
  /// What names its link in a result that shows no ID, where the row has such a name.
  package let name: String?
  package internal(set) var plan: Plan
  /// What a journal knows of it, where there is one and the row is not refused.
  package internal(set) var record: RowMemory?

  package init(number: Int, line: Int?, id: String?, name: String? = nil, plan: Plan) {
    self.number = number
    self.line = line
    self.id = id
    self.name = name
    self.plan = plan
  }

  /// The same row with another plan.
  func with<Other>(_ plan: Row<Other>.Plan) -> Row<Other> {
    var row = Row<Other>(number: number, line: line, id: id, name: name, plan: plan)
    row.record = record
    return row
  }

  /// What earlier runs of the journal did of it.
  var past: RowPast { record?.past ?? .open }
}

/// What a journal knows of a row; apart from the row, which without a journal has none to carry.
package final class RowMemory: Sendable {
  /// What it knows the row by.
  package let fingerprint: Fingerprint
  /// The link that it is about.
  package let subject: RowSubject?
  /// What earlier runs did of it.
  package let past: RowPast
  /// Where it holds what came of the row, for one that is skipped.
  package let done: DoneRow?

  init(_ identity: RowIdentity, past: RowPast, done: DoneRow?) {
    fingerprint = identity.fingerprint
    subject = identity.subject
    self.past = past
    self.done = done
  }
}

/// Consecutive rows, with the distinct items that are to be sent for them.
package struct Batch<Item: Sendable>: Sendable {
  /// Each with the place of its item.
  package var rows: [Row<Int>] = []
  /// In the order of their first rows.
  package var items: [Item] = []

  /// Whether an earlier run of the journal left the fate of each item open.
  var doubtful: [Bool] {
    var doubtful = [Bool](repeating: false, count: items.count)
    for row in rows where row.past == .inDoubt {
      if case .send(let place) = row.plan { doubtful[place] = true }
    }
    return doubtful
  }
}
