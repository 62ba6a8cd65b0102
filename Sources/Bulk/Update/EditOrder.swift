// Which edits must come after which: those that may be of one link, by whatever names. Pure.

import Providers

/// What edits have touched so far, each at a moment that whoever asks chooses.
///
/// Two edits must keep their order when they touch one name, and when their names are of different kinds,
/// since these may be one link's. Of different kinds those need not that make the same change: it does not
/// matter which of them comes first. An edit that gives a link another external ID touches both names, and has
/// an order with all names of the other kind.
struct EditOrder {
  private var byName: [String: Int] = [:]
  private var own = Latest<[UInt8]>()
  private var external = Latest<[UInt8]>()

  /// How many names were touched.
  var nameCount: Int { byName.count }

  /// The latest moment of the edits so far that one must come after.
  func latest(before edit: Edit, _ naming: EditNaming) -> Int? {
    let others = naming.kind == .own ? external : own
    return [
      byName[naming.name], naming.nameAfter.flatMap { byName[$0] },
      others.moment(for: mark(of: edit, naming)),
    ].compactMap(\.self).max()
  }

  mutating func add(_ edit: Edit, _ naming: EditNaming, at moment: Int) {
    for name in [naming.name, naming.nameAfter].compactMap(\.self) {
      byName[name] = max(byName[name] ?? moment, moment)
    }
    switch naming.kind {
    case .own: own.add(mark(of: edit, naming), at: moment)
    case .external: external.add(mark(of: edit, naming), at: moment)
    }
  }

  private func mark(of edit: Edit, _ naming: EditNaming) -> [UInt8]? {
    naming.renames ? nil : edit.text
  }
}
