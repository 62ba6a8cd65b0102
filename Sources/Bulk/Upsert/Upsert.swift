// One row of an upsert, and the way it goes.

package import Providers

/// A link that is to be changed where it is and created where it is not.
package struct Upsert: Sendable, Hashable {
  /// What is sent for a row.
  package enum Way: Sendable {
    /// The row names its link by ID.
    case change(Edit)
    /// The row names no link.
    case create(NewLink)
    /// Its link is looked for, then changed or created.
    case find(NewLink)
    /// The provider's own call does both.
    case call(NewLink)
  }

  /// The row's place in the input, from 1.
  let row: Int
  let way: Way

  /// Whether its link is looked for before anything is changed.
  var isSought: Bool { if case .find = way { true } else { false } }

  package static func == (left: Upsert, right: Upsert) -> Bool { left.row == right.row }

  package func hash(into hasher: inout Hasher) { hasher.combine(row) }
}
