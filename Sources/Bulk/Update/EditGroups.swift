// Which edits travel together. Pure.

package import Providers

/// The requests that a stretch of edits takes: rounds, one after another, of batches that may go side by
/// side; edits are named by their places.
package enum EditGroups {
  /// Edits that may be of one link are in different rounds, in their order, so that the last one has the last
  /// word.
  ///
  /// In a round, edits of equal groups share batches of at most `most`; an edit without a group is alone.
  package static func rounds(
    of edits: [Edit], most: Int, at modification: any Modification
  ) -> [[[Int]]] {
    var rounds: [[Int]] = []
    var order = EditOrder()
    for (place, edit) in edits.enumerated() {
      let round = order.latest(before: edit).map { $0 + 1 } ?? 0
      order.add(edit, at: round)
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(place)
    }
    let limit = modification.limit.atMost(most)
    return rounds.map { Grouping.batches(of: edits, at: $0, limit, modification.plain) }
  }

  /// How many requests edits take.
  static func requests(for edits: [Edit], most: Int, at modification: any Modification) -> Int {
    rounds(of: edits, most: most, at: modification).reduce(0) { $0 + $1.count }
  }

  /// Edits in their order, cut so that no edit of a part names its link by what an earlier one of the part
  /// changes: only then can the links of a part be looked up before it is sent.
  package static func parts(of edits: [Edit]) -> [[Int]] {
    var parts: [[Int]] = []
    var changed: Set<String> = []
    var mayHaveChangedAny = false
    for (place, edit) in edits.enumerated() {
      let naming = edit.naming
      let isChanged =
        naming.kind == .external && (mayHaveChangedAny || changed.contains(naming.name))
      if isChanged || parts.isEmpty {
        parts.append([])
        (changed, mayHaveChangedAny) = ([], false)
      }
      parts[parts.count - 1].append(place)
      guard naming.renames else { continue }
      // Which external ID a link has lost that is named by its own ID is not known.
      if naming.kind == .own { mayHaveChangedAny = true }
      changed.formUnion([naming.name, naming.nameAfter].compactMap(\.self))
    }
    return parts
  }

  /// Whether each edit goes when no more can be looked over: those that fill requests, and at least half of all, of
  /// the fullest groups; `nil` for all of them.
  ///
  /// All go where some must keep an order, since an edit that waits would be overtaken.
  package static func fullest(
    of edits: [Edit], most: Int, urgent: [Bool]
  ) -> [Bool]? {
    guard most > 1, hasNoOrder(edits) else { return nil }
    var groups: [[UInt8]: [Int]] = [:]
    var isGoing = [Bool](repeating: false, count: edits.count)
    var going = 0
    func go(_ places: some Sequence<Int>) {
      for place in places {
        isGoing[place] = true
        going += 1
      }
    }
    for (place, edit) in edits.enumerated() {
      if let group = edit.group { groups[group, default: []].append(place) } else { go([place]) }
    }
    var rest: [[Int]] = []
    for group in groups.values {
      let isUrgent = group.contains { urgent[$0] }
      let full = isUrgent ? group.count : group.count - group.count % most
      go(group.prefix(full))
      if full < group.count { rest.append(Array(group.dropFirst(full))) }
    }
    for group in rest.sorted(by: { $0.count > $1.count }) where going * 2 < edits.count {
      go(group)
    }
    return going < edits.count ? isGoing : nil
  }

  private static func hasNoOrder(_ edits: [Edit]) -> Bool {
    var order = EditOrder()
    for edit in edits {
      if order.latest(before: edit) != nil { return false }
      order.add(edit, at: 0)
    }
    return true
  }
}
