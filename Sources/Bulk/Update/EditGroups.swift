// Which edits travel together. Pure.

package import Providers

/// The requests that a stretch of edits takes: rounds, one after another, of batches that may go side by
/// side.
package enum EditGroups {
  /// Edits of one link are in different rounds, in their order, so that the last one has the last word.
  ///
  /// In a round, edits of equal groups share batches of at most `most`; an edit without a group is alone.
  package static func rounds(of edits: [Edit], most: Int) -> [[[Edit]]] {
    var rounds: [[Edit]] = []
    var seen: [LinkID: Int] = [:]
    for edit in edits {
      let round = seen[edit.id, default: 0]
      seen[edit.id] = round + 1
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(edit)
    }
    return rounds.map { batches(of: $0, most: max(1, most)) }
  }

  /// How many requests edits take.
  static func requests(for edits: [Edit], most: Int) -> Int {
    rounds(of: edits, most: most).reduce(0) { $0 + $1.count }
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
