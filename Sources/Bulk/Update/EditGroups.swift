// Which edits travel together. Pure.

package import Providers

/// The requests that a stretch of edits takes: rounds, one after another, of batches that may go side by
/// side.
package enum EditGroups {
  /// Edits that may be of one link are in different rounds, in their order, so that the last one has the last
  /// word.
  ///
  /// In a round, edits of equal groups share batches of at most `most`; an edit without a group is alone.
  package static func rounds(
    of edits: [Edit], most: Int, at modification: any Modification
  ) -> [[[Edit]]] {
    var rounds: [[Edit]] = []
    var order = EditOrder()
    for edit in edits {
      let naming = modification.naming(of: edit)
      let round = order.latest(before: edit, naming).map { $0 + 1 } ?? 0
      order.add(edit, naming, at: round)
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(edit)
    }
    return rounds.map { batches(of: $0, most: max(1, most)) }
  }

  /// How many requests edits take.
  static func requests(for edits: [Edit], most: Int, at modification: any Modification) -> Int {
    rounds(of: edits, most: most, at: modification).reduce(0) { $0 + $1.count }
  }

  /// Edits in their order, cut so that no edit of a part names its link by what an earlier one of the part
  /// changes: only then can the links of a part be looked up before it is sent.
  package static func parts(of edits: [Edit], at modification: any Modification) -> [[Edit]] {
    var parts: [[Edit]] = []
    var changed: Set<String> = []
    var mayHaveChangedAny = false
    for edit in edits {
      let naming = modification.naming(of: edit)
      let isChanged =
        naming.kind == .external && (mayHaveChangedAny || changed.contains(naming.name))
      if isChanged || parts.isEmpty {
        parts.append([])
        (changed, mayHaveChangedAny) = ([], false)
      }
      parts[parts.count - 1].append(edit)
      guard naming.renames else { continue }
      // Which external ID a link has lost that is named by its own ID is not known.
      if naming.kind == .own { mayHaveChangedAny = true }
      changed.formUnion([naming.name, naming.nameAfter].compactMap(\.self))
    }
    return parts
  }

  /// Which edits go when no more can be looked over: those that fill requests, and at least half of all, of
  /// the fullest groups; `nil` for all of them.
  ///
  /// All go where some must keep an order, since an edit that waits would be overtaken.
  package static func fullest(
    of edits: [Edit], most: Int, urgent: Set<Edit>, at modification: any Modification
  ) -> Set<Edit>? {
    guard most > 1, hasNoOrder(edits, at: modification) else { return nil }
    var groups: [[UInt8]: [Edit]] = [:]
    for edit in edits { if let group = edit.group { groups[group, default: []].append(edit) } }
    var going = Set(edits.filter { $0.group == nil })
    var rest: [[Edit]] = []
    for group in groups.values {
      let isUrgent = !urgent.isEmpty && group.contains(where: urgent.contains)
      let full = isUrgent ? group.count : group.count - group.count % most
      going.formUnion(group.prefix(full))
      if full < group.count { rest.append(Array(group.dropFirst(full))) }
    }
    for group in rest.sorted(by: { $0.count > $1.count }) where going.count * 2 < edits.count {
      going.formUnion(group)
    }
    return going.count < edits.count ? going : nil
  }

  private static func hasNoOrder(_ edits: [Edit], at modification: any Modification) -> Bool {
    var order = EditOrder()
    for edit in edits {
      let naming = modification.naming(of: edit)
      if order.latest(before: edit, naming) != nil { return false }
      order.add(edit, naming, at: 0)
    }
    return true
  }

  private static func batches(of edits: [Edit], most: Int) -> [[Edit]] {
    var batches: [[Edit]] = []
    var open: [[UInt8]: Int] = [:]
    for edit in edits {
      if let group = edit.group, let index = open[group], batches[index].count < most {
        batches[index].append(edit)
      } else {
        if let group = edit.group { open[group] = batches.count }
        batches.append([edit])
      }
    }
    return batches
  }
}
