// The links that the rows of a whole input name, where only a walk over all links shows them, or where a look for each
// would take longer.

import Providers
import Records

/// Finds links that rows name by key or external ID: one walk a run, over before the first link is made; used by all
/// batches of a run at once.
///
/// What the run makes itself is not shown, and is not asked for either: no two rows name one link.
final class LinkCatalog: Sendable {
  private let sender: Sender
  private let reading: any Reading
  /// The fingerprints of the names that rows give, so that no other links are kept.
  private let wanted: NameTable
  private let walk = OnceAsked<[UInt64: ShownLink]?>()

  /// `wanted` are the names that rows give, as `note` has added them.
  init(_ sender: Sender, _ reading: any Reading, wanted: NameTable) {
    self.sender = sender
    self.reading = reading
    self.wanted = wanted
  }

  /// Adds the names of a row, of which no more than fingerprints are kept.
  static func note(_ link: NewLink, in wanted: inout NameTable) {
    for print in prints(link.key, link.externalID) { wanted.set(print, line: 1) }
  }

  /// What the walk shows of a link that has a name; the first who asks begins it.
  ///
  /// That it does not meet a link proves little, but no two links can have one name, so nothing is made twice when it is
  /// sent.
  func find(_ link: NewLink) async -> Sight {
    let links = await walk.answer { [self] in await walked() }
    guard let links else { return sender.unlisted }
    let found = Self.prints(link.key, link.externalID).lazy.compactMap { links[$0] }
      .first { $0.key == link.key && link.key != nil || $0.externalID == link.externalID }
    return .told(found.map { .there($0) } ?? .notThere)
  }

  private func walked() async -> [UInt64: ShownLink]? {
    var found: [UInt64: ShownLink] = [:]
    let roll = await sender.walk(reading) { links in
      for link in links {
        for print in Self.prints(link.key, link.externalID) where wanted.line(of: print) != nil {
          found[print] = link
        }
      }
      return true
    }
    return roll == nil ? nil : found
  }

  private static func prints(_ key: LinkKey?, _ externalID: String?) -> [UInt64] {
    let key = key.map { ByteHash.of(parts: ["key", $0.domain ?? "", $0.key]) }
    let id = externalID.map { ByteHash.of(parts: ["id", $0]) }
    return [key, id].compactMap(\.self)
  }
}
