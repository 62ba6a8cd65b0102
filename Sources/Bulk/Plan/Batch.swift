// A stretch of the input that one request carries.

package import Providers

/// Consecutive rows, with the distinct items that are to be sent for them.
package struct Batch<Item: Hashable & Sendable>: Sendable {
  /// One row and what is to become of it.
  package struct Row: Sendable {
    package enum Plan: Sendable, Equatable {
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
    /// What a journal knows it by, where there is one and something is to be sent for it.
    package internal(set) var fingerprint: Fingerprint?
    /// Where a journal holds what came of it, for a row that is skipped.
    package internal(set) var done: DoneRow?
    /// What earlier runs of the journal did of it.
    package internal(set) var past = RowPast.open

    package init(number: Int, line: Int?, id: String?, name: String? = nil, plan: Plan) {
      self.number = number
      self.line = line
      self.id = id
      self.name = name
      self.plan = plan
    }
  }

  package var rows: [Row] = []
  /// In the order of their first rows.
  package var items: [Item] = []

  /// The items of which an earlier run of the journal left the fate open.
  var doubtful: Set<Item> {
    var items: Set<Item> = []
    for row in rows where row.past == .inDoubt {
      if case .send(let item) = row.plan { items.insert(item) }
    }
    return items
  }
}
