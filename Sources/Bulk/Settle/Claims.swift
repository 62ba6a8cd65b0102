// Which links rows have got, so that no link is two rows' link.

import Providers
import Records
import Synchronization

/// Links by the rows that they were given to, in a table like that of repeated keys.
///
/// Only rows that name their link by nothing but a key can meet: two keys may be one to the provider, while an
/// external ID is compared as it is.
final class Claims: Sendable {
  private let rows = Mutex(NameTable())

  /// Gives a link to a row; `false` when another row has it.
  @discardableResult
  func give(_ shown: ShownLink, to link: NewLink) -> Bool {
    guard link.ownName == .key, let id = shown.id else { return true }
    let print = ByteHash.of(parts: [id])
    return rows.withLock { rows in
      if let owner = rows.line(of: print) { return owner == link.row }
      rows.set(print, line: link.row)
      return true
    }
  }
}
