// Which known name a mistyped one may mean: options, commands, providers, fields.

/// Finds names by edit distance.
package enum NearestName {
  /// Beyond this nobody mistyped a name; it also bounds the work on hostile input.
  private static let longestName = 64
  private static let most = 3

  /// The known names closest to a typed one, best first, at most three, without regard to case.
  ///
  /// A name is close when fewer than about a third of its letters differ, or when what was typed,
  /// three letters or more, is how it begins.
  package static func nearest(to typed: String, among names: [String]) -> [String] {
    guard (1...longestName).contains(typed.utf8.count) else { return [] }
    let wanted = Array(typed.lowercased())
    var found: [(name: String, distance: Int)] = []
    for name in names where name.utf8.count <= longestName {
      let letters = Array(name.lowercased())
      let distance = distance(wanted, letters)
      if distance <= limit(max(wanted.count, letters.count)) {
        found.append((name, distance))
      } else if wanted.count >= 3, letters.starts(with: wanted) {
        found.append((name, longestName))
      }
    }
    guard let best = found.map(\.distance).min() else { return [] }
    return found.filter { $0.distance == best }.prefix(most).map(\.name)
  }

  private static func limit(_ length: Int) -> Int {
    length < 3 ? 0 : max(1, min(length / 3, 4))
  }

  /// The Damerau-Levenshtein distance: letters added, left out, replaced, or two neighbours swapped.
  ///
  /// The restricted form, in which a swapped pair is not edited again. Cost: product of the lengths.
  package static func distance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = previous[column] + (letter == other ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      (before, previous) = (previous, current)
    }
    return previous.last ?? 0
  }
}
