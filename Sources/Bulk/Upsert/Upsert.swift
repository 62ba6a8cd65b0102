// One row of an upsert, and the way it goes.

package import Providers

/// A link that is to be changed where it is and created where it is not: what is sent for a row.
package enum Upsert: Sendable {
  /// The row names its link by ID.
  case change(Edit)
  /// The row names no link.
  case create(NewLink)
  /// Its link is looked for, then changed or created.
  case find(NewLink)
  /// The provider's own call does both.
  case call(NewLink)
}
