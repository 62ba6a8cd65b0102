// Taking a refused batch apart. A state machine without I/O: it says which items to try next and is told
// what became of them.

/// Finds the items for which a batch was refused, while every other item of it gets done.
///
/// A batch that is refused whole holds at least one bad item. Its first half is tried: when that passes, the
/// other half is known to hold the bad one and is halved in turn without being sent whole; when it is
/// refused, the other half goes back to the pool of items of which nothing is known. So one bad item among
/// n costs about log2(n) trials, and one more that confirms it alone. The pool is then tried in runs that
/// are as long as the distance between bad items so far, so that many bad items cost few trials too; and
/// the more bad items there are, the more trials go side by side.
package struct Isolation<Item: Sendable & Equatable>: Sendable {
  /// Some items to send together.
  package struct Trial: Sendable, Equatable {
    package let items: [Item]
    /// What is left of a group that is known to hold a bad item when `items` pass.
    fileprivate let rest: [Item]
    fileprivate let isSuspect: Bool
  }

  private var suspects: [[Item]] = []
  private var pool: [Item] = []
  private var inFlight = 0
  private var passed = 0
  private var found = 0
  private var runLength = 1
  private var largestPassed = 1
  private let lanes: Int

  /// The longest batch that is accepted, known only when refusals turned out to be about size.
  package private(set) var sizeLimit: Int?

  /// Begins with a batch that was refused whole; up to `lanes` trials go side by side.
  package init(refused items: [Item], lanes: Int) {
    self.lanes = max(1, lanes)
    if !items.isEmpty { suspects = [items] }
  }

  /// The next items to try, `nil` while answers are waited for or when all is known.
  package mutating func next() -> Trial? {
    if let group = suspects.popLast() {
      inFlight += 1
      return trial(of: group)
    }
    guard !pool.isEmpty, inFlight < min(lanes, max(1, found)) else { return nil }
    inFlight += 1
    let items = Array(pool.suffix(bounded(runLength)))
    pool.removeLast(items.count)
    return Trial(items: items, rest: [], isSuspect: false)
  }

  /// Every item of the trial is done.
  package mutating func passed(_ trial: Trial) {
    inFlight -= 1
    passed += trial.items.count
    largestPassed = max(largestPassed, trial.items.count)
    if !trial.rest.isEmpty {
      suspects.append(trial.rest)
    } else if trial.isSuspect {
      blameSize()
    } else {
      runLength = max(min(runLength, 1 << 30) * 2, spacing)
    }
  }

  /// The trial was refused whole.
  ///
  /// A single item is then known to be bad, and its outcome is the caller's.
  package mutating func refused(_ trial: Trial) {
    inFlight -= 1
    pool += trial.rest
    if trial.items.count > 1 {
      suspects.append(trial.items)
    } else {
      found += 1
      runLength = spacing
    }
  }

  /// The trial ended in another way; its items are settled elsewhere and tell nothing of the rest.
  package mutating func dropped(_ trial: Trial) {
    inFlight -= 1
    pool += trial.rest
  }

  private func trial(of group: [Item]) -> Trial {
    let half = max(1, group.count / 2)
    return Trial(
      items: Array(group.prefix(half)), rest: Array(group.dropFirst(half)), isSuspect: true)
  }

  /// A group that was known to hold a bad item has passed to the last: it was refused for its size.
  private mutating func blameSize() {
    let limit = largestPassed
    pool += suspects.filter { $0.count > limit }.flatMap(\.self)
    suspects.removeAll { $0.count > limit }
    (sizeLimit, runLength) = (limit, limit)
  }

  /// How many items lie between two bad ones, as far as is known.
  private var spacing: Int { max(1, (passed + found) / max(1, found)) }

  private func bounded(_ length: Int) -> Int { min(length, sizeLimit ?? .max) }
}
