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
    }

    /// The row's place in the input, from 1.
    package let number: Int
    /// The physical line on which it begins, `nil` for an argument.
    package let line: Int?
    /// The ID as it stands in the input, if it has one and it could be read.
    package let id: String?
    package let plan: Plan
  }

  package var rows: [Row] = []
  /// In the order of their first rows.
  package var items: [Item] = []
}
