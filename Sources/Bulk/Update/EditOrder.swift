// Which edits must come after which: those that may be of one link, by whatever names. Pure.

import Providers
import Records

/// What edits have touched so far, each at a moment that whoever asks chooses.
///
/// Two edits must keep their order when they touch one name, and when their names are of different kinds,
/// since these may be one link's. Of different kinds those need not that make the same change: it does not
/// matter which of them comes first. An edit that gives a link another external ID touches both names, and has
/// an order with all names of the other kind.
struct EditOrder {
  /// By hashes of names: two that are taken for one only keep an order that they need not.
  private var byName: [UInt64: Int] = [:]
  private var own = Latest<[UInt8]>()
  private var external = Latest<[UInt8]>()

  /// How many names were touched.
  var nameCount: Int { byName.count }

  /// The latest moment of the edits so far that one must come after.
  func latest(before edit: Edit) -> Int? {
    let others = edit.naming.kind == .own ? external : own
    var latest = others.moment(for: mark(of: edit))
    for name in edit.naming.hashes {
      if let moment = byName[name] { latest = max(latest ?? moment, moment) }
    }
    return latest
  }

  mutating func add(_ edit: Edit, at moment: Int) {
    for name in edit.naming.hashes { byName[name] = max(byName[name] ?? moment, moment) }
    switch edit.naming.kind {
    case .own: own.add(mark(of: edit), at: moment)
    case .external: external.add(mark(of: edit), at: moment)
    }
  }

  private func mark(of edit: Edit) -> [UInt8]? { edit.naming.renames ? nil : edit.text }
}

extension EditNaming {
  /// Of its names.
  fileprivate var hashes: [UInt64] {
    let name = ByteHash.of(name.utf8.span)
    return nameAfter.map { [name, ByteHash.of($0.utf8.span)] } ?? [name]
  }
}
