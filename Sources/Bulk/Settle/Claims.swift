// Which links rows have got, so that no link is two rows' link.

import Providers
import Records
import Synchronization

/// Links by the rows that they were given to, in a table like that of repeated keys.
///
/// Rows that give their link an external ID cannot meet, since that is compared as it is. Two keys may be one to the
/// provider, and where equal destinations are one link, rows without a name meet there.
final class Claims: Sendable {
  private let rows = Mutex(NameTable())

  /// Gives a link to a row; `false` when another row has it.
  @discardableResult
  func give(_ shown: ShownLink, to link: NewLink) -> Bool {
    guard link.externalID == nil, let id = shown.id else { return true }
    let print = ByteHash.of(parts: [id])
    return rows.withLock { rows in
      if let owner = rows.line(of: print) { return owner == link.row }
      rows.set(print, line: link.row)
      return true
    }
  }
}
